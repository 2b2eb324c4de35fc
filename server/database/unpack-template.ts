/**
 * Run in a process of its own, as `node unpack-template.ts TEMPLATE FOLDER`: makes the folder of a new embedded database.
 * Unpacking needs 140 MB that a server would never give back (docs/decisions/0002).
 */
import { readFile, rename, rm } from 'node:fs/promises'
import { PGlite } from '@electric-sql/pglite'

const [template, folder] = process.argv.slice(2) as [string, string]
// Made aside and renamed: a start that is stopped half-way never leaves half a database.
const unfinished = `${folder}.unfinished`
await rm(unfinished, { recursive: true, force: true })
const database = await PGlite.create({
  dataDir: unfinished,
  loadDataDir: new Blob([new Uint8Array(await readFile(template))]),
})
await database.close()
await rename(unfinished, folder)
process.exit(0)
