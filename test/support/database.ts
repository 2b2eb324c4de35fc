import { sql } from 'kysely'
import { afterAll } from 'vitest'
import { type OpenDatabase, openServerDatabase, openTemporaryDatabase } from '../../server/database/connection.ts'
import { startPostgresServer } from './postgres-server.ts'

export const engines = ['embedded', 'server'] as const
export type Engine = (typeof engines)[number]

const opened = new Map<Engine, Promise<OpenDatabase>>()
const closers: (() => Promise<void>)[] = []

/** An open, migrated, empty database of the kind asked for; one per test file and kind, emptied at each call. */
export async function emptyDatabase(engine: Engine = 'embedded'): Promise<OpenDatabase> {
  if (!opened.has(engine)) opened.set(engine, engine === 'embedded' ? openTemporaryDatabase() : openOnServer())
  const open = await opened.get(engine)!
  // Everything hangs on a workspace, but for what exists before there is one.
  await sql`truncate workspace, setup_token cascade`.execute(open.db)
  return open
}

async function openOnServer(): Promise<OpenDatabase> {
  const server = await startPostgresServer()
  const open = await openServerDatabase(await server.createDatabase())
  closers.push(() => server.stop())
  return open
}

afterAll(async () => {
  for (const open of opened.values()) await (await open).close()
  for (const close of closers) await close()
  opened.clear()
})
