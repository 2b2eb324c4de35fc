import { SaxesParser } from 'saxes'
import { UnreadableFile } from './errors.ts'
import { readZipPart, type ZipLimits, zipLimits } from './zip-part.ts'

const openDocument = { noun: 'OpenDocument text', part: 'content.xml', path: /^content\.xml$/, holds: 'text' }
const maxDepth = 500

/** What is in the file but nobody's words in it: deleted text, comments, footnotes, the drawings' names. */
const silent = new Set(['tracked-changes', 'annotation', 'note', 'title', 'desc', 'scripts', 'font-face-decls'])

/**
 * Text of an OpenDocument text (LibreOffice): paragraphs and headings by line, spaces, tabs and line breaks as written,
 * table cells in reading order.
 * @throws {UnreadableFile} when the archive is broken, locked, too large once unpacked, or holds no text
 */
export async function odtText(bytes: Uint8Array, limits: ZipLimits = zipLimits): Promise<string> {
  return contentText(await readZipPart(bytes, openDocument, limits))
}

function contentText(xml: string): string {
  const parser = new SaxesParser({ xmlns: false })
  const out: string[] = []
  let depth = 0
  let silentFrom = 0
  let paragraphs = 0
  parser.on('doctype', () => {
    throw new UnreadableFile('The OpenDocument text declares XML entities, which are refused.')
  })
  parser.on('opentag', (tag) => {
    depth++
    if (depth > maxDepth) throw new UnreadableFile(`The OpenDocument text nests deeper than ${maxDepth} levels.`)
    if (silentFrom > 0) return
    const name = local(tag.name)
    if (silent.has(name)) silentFrom = depth
    else if (name === 'p' || name === 'h') paragraphs++
    else if (name === 's') out.push(' '.repeat(spaces((tag.attributes as Record<string, string>)['text:c'])))
    else if (name === 'tab') out.push('\t')
    else if (name === 'line-break') out.push('\n')
  })
  parser.on('closetag', (tag) => {
    const name = local(tag.name)
    if (silentFrom === depth) silentFrom = 0
    else if (silentFrom === 0 && (name === 'p' || name === 'h')) {
      paragraphs--
      out.push('\n')
    }
    depth--
  })
  parser.on('text', (text) => {
    // Line ends and runs of spaces in the XML are layout: OpenDocument writes real ones as elements.
    if (paragraphs > 0 && silentFrom === 0) out.push(text.replace(/[ \t\r\n]+/g, ' '))
  })
  parser.on('error', (error) => {
    throw error
  })
  try {
    parser.write(xml).close()
  } catch (error) {
    if (error instanceof UnreadableFile) throw error
    throw new UnreadableFile('The XML inside the OpenDocument text is broken.')
  }
  return out.join('').replace(/\n+$/, '\n')
}

function spaces(written: string | undefined): number {
  const count = Number.parseInt(written ?? '1', 10)
  return Number.isInteger(count) && count > 0 ? Math.min(count, 1000) : 1
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}
