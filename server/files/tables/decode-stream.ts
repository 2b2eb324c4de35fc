import { BadTable } from './errors.ts'
import { decodeSingleByte, type HighByte, likelierSingleByte, macRoman, windows1252 } from './single-byte.ts'
import type { TableSource } from './table-source.ts'

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252' | 'macintosh'

export interface FoundEncoding {
  encoding: Encoding
  /** How it was found, for the researcher. */
  how: string
  bytes: number
}

const headBytes = 65_536
const highBytesLooked = 20_000

/**
 * Finds the encoding from all the bytes, in this order: byte-order mark; UTF-16 without one (every other byte NUL); valid UTF-8;
 * else windows-1252 or Mac OS Roman, whichever makes better words.
 * @throws {BadTable} for an empty file, a file that is not text, or more than `maximumBytes`
 */
export async function findEncoding(source: TableSource, maximumBytes = 4 * 2 ** 30): Promise<FoundEncoding> {
  const strict = new TextDecoder('utf-8', { fatal: true })
  let head: Uint8Array = new Uint8Array(0)
  let bytes = 0
  let isUtf8 = true
  let hasNul = false
  for await (const chunk of source.open()) {
    bytes += chunk.length
    if (bytes > maximumBytes) throw new BadTable(`${source.name} is larger than ${gigabytes(maximumBytes)} GB.`)
    if (head.length < headBytes) head = Buffer.concat([head, chunk.subarray(0, headBytes - head.length)])
    hasNul ||= chunk.includes(0)
    if (isUtf8) {
      try {
        strict.decode(chunk, { stream: true })
      } catch {
        isUtf8 = false
      }
    }
  }
  if (bytes === 0) throw new BadTable(`${source.name} is empty.`)
  const marked = byteOrderMark(head)
  if (marked) return { encoding: marked, how: 'the file begins with a byte-order mark', bytes }
  refuseKnownBinary(source.name, head)
  const wide = hasNul ? unmarkedUtf16(head) : undefined
  if (wide) return { encoding: wide, how: 'every other byte is zero, as in UTF-16', bytes }
  if (hasNul || controlShare(head) > 0.02) {
    throw new BadTable(`${source.name} is not a text file: it holds bytes that no text has.`)
  }
  if (isUtf8 && endsWhole(strict)) return { encoding: 'utf-8', how: 'all bytes are valid UTF-8', bytes }
  const encoding = likelierSingleByte(await highBytesOf(source))
  return { encoding, how: `the bytes are not UTF-8 and read best as ${encoding}`, bytes }
}

/**
 * The text of a table, chunk by chunk: no byte-order mark, LF newlines, no NUL. Characters that the file itself had already lost
 * (U+FFFD) become '?', the sign other exports use for them.
 */
export async function* decodedText(source: TableSource, encoding: Encoding): AsyncGenerator<string> {
  const decode = decoderOf(encoding)
  let pendingReturn = false
  for await (const chunk of source.open()) {
    let text = decode(chunk)
    if (pendingReturn) text = `\r${text}`
    pendingReturn = text.endsWith('\r')
    if (pendingReturn) text = text.slice(0, -1)
    if (text !== '') yield canonical(text)
  }
  const rest = (pendingReturn ? '\r' : '') + decode(undefined)
  if (rest !== '') yield canonical(rest)
}

function decoderOf(encoding: Encoding): (chunk: Uint8Array | undefined) => string {
  if (encoding === 'windows-1252' || encoding === 'macintosh') {
    const upper = encoding === 'macintosh' ? macRoman : windows1252
    return (chunk) => (chunk ? decodeSingleByte(chunk, upper) : '')
  }
  const decoder = new TextDecoder(encoding)
  return (chunk) => (chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode())
}

function canonical(text: string): string {
  let canonicalText = text
  if (text.includes('\r')) canonicalText = canonicalText.replace(/\r\n?/g, '\n')
  if (text.includes('\u0000')) canonicalText = canonicalText.replaceAll('\u0000', '')
  if (text.includes('\uFFFD')) canonicalText = canonicalText.replaceAll('\uFFFD', '?')
  return canonicalText
}

function byteOrderMark(head: Uint8Array): Encoding | undefined {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8'
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  return undefined
}

function unmarkedUtf16(head: Uint8Array): Encoding | undefined {
  let evenZeros = 0
  let oddZeros = 0
  for (let index = 0; index < head.length; index++) {
    if (head[index] === 0) index % 2 === 0 ? evenZeros++ : oddZeros++
  }
  const pairs = head.length / 2
  if (oddZeros > 0.4 * pairs && evenZeros < 0.05 * pairs) return 'utf-16le'
  if (evenZeros > 0.4 * pairs && oddZeros < 0.05 * pairs) return 'utf-16be'
  return undefined
}

function refuseKnownBinary(name: string, head: Uint8Array): void {
  const starts = (signature: string) => Buffer.from(head.subarray(0, signature.length)).toString('latin1') === signature
  if (starts('PK\x03\x04')) throw new BadTable(`${name} is a ZIP file or an Excel workbook: save the sheet as CSV.`)
  if (starts('\xD0\xCF\x11\xE0')) throw new BadTable(`${name} is an old Excel workbook: save the sheet as CSV.`)
  if (starts('%PDF-')) throw new BadTable(`${name} is a PDF, not a table.`)
}

function controlShare(head: Uint8Array): number {
  let controls = 0
  for (const byte of head)
    if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0x0c) controls++
  return controls / head.length
}

function endsWhole(strict: TextDecoder): boolean {
  try {
    strict.decode()
    return true
  } catch {
    return false
  }
}

async function highBytesOf(source: TableSource): Promise<HighByte[]> {
  const found: HighByte[] = []
  let carried = new Uint8Array(0)
  for await (const chunk of source.open()) {
    const bytes = carried.length === 0 ? chunk : Buffer.concat([carried, chunk])
    for (let index = carried.length === 0 ? 0 : 1; index < bytes.length - 1; index++) {
      if (bytes[index]! < 0x80) continue
      found.push({ previous: index > 0 ? bytes[index - 1]! : 0x20, byte: bytes[index]!, next: bytes[index + 1]! })
      if (found.length === highBytesLooked) return found
    }
    carried = Uint8Array.from(bytes.subarray(-2))
  }
  return found
}

function gigabytes(bytes: number): number {
  return Math.round(bytes / 2 ** 30)
}
