import { sql } from 'kysely'
import type { Database } from '../../server/database/connection.ts'

/** A digest of every row of every table, by table, so that a change anywhere shows. */
export async function everyRow(db: Database): Promise<Record<string, string>> {
  const { rows } = await sql<{
    table: string
  }>`select relname as "table" from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind = 'r'`.execute(
    db,
  )
  const digests: Record<string, string> = {}
  for (const { table } of rows) {
    const found = await sql<{
      digest: string
    }>`select coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as digest from ${sql.table(table)} t`.execute(
      db,
    )
    digests[table] = found.rows[0]!.digest
  }
  return digests
}
