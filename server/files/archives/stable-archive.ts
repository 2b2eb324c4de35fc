import { type Entry, fromBuffer, type ZipFile as ArchiveIn } from 'yauzl'
import { ZipFile } from 'yazl'

/** One file of an archive. */
export interface ArchivePart {
  name: string
  bytes: Uint8Array
}

/**
 * A time as ZIP archives store it: the clock of the machine's zone without saying which. A day of the data is written as that day
 * everywhere; without one, the first day an archive can name.
 */
export function archiveTime(dated: Date | null): Date {
  return dated ? new Date(dated.getUTCFullYear(), dated.getUTCMonth(), dated.getUTCDate()) : new Date(1980, 0, 1)
}

/** Parts as one archive, in their order; the same parts and time give the same bytes, whatever the day and the machine. */
export async function stableArchive(parts: ArchivePart[], at: Date): Promise<Buffer> {
  const archive = new ZipFile()
  for (const { name, bytes } of parts)
    archive.addBuffer(Buffer.from(bytes), name, { mtime: at, mode: 0o100644, forceDosTimestamp: true })
  archive.end()
  const pieces: Buffer[] = []
  for await (const piece of archive.outputStream) pieces.push(piece as Buffer)
  return Buffer.concat(pieces)
}

/** The parts of an archive that we made ourselves, folders left out. Not for files from outside: nothing is capped. */
export async function partsOfOwnArchive(bytes: Uint8Array): Promise<ArchivePart[]> {
  const archive = await opened(bytes)
  const parts: ArchivePart[] = []
  return new Promise((resolve, reject) => {
    archive.on('error', reject)
    archive.on('end', () => resolve(parts))
    archive.on('entry', (entry: Entry) => {
      if (entry.fileName.endsWith('/')) return archive.readEntry()
      contentOf(archive, entry).then((content) => {
        parts.push({ name: entry.fileName, bytes: content })
        archive.readEntry()
      }, reject)
    })
    archive.readEntry()
  })
}

function opened(bytes: Uint8Array): Promise<ArchiveIn> {
  return new Promise((resolve, reject) =>
    fromBuffer(Buffer.from(bytes), { lazyEntries: true }, (error, archive) =>
      error ? reject(error) : resolve(archive),
    ),
  )
}

function contentOf(archive: ArchiveIn, entry: Entry): Promise<Buffer> {
  return new Promise((resolve, reject) =>
    archive.openReadStream(entry, (error, stream) => {
      if (error) return reject(error)
      const pieces: Buffer[] = []
      stream.on('data', (piece: Buffer) => pieces.push(piece))
      stream.on('error', reject)
      stream.on('end', () => resolve(Buffer.concat(pieces)))
    }),
  )
}
