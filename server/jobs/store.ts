import type { Database } from '../database/connection.ts'
import type { NewTask } from './tasks.ts'

export type Task = NonNullable<Awaited<ReturnType<typeof findTask>>>

interface TaskKey {
  workspaceId: string
  taskId: string
}

export async function insertTask(db: Database, task: NewTask & { id: string; at: Date }): Promise<void> {
  await db
    .insertInto('task')
    .values({
      id: task.id,
      workspaceId: task.workspaceId,
      studyId: task.studyId,
      kind: task.kind,
      state: 'waiting',
      subjectId: task.subjectId ?? null,
      input: JSON.stringify(task.input ?? {}),
      createdAt: task.at,
    })
    .execute()
}

export function findTask(db: Database, { workspaceId, taskId }: TaskKey) {
  return tasks(db).where('workspaceId', '=', workspaceId).where('id', '=', taskId).executeTakeFirst()
}

/** The newest task of a kind, for the page that shows how it goes. */
export function newestTask(
  db: Database,
  { workspaceId, studyId, kinds }: { workspaceId: string; studyId: string; kinds: string[] },
) {
  return tasks(db)
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .where('kind', 'in', kinds)
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
}

export async function startTask(db: Database, { workspaceId, taskId, at }: TaskKey & { at: Date }): Promise<void> {
  await db
    .updateTable('task')
    .set({ state: 'running', startedAt: at })
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', taskId)
    .execute()
}

export async function saveProgress(
  db: Database,
  step: TaskKey & { stage: string; done: number; total: number },
): Promise<void> {
  await db
    .updateTable('task')
    .set({ stage: step.stage, doneCount: step.done, totalCount: step.total })
    .where('workspaceId', '=', step.workspaceId)
    .where('id', '=', step.taskId)
    .execute()
}

export async function endTask(
  db: Database,
  end: TaskKey & { state: 'done' | 'failed' | 'cancelled'; message: string; at: Date },
): Promise<void> {
  await db
    .updateTable('task')
    .set({ state: end.state, message: end.message, endedAt: end.at })
    .where('workspaceId', '=', end.workspaceId)
    .where('id', '=', end.taskId)
    .execute()
}

/** Asks a running task to stop; one that still waits is stopped at once. */
export async function cancelTask(db: Database, { workspaceId, taskId }: TaskKey): Promise<void> {
  await db
    .updateTable('task')
    .set({ state: 'cancelled' })
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', taskId)
    .where('state', 'in', ['waiting', 'running'])
    .execute()
}

export async function isCancelled(db: Database, { workspaceId, taskId }: TaskKey): Promise<boolean> {
  const task = await findTask(db, { workspaceId, taskId })
  return task?.state === 'cancelled'
}

/** Whatever is under way anywhere: housekeeping at the start of the only process, before anybody asks for anything. */
export function tasksUnderWay(db: Database) {
  return db
    .selectFrom('task')
    .select(['id', 'workspaceId', 'kind'])
    .where('state', '=', 'running')
    .orderBy('id')
    .execute()
}

function tasks(db: Database) {
  return db
    .selectFrom('task')
    .select([
      'id',
      'workspaceId',
      'studyId',
      'kind',
      'state',
      'subjectId',
      'input',
      'stage',
      'doneCount',
      'totalCount',
      'message',
      'createdAt',
      'endedAt',
    ])
}
