import { decodeWindows1252 } from './decode.ts'
import { UnreadableFile } from './errors.ts'

const maxDepth = 500

/** Destinations whose text is not part of the document; any other destination marked `\*` is left out as well. */
const silentDestinations = new Set(
  'fonttbl colortbl stylesheet info pict object header headerl headerr headerf footer footerl footerr footerf footnote annotation listtable listoverridetable revtbl rsidtbl generator xmlnstbl themedata latentstyles datastore fldinst bkmkstart bkmkend nonshppict'.split(
    ' ',
  ),
)

const words: Record<string, string> = {
  par: '\n',
  line: '\n',
  row: '\n',
  cell: '\t',
  tab: '\t',
  emdash: '\u2014',
  endash: '\u2013',
  lquote: '\u2018',
  rquote: '\u2019',
  ldblquote: '\u201c',
  rdblquote: '\u201d',
  bullet: '\u2022',
}

interface Group {
  isSilent: boolean
  /** How many characters after a \u stand in for readers that know no Unicode. */
  fallback: number
}

/**
 * Text of a Rich Text file: `\'hh` bytes in the code page that the file names, `\uN` with its fallback skipped, deleted
 * text, pictures, fields' codes, headers and notes left out.
 * @throws {UnreadableFile} when groups are not closed, nest too deep, or nothing is said
 * Source: Rich Text Format specification 1.9.1.
 */
export function rtfText(bytes: Uint8Array): string {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  const codePage = Number(/\\ansicpg(\d{3,5})/.exec(source.slice(0, 2000))?.[1] ?? 1252)
  const out: string[] = []
  const groups: Group[] = []
  let group: Group = { isSilent: false, fallback: 1 }
  let pending: number[] = []
  let skip = 0
  const flush = () => {
    if (pending.length > 0) out.push(inCodePage(Uint8Array.from(pending), codePage))
    pending = []
  }
  const say = (text: string) => {
    flush()
    if (!group.isSilent) out.push(text)
  }
  const byte = (value: number) => {
    if (skip > 0) skip--
    else if (!group.isSilent) pending.push(value)
  }
  const token = /\\'([0-9a-f]{2})|\\([a-z]{1,32})(-?\d{1,10})? ?|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)/gi
  for (const [, hexadecimal, word, value, symbol, brace, plain] of source.matchAll(token)) {
    if (hexadecimal) byte(Number.parseInt(hexadecimal, 16))
    else if (plain) for (let at = 0; at < plain.length; at++) byte(plain.charCodeAt(at))
    else if (brace === '{') {
      flush()
      groups.push(group)
      if (groups.length > maxDepth) throw new UnreadableFile(`The RTF file nests deeper than ${maxDepth} levels.`)
      group = { ...group }
      skip = 0
    } else if (brace === '}') {
      flush()
      group = groups.pop() ?? group
      skip = 0
    } else if (symbol === '*') group.isSilent = true
    else if (symbol)
      say({ '~': '\u00a0', _: '\u2011', '{': '{', '}': '}', '\\': '\\', '\n': '\n', '\r': '\n' }[symbol] ?? '')
    else if (word === 'u' && value !== undefined) {
      say(String.fromCharCode(Number(value) & 0xffff))
      skip = group.fallback
    } else if (word === 'uc') group.fallback = Math.max(0, Number(value ?? 1))
    else if (word === 'bin')
      throw new UnreadableFile('The RTF file holds raw bytes, which are refused; save it as DOCX.')
    else if (word && silentDestinations.has(word)) group.isSilent = true
    else if (word === 'deleted') group.isSilent = value !== '0'
    else if (word && words[word] !== undefined) say(words[word])
  }
  flush()
  if (groups.length > 0) throw new UnreadableFile('The RTF file ends in the middle: a group is never closed.')
  return out.join('').toWellFormed()
}

function inCodePage(bytes: Uint8Array, codePage: number): string {
  if (codePage === 1252) return decodeWindows1252(bytes)
  const label = { 932: 'shift_jis', 936: 'gbk', 949: 'euc-kr', 950: 'big5', 10000: 'macintosh', 65001: 'utf-8' }[
    codePage
  ]
  try {
    return new TextDecoder(label ?? `windows-${codePage}`).decode(bytes)
  } catch {
    return decodeWindows1252(bytes)
  }
}
