import { decodeEntities } from './entities.ts'

/** Elements whose content nobody reads on the page. */
const silent = new Set('script style head template noscript svg math object iframe select textarea title'.split(' '))
const block = new Set(
  'address article aside blockquote br dd div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tbody tfoot thead tr ul'.split(
    ' ',
  ),
)

/**
 * The words of an HTML page as plain text: one line a block element, cells apart by tabs, entities decoded; scripts,
 * styles, comments and mark-up are gone, so nothing of the page can act when its words are shown again.
 * @param html canonical text; read once from left to right, whatever is left open
 */
export function htmlText(html: string): string {
  const parts: string[] = []
  let at = 0
  while (at < html.length) {
    const open = html.indexOf('<', at)
    const words = html.slice(at, open < 0 ? html.length : open)
    if (words !== '') parts.push(words.replace(/[ \t\n\f\r]+/g, ' '))
    if (open < 0) break
    at = afterMarkup(html, open, parts)
  }
  // Entities are decoded last, so that an escaped tag stays the words it stands for.
  return decodeEntities(
    parts
      .join('')
      .replace(/[ \t]*\n[ \t]*/g, '\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim(),
  )
}

/** Where the words go on after the mark-up that begins here; its line breaks are pushed, a "<" that opens none is a word. */
function afterMarkup(html: string, open: number, parts: string[]): number {
  if (html.startsWith('<!--', open)) return after(html, '-->', open)
  const name = /^<\/?([a-z][a-z0-9:-]*)/i.exec(html.slice(open, open + 40))?.[1]?.toLowerCase()
  if (name === undefined) {
    if (html[open + 1] === '!' || html[open + 1] === '?') return after(html, '>', open)
    parts.push('<')
    return open + 1
  }
  const isEnd = html[open + 1] === '/'
  if (block.has(name)) parts.push('\n')
  else if ((name === 'td' || name === 'th') && isEnd) parts.push('\t')
  const end = tagEnd(html, open)
  if (!silent.has(name) || isEnd || html[end - 2] === '/') return end
  const closing = new RegExp(`</${name}\\s*>`, 'gi')
  closing.lastIndex = end
  return closing.test(html) ? closing.lastIndex : html.length
}

function after(html: string, mark: string, from: number): number {
  const found = html.indexOf(mark, from)
  return found < 0 ? html.length : found + mark.length
}

/** The end of a tag: the next ">" that no quotation marks hold; a tag that is never closed takes the rest along. */
function tagEnd(html: string, open: number): number {
  let quote = ''
  for (let at = open; at < html.length; at++) {
    const character = html[at]!
    if (quote !== '') {
      if (character === quote) quote = ''
    } else if (character === '"' || character === "'") quote = character
    else if (character === '>') return at + 1
  }
  return html.length
}
