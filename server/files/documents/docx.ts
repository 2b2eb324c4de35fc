import type { Readable } from 'node:stream'
import { SaxesParser } from 'saxes'
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

/**
 * Text of a Word document: paragraphs by line, line breaks inside them kept, table cells in reading order; deleted and
 * moved-away text, field codes, comments and the second copy of text boxes left out.
 * @throws {UnreadableFile} when the archive is broken, too large once unpacked, or holds no Word text
 */
export async function docxText(bytes: Uint8Array, limits: ZipLimits = zipLimits): Promise<string> {
  const xml = await readPart(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), limits)
  return wordText(xml)
}

function readPart(bytes: Buffer, limits: ZipLimits): Promise<string> {
  return new Promise((resolve, reject) => {
    yauzl.fromBuffer(bytes, { lazyEntries: true, validateEntrySizes: true }, (error, zip) => {
      if (error || !zip)
        return reject(new UnreadableFile('The file is not a readable Word document (its archive is broken).'))
      let entries = 0
      let total = 0
      const fail = (message: string) => {
        zip.close()
        reject(new UnreadableFile(message))
      }
      zip.on('error', () => fail('The file is not a readable Word document (its archive is broken).'))
      zip.on('end', () => fail('The archive holds no Word text (word/document.xml).'))
      zip.on('entry', (entry: yauzl.Entry) => {
        entries++
        total += entry.uncompressedSize
        if (entries > limits.entries) return fail(`The archive has more than ${limits.entries} parts.`)
        if (total > limits.totalBytes) return fail('The archive unpacks to more than is allowed.')
        if (entry.uncompressedSize > 1_000_000 && entry.uncompressedSize > entry.compressedSize * limits.ratio) {
          return fail(`A part of the archive unpacks to more than ${limits.ratio} times its size.`)
        }
        if (!/^word\/document\d*\.xml$/.test(entry.fileName)) return zip.readEntry()
        if (entry.uncompressedSize > limits.partBytes)
          return fail('The text of the document is larger than is allowed.')
        zip.openReadStream(entry, (problem, stream) => {
          if (problem || !stream) return fail('The text of the Word document can\u2019t be unpacked.')
          collect(stream, limits.partBytes).then(
            (text) => {
              zip.close()
              resolve(text)
            },
            () => fail('The text of the Word document can\u2019t be unpacked within the limits.'),
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

const silent = new Set([
  'del',
  'moveFrom',
  'delText',
  'instrText',
  'delInstrText',
  'Fallback',
  'pPr',
  'rPr',
  'sectPr',
  'comment',
])
const maxDepth = 500

function wordText(xml: string): string {
  if (/<!DOCTYPE|<!ENTITY/i.test(xml.slice(0, 10_000)))
    throw new UnreadableFile('The Word document declares XML entities, which are refused.')
  const parser = new SaxesParser({ xmlns: false })
  const out: string[] = []
  let depth = 0
  let silentFrom = 0
  let inText = false
  parser.on('doctype', () => {
    throw new UnreadableFile('The Word document declares XML entities, which are refused.')
  })
  parser.on('opentag', (tag) => {
    depth++
    if (depth > maxDepth) throw new UnreadableFile(`The Word document nests deeper than ${maxDepth} levels.`)
    const name = local(tag.name)
    if (silentFrom > 0) return
    if (silent.has(name)) silentFrom = depth
    else if (name === 't') inText = true
    else if (name === 'tab') out.push('\t')
    else if (name === 'br' || name === 'cr') out.push('\n')
    else if (name === 'noBreakHyphen') out.push('\u2011')
    else if (name === 'sym') out.push(symbol(tag.attributes as Record<string, string>))
  })
  parser.on('closetag', (tag) => {
    const name = local(tag.name)
    if (silentFrom === depth) silentFrom = 0
    else if (silentFrom === 0) {
      if (name === 't') inText = false
      else if (name === 'p') out.push('\n')
    }
    depth--
  })
  const take = (text: string) => {
    if (inText && silentFrom === 0) out.push(text)
  }
  parser.on('text', take)
  parser.on('cdata', take)
  parser.on('error', (error) => {
    throw error
  })
  try {
    parser.write(xml).close()
  } catch (error) {
    if (error instanceof UnreadableFile) throw error
    throw new UnreadableFile('The XML inside the Word document is broken.')
  }
  return out.join('').replace(/\n+$/, '\n')
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

/** A symbol from a symbol font; its private-use code says nothing without the font, so those become a bullet. */
function symbol(attributes: Record<string, string>): string {
  const code = Number.parseInt(Object.entries(attributes).find(([key]) => local(key) === 'char')?.[1] ?? '', 16)
  if (Number.isNaN(code) || (code >= 0xe000 && code <= 0xf8ff)) return '\u2022'
  return String.fromCodePoint(code)
}
