import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { migrationFolder } from './migrate.ts'

const cacheFolder = fileURLToPath(new URL('../../.cache/', import.meta.url))

/**
 * Path of a dump of an empty, fully migrated embedded database. Initialising one takes 10 s and more,
 * starting from the dump 2 s, so it is made once: at install, or by whoever needs it first.
 */
export async function templatePath(): Promise<string> {
  const path = join(cacheFolder, `template-${await templateVersion()}.tar.gz`)
  if (!existsSync(path)) await buildTemplate(path)
  return path
}

/** Makes the folder of a new embedded database from the template, in a process that gives its memory back. */
export async function unpackTemplate(folder: string): Promise<void> {
  const script = fileURLToPath(new URL('unpack-template.ts', import.meta.url))
  await promisify(execFile)(process.execPath, [script, await templatePath(), folder])
}

/** Changes whenever a migration or the embedded database does, so that a stale dump is never used. */
async function templateVersion(): Promise<string> {
  const hash = createHash('sha256')
  const require = createRequire(import.meta.url)
  for (const name of ['@electric-sql/pglite', 'pg-boss']) hash.update(packageVersion(require, name))
  const files = (await readdir(migrationFolder)).filter((file) => file.endsWith('.ts')).sort()
  for (const file of files) hash.update(file).update(await readFile(join(migrationFolder, file)))
  return hash.digest('hex').slice(0, 16)
}

function packageVersion(require: NodeJS.Require, name: string): string {
  const [, folder] = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(require.resolve(name)) ?? []
  return (require(`${folder}/package.json`) as { version: string }).version
}

async function buildTemplate(path: string): Promise<void> {
  const { EmbeddedPostgres } = await import('./embedded.ts')
  const { kyselyOnEmbedded } = await import('./connection.ts')
  const { migrateToLatest } = await import('./migrate.ts')
  const { prepareQueue } = await import('../jobs/queue.ts')
  const embedded = new EmbeddedPostgres({ folder: null, template: null })
  await embedded.waitReady
  await migrateToLatest(kyselyOnEmbedded(embedded))
  await prepareQueue(embedded)
  const dump = await embedded.dump()
  await embedded.close()
  await mkdir(cacheFolder, { recursive: true })
  // Written aside and renamed: two first starts at once never read half a dump.
  const unfinished = `${path}.${process.pid}`
  await writeFile(unfinished, dump)
  await rename(unfinished, path)
}
