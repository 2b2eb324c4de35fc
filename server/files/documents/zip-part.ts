import type { Readable } from 'node:stream'
import yauzl from 'yauzl'
import { UnreadableFile } from './errors.ts'

export interface ZipLimits {
  entries: number
  /** Unpacked bytes of the one part that is read. */
  partBytes: number
  /** Unpacked bytes the whole archive claims. */
  totalBytes: number
  /** Unpacked over packed size of any part. */
  ratio: number
}

export const zipLimits: ZipLimits = { entries: 2000, partBytes: 60_000_000, totalBytes: 400_000_000, ratio: 200 }

/** Which part of which kind of archive is read, in the words of the messages. */
export interface ZipPart {
  /** Word document */
  noun: string
  /** word/document.xml */
  part: string
  path: RegExp
  /** Word text */
  holds: string
}

/**
 * One part of a document that is a ZIP archive, as text. The archive's list is looked at before anything is unpacked.
 * @throws {UnreadableFile} when the archive is broken, locked, too large once unpacked, or lacks the part
 */
export function readZipPart(bytes: Uint8Array, what: ZipPart, limits: ZipLimits = zipLimits): Promise<string> {
  const broken = `The file is not a readable ${what.noun} (its archive is broken).`
  return new Promise((resolve, reject) => {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    yauzl.fromBuffer(buffer, { lazyEntries: true, validateEntrySizes: true }, (error, zip) => {
      if (error || !zip) return reject(new UnreadableFile(broken))
      let entries = 0
      let total = 0
      const fail = (message: string) => {
        zip.close()
        reject(new UnreadableFile(message))
      }
      zip.on('error', () => fail(broken))
      zip.on('end', () => fail(`The archive holds no ${what.holds} (${what.part}).`))
      zip.on('entry', (entry: yauzl.Entry) => {
        entries++
        total += entry.uncompressedSize
        if (entries > limits.entries) return fail(`The archive has more than ${limits.entries} parts.`)
        if (total > limits.totalBytes) return fail('The archive unpacks to more than is allowed.')
        if (entry.uncompressedSize > 1_000_000 && entry.uncompressedSize > entry.compressedSize * limits.ratio) {
          return fail(`A part of the archive unpacks to more than ${limits.ratio} times its size.`)
        }
        if (!what.path.test(entry.fileName)) return zip.readEntry()
        if (entry.isEncrypted()) return fail(`The ${what.noun} is locked with a password.`)
        if (entry.uncompressedSize > limits.partBytes)
          return fail('The text of the document is larger than is allowed.')
        zip.openReadStream(entry, (problem, stream) => {
          if (problem || !stream) return fail(`The text of the ${what.noun} can\u2019t be unpacked.`)
          collect(stream, limits.partBytes).then(
            (text) => {
              zip.close()
              resolve(text)
            },
            () => fail(`The text of the ${what.noun} can\u2019t be unpacked within the limits.`),
          )
        })
      })
      zip.readEntry()
    })
  })
}

async function collect(stream: Readable, most: number): Promise<string> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of stream) {
    size += (part as Buffer).length
    // The size in the archive's list may lie, so what really comes out is counted too.
    if (size > most) throw new UnreadableFile('The text of the document is larger than is allowed.')
    parts.push(part as Buffer)
  }
  return new TextDecoder('utf-8').decode(Buffer.concat(parts))
}
