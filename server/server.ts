import { ownerExists, saveSetupToken } from './accounts/store.ts'
import { buildApp } from './app.ts'
import { systemClock } from './clock.ts'
import type { Config } from './config.ts'
import { type OpenDatabase, openEmbeddedDatabase, openServerDatabase } from './database/connection.ts'
import { hashSecret, newSecret } from './ids.ts'
import { openQueue } from './jobs/queue.ts'
import { startTasks } from './jobs/tasks.ts'
import { smtpMailer } from './mail/mailer.ts'
import { mailTaskHandlers, taskHandlers } from './task-handlers.ts'

export interface RunningServer {
  address: string
  close: () => Promise<void>
}

/** Opens the database, starts the queue, listens, and prints where; for a new installation also the set-up token. */
export async function startServer(config: Config, say: (line: string) => void = console.log): Promise<RunningServer> {
  const open = config.databaseUrl
    ? await openServerDatabase(config.databaseUrl)
    : await openEmbeddedDatabase(config.dataFolder)
  const boss = openQueue(open, (error) => say(`The queue reported: ${error.message}`))
  const isOnlyProcess = open.engine.kind === 'embedded'
  const mailer = config.mail ? smtpMailer(config.mail) : null
  const mail = mailer && config.publicAddress ? { mailer, publicAddress: config.publicAddress } : null
  const handlers = { ...taskHandlers, ...mailTaskHandlers(mail) }
  const tasks = await startTasks({ db: open.db, clock: systemClock, boss, handlers, isOnlyProcess })
  const app = await buildApp({ db: open.db, clock: systemClock, config, tasks, mailer, log: true })
  await app.listen({ host: config.host, port: config.port })

  const address = addressOf(app.server.address(), config.host)
  say(`Verbatim is at ${address}`)
  say(config.databaseUrl ? 'Data: PostgreSQL.' : `Data: ${config.dataFolder}`)
  await offerSetup(open, address, say)

  const close = async () => {
    await app.close()
    await tasks.stop()
    await open.close()
  }
  return { address, close }
}

/** Whoever can read this terminal may make the first account; nobody else can. */
async function offerSetup(open: OpenDatabase, address: string, say: (line: string) => void): Promise<void> {
  if (await ownerExists(open.db)) return
  const token = newSecret()
  await saveSetupToken(open.db, { tokenHash: hashSecret(token), at: systemClock.now() })
  say('')
  say('Nobody owns this installation yet. Make the first account here:')
  say(`${address}/set-up?token=${token}`)
}

function addressOf(bound: string | { port: number } | null, host: string): string {
  const port = typeof bound === 'object' && bound !== null ? bound.port : 0
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}
