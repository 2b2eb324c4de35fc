import type { Database } from '../database/connection.ts'
import { readStoredFile } from '../uploads/store.ts'
import { type PersonKey, removeWaitingFile, waitingFiles } from './store.ts'

/**
 * Removes every uploaded table that still waits for confirmation and names the person by one of their keys. The whole file goes:
 * it is a copy that somebody can upload again without them, and what was not confirmed has not been used.
 * @returns names of the files that went
 */
export async function removeFilesNaming(db: Database, person: PersonKey, keys: string[]): Promise<string[]> {
  const { workspaceId } = person
  const removed: string[] = []
  const needles = keys.filter((key) => key !== '').flatMap(spellingsOf)
  if (needles.length === 0) return removed
  for (const { id, name } of await waitingFiles(db, { workspaceId })) {
    if (!(await names(readStoredFile(db, { workspaceId, fileId: id }), needles))) continue
    await removeWaitingFile(db, { workspaceId, fileId: id })
    removed.push(name)
  }
  return removed
}

/** A key as the encodings that tables are read in would write it. */
function spellingsOf(key: string): Buffer[] {
  return [Buffer.from(key, 'utf8'), Buffer.from(key, 'latin1'), Buffer.from(key, 'utf16le')]
}

/** Whether the bytes hold one of the needles, also across two pieces. */
async function names(pieces: AsyncIterable<Uint8Array>, needles: Buffer[]): Promise<boolean> {
  const overlap = Math.max(...needles.map((needle) => needle.length)) - 1
  let end: Buffer = Buffer.alloc(0)
  for await (const piece of pieces) {
    const bytes = Buffer.concat([end, piece])
    if (needles.some((needle) => bytes.includes(needle))) return true
    end = bytes.subarray(Math.max(0, bytes.length - overlap))
  }
  return false
}
