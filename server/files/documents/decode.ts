import { UnreadableFile } from './errors.ts'

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'utf-32le' | 'utf-32be' | 'windows-1252' | 'macintosh'

export interface DecodedText {
  text: string
  encoding: Encoding
  /** True when nothing in the bytes proved the encoding, so a person should look at the accents. */
  guessed: boolean
}

/**
 * Bytes 0x80 to 0x9F of windows-1252, as the WHATWG encoding standard has them (five map to control characters).
 * Our own table because the decoders of several Node versions give control characters for the whole row.
 */
const windows1252 = [
  0x20ac, 0x81, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0x8d, 0x17d, 0x8f,
  0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122, 0x161, 0x203a, 0x153, 0x9d, 0x17e, 0x178,
]

/**
 * Text of a file whose encoding nobody told us: byte order mark, then the pattern of NUL bytes that UTF-16 without a mark
 * leaves, then strict UTF-8, then Mac Roman where the bytes show a classic Mac file, then windows-1252.
 * @throws {UnreadableFile} when the bytes are no text in any of them
 */
export function decode(bytes: Uint8Array): DecodedText {
  const marked = byMark(bytes)
  if (marked) return checked(marked)
  const wide = wideWithoutMark(bytes)
  if (wide) return checked({ text: new TextDecoder(wide).decode(bytes), encoding: wide, guessed: true })
  try {
    return checked({ text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'utf-8', guessed: false })
  } catch (error) {
    if (error instanceof UnreadableFile) throw error
  }
  if (looksMacRoman(bytes))
    return checked({ text: new TextDecoder('macintosh').decode(bytes), encoding: 'macintosh', guessed: true })
  return checked({ text: decodeWindows1252(bytes), encoding: 'windows-1252', guessed: true })
}

/** Bytes as windows-1252; never fails, since all 256 bytes mean something. */
export function decodeWindows1252(bytes: Uint8Array): string {
  const parts: string[] = []
  for (let from = 0; from < bytes.length; from += 8192) {
    const units = Array.from(bytes.subarray(from, from + 8192), (byte) =>
      byte >= 0x80 && byte < 0xa0 ? windows1252[byte - 0x80]! : byte,
    )
    parts.push(String.fromCharCode(...units))
  }
  return parts.join('')
}

function byMark(bytes: Uint8Array): DecodedText | undefined {
  const [a, b, c, d] = bytes
  // UTF-32LE begins with the same two bytes as UTF-16LE, so it is asked first.
  if (a === 0xff && b === 0xfe && c === 0 && d === 0)
    return { text: utf32(bytes.subarray(4), true), encoding: 'utf-32le', guessed: false }
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff)
    return { text: utf32(bytes.subarray(4), false), encoding: 'utf-32be', guessed: false }
  if (a === 0xef && b === 0xbb && c === 0xbf)
    return { text: new TextDecoder('utf-8').decode(bytes), encoding: 'utf-8', guessed: false }
  if (a === 0xff && b === 0xfe)
    return { text: new TextDecoder('utf-16le').decode(bytes), encoding: 'utf-16le', guessed: false }
  if (a === 0xfe && b === 0xff)
    return { text: new TextDecoder('utf-16be').decode(bytes), encoding: 'utf-16be', guessed: false }
  return undefined
}

function utf32(bytes: Uint8Array, littleEndian: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const parts: string[] = []
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    const codePoint = view.getUint32(at, littleEndian)
    parts.push(codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : '\ufffd')
  }
  return parts.join('')
}

/** UTF-16 of Western text has a NUL in nearly every second byte; it is asked before UTF-8, where NUL would be legal. */
function wideWithoutMark(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const sample = bytes.subarray(0, 4096)
  if (sample.length < 4 || bytes.length % 2 === 1) return undefined
  let even = 0
  let odd = 0
  for (let at = 0; at + 1 < sample.length; at += 2) {
    if (sample[at] === 0) even++
    if (sample[at + 1] === 0) odd++
  }
  const pairs = sample.length >> 1
  if (odd > pairs * 0.4 && even < pairs * 0.05) return 'utf-16le'
  if (even > pairs * 0.4 && odd < pairs * 0.05) return 'utf-16be'
  return undefined
}

/**
 * Classic Mac text: bare carriage returns as line ends, or apostrophes and quotes at Mac places (0xD5 between letters,
 * 0xD2 and 0xD3 around words) that would be capital letters in the middle of words in windows-1252.
 */
function looksMacRoman(bytes: Uint8Array): boolean {
  let bareReturns = 0
  let feeds = 0
  let macMarks = 0
  let windowsMarks = 0
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!
    if (byte === 0x0a) feeds++
    else if (byte === 0x0d && bytes[at + 1] !== 0x0a) bareReturns++
    else if (byte >= 0x80 && isSmallLetter(bytes[at - 1]) && (isSmallLetter(bytes[at + 1]) || bytes[at + 1] === 0x20)) {
      if (byte === 0xd5 || byte === 0xab || byte === 0xd3) macMarks++
      else if (byte === 0x92 || byte === 0xe9 || byte === 0xfc || byte === 0xe4) windowsMarks++
    }
  }
  if (bareReturns > 0 && feeds === 0) return true
  return macMarks > windowsMarks
}

function isSmallLetter(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x61 && byte <= 0x7a
}

/** Text has next to no control characters besides tab, line feed, form feed, return and escape. */
function checked(decoded: DecodedText): DecodedText {
  let controls = 0
  const sample = decoded.text.slice(0, 100_000)
  for (let at = 0; at < sample.length; at++) {
    const unit = sample.charCodeAt(at)
    if (
      (unit < 32 && unit !== 9 && unit !== 10 && unit !== 12 && unit !== 13 && unit !== 27 && unit !== 21) ||
      unit === 0xfffd
    )
      controls++
  }
  if (controls > Math.max(2, sample.length * 0.005))
    throw new UnreadableFile('The file holds bytes that are no text in any encoding we know.')
  return decoded
}
