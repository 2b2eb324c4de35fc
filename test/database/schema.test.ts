import { readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { emptyDatabase, engines } from '../support/database.ts'

/** What exists before there is a workspace, or is the workspace itself. */
const outsideWorkspaces = ['workspace', 'setup_token', 'kysely_migration', 'kysely_migration_lock']

describe.each(engines)('the schema on the %s database', (engine) => {
  test('says of every row which workspace it belongs to, and holds it there by a foreign key', async () => {
    const { db } = await emptyDatabase(engine)
    const { rows } = await sql<{ table: string; hasWorkspace: boolean; isHeld: boolean }>`
      select c.relname as "table",
        exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'workspace_id' and a.attnotnull) as "hasWorkspace",
        exists (select 1 from pg_constraint k join pg_attribute a on a.attrelid = c.oid and a.attnum = any (k.conkey)
                where k.conrelid = c.oid and k.contype = 'f' and a.attname = 'workspace_id') as "isHeld"
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relkind = 'r'`.execute(db)
    const wrong = rows.filter((row) => !outsideWorkspaces.includes(row.table) && !(row.hasWorkspace && row.isHeld))
    expect(rows.length).toBeGreaterThan(25)
    expect(wrong).toEqual([])
  })

  test('keeps a person first in the key of everything about them, and lets it fall with them', async () => {
    const { db } = await emptyDatabase(engine)
    const { rows } = await sql<{ table: string; firstKey: string | null; falls: boolean }>`
      select c.relname as "table",
        (select a2.attname from pg_index i join pg_attribute a2 on a2.attrelid = c.oid and a2.attnum = i.indkey[0] where i.indrelid = c.oid and i.indisprimary) as "firstKey",
        exists (select 1 from pg_constraint k where k.conrelid = c.oid and k.contype = 'f' and k.confdeltype = 'c' and a.attnum = any (k.conkey)) as falls
      from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relkind = 'r' and a.attname = 'person_id' and not a.attisdropped`.execute(db)
    expect(rows.length).toBeGreaterThan(12)
    // person_key is looked up by the key itself, which must be unique across people.
    expect(rows.filter((row) => row.firstKey !== 'person_id' && row.table !== 'person_key')).toEqual([])
    expect(rows.filter((row) => !row.falls)).toEqual([])
  })

  test('has the columns that the table types name, no more and no fewer', async () => {
    const { db } = await emptyDatabase(engine)
    const { rows } = await sql<{ table: string; column: string }>`
      select table_name as "table", column_name as "column" from information_schema.columns where table_schema = 'public'`.execute(
      db,
    )
    const actual = rows
      .filter((row) => !row.table.startsWith('kysely_'))
      .map((row) => `${camelCase(row.table)}.${camelCase(row.column)}`)
    expect(actual.sort()).toEqual(columnsOfTypes().sort())
  })
})

function columnsOfTypes(): string[] {
  const source = readFileSync(new URL('../../server/database/tables.ts', import.meta.url), 'utf8')
  const [, tables = ''] = /export interface Tables \{([\s\S]*?)\n\}/.exec(source)!
  return [...tables.matchAll(/^ {2}(\w+): (\w+)$/gm)].flatMap(([, table, type]) => {
    const [, body = ''] = new RegExp(`export interface ${type} \\{([\\s\\S]*?)\\n\\}`).exec(source)!
    return [...body.matchAll(/^ {2}(\w+):/gm)].map(([, column]) => `${table}.${column}`)
  })
}

function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}
