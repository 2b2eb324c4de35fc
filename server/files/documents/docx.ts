import { SaxesParser } from 'saxes'
import { UnreadableFile } from './errors.ts'
import { readZipPart, type ZipLimits, zipLimits } from './zip-part.ts'

export { type ZipLimits, zipLimits } from './zip-part.ts'

/**
 * Text of a Word document: paragraphs by line, line breaks inside them kept, table cells in reading order; deleted and
 * moved-away text, field codes, comments and the second copy of text boxes left out.
 * @throws {UnreadableFile} when the archive is broken, too large once unpacked, or holds no Word text
 */
export async function docxText(bytes: Uint8Array, limits: ZipLimits = zipLimits): Promise<string> {
  const xml = await readZipPart(bytes, word, limits)
  return wordText(xml)
}

const word = { noun: 'Word document', part: 'word/document.xml', path: /^word\/document\d*\.xml$/, holds: 'Word text' }

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
