import { fromPglite, PgBoss } from 'pg-boss'
import type { EmbeddedPostgres } from '../database/embedded.ts'
import type { OpenDatabase } from '../database/connection.ts'

/** The queues there are; a job's payload is the id of its row in `task`, which holds everything else. */
export const queueName = 'task'
/** What nobody waits for has a queue of its own: an hour of it must not hold up an import. */
export const backgroundQueueName = 'background-task'

/** Mail goes out as slowly as its server allows, so it has a queue of its own as well. */
export const mailQueueName = 'mail-task'

/** Seconds a job of each queue may take: a record of a large set takes hours, and so do many mails. */
const secondsOfQueues = { [queueName]: 3600, [backgroundQueueName]: 12 * 3600, [mailQueueName]: 12 * 3600 }
export const queueNames = Object.keys(secondsOfQueues)

/** Makes the queues that are not there yet. */
export async function createQueues(boss: PgBoss): Promise<void> {
  for (const [name, expireInSeconds] of Object.entries(secondsOfQueues))
    await boss.createQueue(name, { retryLimit: 2, expireInSeconds })
}

export interface TaskJob {
  taskId: string
  workspaceId: string
}

/** A queue on whichever database is open. Call `start` before use and `stop` before the database closes. */
export function openQueue(open: OpenDatabase, onError: (error: Error) => void): PgBoss {
  const boss =
    open.engine.kind === 'server'
      ? // Lost heartbeats are looked for every 15 s: another process takes over what a killed one left.
        new PgBoss({ connectionString: open.engine.url, max: 3, superviseIntervalSeconds: 15 })
      : new PgBoss({ db: fromPglite(open.engine.embedded as never), backend: 'pglite' as never })
  boss.on('error', onError)
  return boss
}

/** Makes the queue's schema, once, for the database template. */
export async function prepareQueue(embedded: EmbeddedPostgres): Promise<void> {
  const boss = new PgBoss({ db: fromPglite(embedded as never), backend: 'pglite' as never })
  await boss.start()
  await createQueues(boss)
  await boss.stop({ graceful: false })
}
