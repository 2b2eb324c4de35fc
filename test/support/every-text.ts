import { sql } from 'kysely'
import type { Database } from '../../server/database/connection.ts'

/** Every row of every table as text, with its table: to look for what must stand nowhere, or nowhere together. */
export async function everyRowAsText(db: Database): Promise<{ table: string; text: string }[]> {
  const { rows: tables } = await sql<{
    table: string
  }>`select relname as "table" from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind = 'r'`.execute(
    db,
  )
  const found: { table: string; text: string }[] = []
  for (const { table } of tables) {
    const { rows } = await sql<{ text: string }>`select to_jsonb(t)::text as text from ${sql.table(table)} t`.execute(
      db,
    )
    for (const { text } of rows) found.push({ table, text })
  }
  return found
}
