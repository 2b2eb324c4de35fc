import { readdir } from 'node:fs/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { join } from 'node:path'
import type { Kysely } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'

export const migrationFolder = fileURLToPath(new URL('../../migrations/', import.meta.url))

/** Brings the schema to the newest migration. @throws the first migration's error; nothing of it stays applied. */
export async function migrateToLatest<T>(db: Kysely<T>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: readMigrations } })
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
}

async function readMigrations(): Promise<Record<string, Migration>> {
  const files = (await readdir(migrationFolder)).filter((file) => file.endsWith('.ts')).sort()
  const entries = files.map(async (file) => [
    file.replace(/\.ts$/, ''),
    (await import(pathToFileURL(join(migrationFolder, file)).href)) as Migration,
  ])
  return Object.fromEntries(await Promise.all(entries))
}
