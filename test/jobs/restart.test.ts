import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { systemClock } from '../../server/clock.ts'
import { type OpenDatabase, openEmbeddedDatabase, openServerDatabase } from '../../server/database/connection.ts'
import { openQueue } from '../../server/jobs/queue.ts'
import { startTasks } from '../../server/jobs/tasks.ts'
import { anEmptyStudy } from '../personas/interview-world.ts'
import { engines } from '../support/database.ts'
import { startPostgresServer } from '../support/postgres-server.ts'

const closers: (() => Promise<unknown>)[] = []
afterAll(async () => {
  for (const close of closers.reverse()) await close()
})

test.each(engines)(
  'work of a process that was killed is done by the next one, on the %s database',
  async (engine) => {
    const place = engine === 'embedded' ? await aFolder() : await aServer()
    const open = () => (engine === 'embedded' ? openEmbeddedDatabase(place) : openServerDatabase(place))
    const taskId = await leaveWork(await open())

    const killed = spawn(process.execPath, [join(import.meta.dirname, 'cut-off-worker.ts'), place])
    await new Promise<void>((resolve, reject) => {
      killed.stdout.on('data', (said: Buffer) => said.includes('under way') && resolve())
      killed.on('exit', (code) => reject(new Error(`The process ended by itself with ${code}.`)))
    })
    const gone = new Promise((resolve) => killed.on('exit', resolve))
    killed.kill('SIGKILL')
    await gone

    const again = await open()
    const runs: string[] = []
    const handlers = {
      'suggest-tags': async ({ task }: { task: { id: string } }) => {
        runs.push(task.id)
        return 'Done.'
      },
    }
    const boss = openQueue(again, () => undefined)
    const tasks = await startTasks({ db: again.db, clock: systemClock, boss, handlers, isOnlyProcess: true })
    expect(await endOf(again, taskId)).toEqual({ state: 'done', message: 'Done.' })
    expect(runs).toEqual([taskId])
    await tasks.stop()
    await again.close()
  },
  60_000,
)

/** A task on the queue of a database that nobody works on. */
async function leaveWork(open: OpenDatabase): Promise<string> {
  const study = await anEmptyStudy(open.db)
  const boss = openQueue(open, () => undefined)
  const tasks = await startTasks({ db: open.db, clock: systemClock, boss, handlers: {}, takesWork: false })
  const taskId = await tasks.send({ ...study, kind: 'suggest-tags' })
  await tasks.stop()
  await open.close()
  return taskId
}

async function endOf(open: OpenDatabase, taskId: string) {
  for (let looks = 0; looks < 200; looks++) {
    const row = await open.db
      .selectFrom('task')
      .select(['state', 'message'])
      .where('id', '=', taskId)
      .executeTakeFirstOrThrow()
    if (row.state !== 'waiting' && row.state !== 'running') return row
    await sleep(100)
  }
  return null
}

async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'verbatim-cut-off-'))
  closers.push(() => rm(folder, { recursive: true, force: true }))
  return folder
}

async function aServer(): Promise<string> {
  const server = await startPostgresServer()
  closers.push(() => server.stop())
  return server.createDatabase()
}
