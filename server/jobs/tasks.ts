import type { PgBoss } from 'pg-boss'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/connection.ts'
import { newId } from '../ids.ts'
import { backgroundQueueName, createQueues, mailQueueName, queueName, queueNames, type TaskJob } from './queue.ts'
import {
  endTask,
  findTask,
  insertTask,
  isCancelled,
  saveProgress,
  startTask,
  type Task,
  tasksUnderWay,
} from './store.ts'

/** What a piece of long work is given. It reads its input from the task and reports how far it is. */
export interface TaskContext {
  db: Database
  clock: Clock
  task: Task
  /** Fires when somebody presses Cancel or the server stops. */
  signal: AbortSignal
  /** Writes the stage and the counts for the page that waits; cheap to call often, written at most every 300 ms. */
  progress: (stage: string, done: number, total: number) => void
  /** Puts work on the queue that follows from this; the queue that works in line leaves it waiting. */
  follow: (task: NewTask) => Promise<string>
}

/** Does the work; the returned sentence is shown when it is done. */
export type TaskHandler = (context: TaskContext) => Promise<string>

export type TaskKind =
  | 'import-responses'
  | 'read-documents'
  | 'suggest-tags'
  | 'learn-codes'
  | 'redact-study'
  | 'check-responses'
  | 'find-personas'
  | 'record-personas'
  | 'explore-personas'
  | 'import-customers'
  | 'open-sample-study'
  | 'invite-people'
  | 'send-mails'

export interface NewTask {
  workspaceId: string
  studyId: string
  kind: TaskKind
  subjectId?: string
  input?: object
}

export interface TaskQueue {
  /** Puts work on the queue and returns the task's id at once. */
  send: (task: NewTask) => Promise<string>
  stop: () => Promise<void>
}

const progressMilliseconds = 300

/** A process that was killed is noticed when its job has not been heard of for so long; the job is then handed out again. */
const heartbeatSeconds = 30

/**
 * Starts taking work from the queue. A crash leaves the job on the queue: pg-boss hands it out again when its heartbeat stops, or at once
 * at the next start where this is the only process.
 * @param parts.takesWork false: this process only puts work on the queue
 * @param parts.isOnlyProcess nobody else takes work from this database, so that whatever is under way at the start was cut off
 */
export async function startTasks(parts: {
  db: Database
  clock: Clock
  boss: PgBoss
  handlers: Partial<Record<TaskKind, TaskHandler>>
  isOnlyProcess?: boolean
  takesWork?: boolean
}): Promise<TaskQueue> {
  const { db, clock, boss, handlers, isOnlyProcess = false, takesWork = true } = parts
  const stopping = new AbortController()
  await boss.start()
  await createQueues(boss)
  if (isOnlyProcess) await returnCutOffJobs(db, boss)
  const send = async (task: NewTask) => {
    const taskId = newId()
    await insertTask(db, { ...task, id: taskId, at: clock.now() })
    // The job bears the task's id, by which it is found again after a crash.
    const job: TaskJob = { taskId, workspaceId: task.workspaceId }
    await boss.send(queueOf(task.kind), job, { id: taskId, heartbeatSeconds })
    return taskId
  }
  const work = async (queue: string) => {
    await boss.work<TaskJob>(queue, { batchSize: 1, pollingIntervalSeconds: 0.5 }, async ([job]) => {
      if (job) await runTask({ db, clock, handlers, stopping: stopping.signal, follow: send }, job.data)
    })
  }
  if (takesWork) for (const name of queueNames) await work(name)
  return {
    send,
    stop: async () => {
      stopping.abort()
      await boss.stop({ graceful: true, timeout: 10_000 })
    },
  }
}

/** Kinds of work that do not wait in the queue of all others. */
const ownQueues: Partial<Record<string, string>> = {
  'record-personas': backgroundQueueName,
  'send-mails': mailQueueName,
} satisfies Partial<Record<TaskKind, string>>

function queueOf(kind: string): string {
  return ownQueues[kind] ?? queueName
}

/** Failing a job that was cut off makes the queue hand it out again. */
async function returnCutOffJobs(db: Database, boss: PgBoss): Promise<void> {
  for (const { id, kind } of await tasksUnderWay(db))
    await boss.fail(queueOf(kind), id, { message: 'The process ended.' })
}

/** A queue that does the work before `send` returns: the command line and tests. */
export function tasksInLine(parts: {
  db: Database
  clock: Clock
  handlers: Partial<Record<TaskKind, TaskHandler>>
}): TaskQueue {
  return {
    send: async (task) => {
      const taskId = newId()
      await insertTask(parts.db, { ...task, id: taskId, at: parts.clock.now() })
      const follow = async (next: NewTask) => {
        const nextId = newId()
        await insertTask(parts.db, { ...next, id: nextId, at: parts.clock.now() })
        return nextId
      }
      const stopping = new AbortController().signal
      await runTask({ ...parts, stopping, follow }, { taskId, workspaceId: task.workspaceId })
      return taskId
    },
    stop: async () => undefined,
  }
}

async function runTask(
  parts: {
    db: Database
    clock: Clock
    handlers: Partial<Record<TaskKind, TaskHandler>>
    stopping: AbortSignal
    follow: TaskContext['follow']
  },
  { taskId, workspaceId }: TaskJob,
): Promise<void> {
  const { db, clock } = parts
  const task = await findTask(db, { workspaceId, taskId })
  if (!task || task.state === 'done' || task.state === 'cancelled') return
  await startTask(db, { workspaceId, taskId, at: clock.now() })

  const cancelling = new AbortController()
  const signal = AbortSignal.any([cancelling.signal, parts.stopping])
  let lastWrite = 0
  let writing: Promise<void> = Promise.resolve()
  const progress = (stage: string, done: number, total: number) => {
    const now = performance.now()
    if (now - lastWrite < progressMilliseconds && done < total) return
    lastWrite = now
    writing = writing
      .then(() => saveProgress(db, { workspaceId, taskId, stage, done, total }))
      .then(async () => {
        if (await isCancelled(db, { workspaceId, taskId })) cancelling.abort()
      })
      .catch(() => undefined)
  }
  try {
    const handler = parts.handlers[task.kind as TaskKind]
    if (!handler) throw new Error(`No handler for tasks of kind ${task.kind}`)
    const message = await handler({ db, clock, task, signal, progress, follow: parts.follow })
    await writing
    await endTask(db, { workspaceId, taskId, state: 'done', message, at: clock.now() })
  } catch (error) {
    await writing
    // A stopping server leaves the task as it is: the queue hands it out again at the next start.
    if (parts.stopping.aborted) throw error
    const state = cancelling.signal.aborted ? 'cancelled' : 'failed'
    const message = state === 'cancelled' ? 'Cancelled. What was there before is unchanged.' : plainMessage(error)
    await endTask(db, { workspaceId, taskId, state, message, at: clock.now() })
  }
}

function plainMessage(error: unknown): string {
  if (error instanceof Error && 'kind' in error) return error.message
  process.stderr.write(`A task failed: ${error instanceof Error ? error.stack : error}\n`)
  return 'This could not be finished, through a fault of ours. What was there before is unchanged; the log says why.'
}
