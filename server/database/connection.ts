import { join } from 'node:path'
import { existsSync } from 'node:fs'
import { CamelCasePlugin, Kysely, PGliteDialect, PostgresDialect } from 'kysely'
import pg from 'pg'
import { EmbeddedPostgres } from './embedded.ts'
import { lockFolder } from './folder-lock.ts'
import { migrateToLatest } from './migrate.ts'
import type { Tables } from './tables.ts'
import { templatePath, unpackTemplate } from './template.ts'

export type Database = Kysely<Tables>

/** An open database and what is needed to run jobs on it and to close it. */
export interface OpenDatabase {
  db: Database
  engine: { kind: 'embedded'; embedded: EmbeddedPostgres } | { kind: 'server'; url: string }
  close: () => Promise<void>
}

// Item names inside jsonb are the researcher's and stay as written.
const camelCase = () => new CamelCasePlugin({ maintainNestedObjectKeys: true })

// One policy with the embedded database: whole numbers are numbers, dates without time stay text.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text)

export function kyselyOnEmbedded(embedded: EmbeddedPostgres): Database {
  return new Kysely<Tables>({ dialect: new PGliteDialect({ pglite: embedded }), plugins: [camelCase()] })
}

/** What a statement begins with that each connection should plan once and keep: one that runs for every page posted. */
export const preparedMark = '/* prepared */'

/**
 * A connection that keeps the plans of statements marked so. All others are planned anew each time, as their best plan may
 * depend on what they are asked. PostgreSQL makes a kept plan anew when a table it reads has changed.
 */
class PreparingClient extends pg.Client {
  readonly #names = new Map<string, string>()

  // biome-ignore lint/suspicious/noExplicitAny: the method has a dozen signatures, and all but one are passed on as they are
  override query(...given: any[]): any {
    const [text, values] = given
    if (typeof text !== 'string' || !text.startsWith(preparedMark) || !Array.isArray(values)) {
      return (super.query as (...all: unknown[]) => unknown)(...given)
    }
    let name = this.#names.get(text)
    if (!name) {
      name = `kept_${this.#names.size + 1}`
      this.#names.set(text, name)
    }
    return super.query({ name, text, values })
  }
}

/** Runs `work` in the transaction it is given, or in one of its own. */
export function inOneTransaction<Result>(db: Database, work: (tx: Database) => Promise<Result>): Promise<Result> {
  return db.isTransaction ? work(db) : db.transaction().execute(work)
}

/** A PostgreSQL server. The schema is brought up to date before anything else is asked of it. */
export async function openServerDatabase(url: string): Promise<OpenDatabase> {
  const pool = new pg.Pool({ connectionString: url, max: 10, Client: PreparingClient })
  // A connection the server dropped while idle is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined)
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }), plugins: [camelCase()] })
  await migrateToLatest(db)
  return { db, engine: { kind: 'server', url }, close: () => db.destroy() }
}

/** The embedded database in a folder of ours, which nobody else may open meanwhile. */
export async function openEmbeddedDatabase(folder: string): Promise<OpenDatabase> {
  const unlock = lockFolder(folder)
  const data = join(folder, 'postgres')
  try {
    if (!existsSync(join(data, 'PG_VERSION'))) await unpackTemplate(data)
  } catch (error) {
    unlock()
    throw error
  }
  return openEmbedded(new EmbeddedPostgres({ folder: data, template: null }), unlock)
}

/** An embedded database in memory: command-line calls and tests. */
export async function openTemporaryDatabase(): Promise<OpenDatabase> {
  return openEmbedded(new EmbeddedPostgres({ folder: null, template: await templatePath() }), () => undefined)
}

async function openEmbedded(embedded: EmbeddedPostgres, unlock: () => void): Promise<OpenDatabase> {
  try {
    await embedded.waitReady
    const db = kyselyOnEmbedded(embedded)
    await migrateToLatest(db)
    const close = async () => {
      await embedded.close()
      unlock()
    }
    return { db, engine: { kind: 'embedded', embedded }, close }
  } catch (error) {
    unlock()
    throw error
  }
}
