import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { BadTable } from './errors.ts'

/** Bytes of a table that can be read more than once: the encoding and the columns are found before the rows are taken. */
export interface TableSource {
  /** As a person would call it, for messages. */
  name: string
  open(): AsyncIterable<Uint8Array>
}

/** A file on disk. @throws {BadTable} when reading starts and it can't be opened */
export function fileSource(path: string, name = path.split(/[\\/]/).at(-1) ?? path): TableSource {
  return {
    name,
    async *open() {
      try {
        for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 })) yield chunk as Uint8Array
      } catch (error) {
        throw new BadTable(`${name} could not be opened: ${whyNotOpened(error)}.`, { path })
      }
    },
  }
}

/** A table already in memory. */
export function memorySource(content: Uint8Array | string, name = 'table'): TableSource {
  const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content
  return { name, open: () => Readable.from(bytes.length === 0 ? [] : [bytes]) }
}

function whyNotOpened(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'ENOENT') return 'there is no such file'
  if (code === 'EISDIR') return 'it is a folder'
  if (code === 'EACCES') return 'reading it is not allowed'
  return code ?? 'reading failed'
}
