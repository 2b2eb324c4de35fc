/**
 * Characters of bytes 0x80 to 0x9F in windows-1252, the five undefined bytes mapped to C1 controls as the WHATWG Encoding
 * Standard does. Own table: the decoder of several Node versions gives C1 controls for all 32 (nodejs/node#56542).
 */
const windows1252Specials =
  '\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u008D\u017D\u008F' +
  '\u0090\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E\u0178'

/** Characters of bytes 0x80 to 0xFF in windows-1252. */
export const windows1252 =
  windows1252Specials + String.fromCharCode(...Array.from({ length: 96 }, (_, index) => 0xa0 + index))

/** Characters of bytes 0x80 to 0xFF in Mac OS Roman: what Excel for the Mac long wrote as CSV. */
export const macRoman =
  'ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u00A0ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\uF8FFÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ'

/** Text of bytes in an encoding with one byte a character; `upper` holds the characters of bytes 0x80 to 0xFF. */
export function decodeSingleByte(bytes: Uint8Array, upper: string): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  return text.replace(/[\u0080-\u00FF]/g, (character) => upper[character.charCodeAt(0) - 0x80]!)
}

/** A byte above 0x7F with the bytes around it (0x20 where there is none). */
export interface HighByte {
  previous: number
  byte: number
  next: number
}

/**
 * Which of the two encodings makes better words of the high bytes: letters should continue words in the same case, quotation marks
 * stand beside letters, and neither mathematical signs nor controls stand inside text. A draw goes to windows-1252.
 */
export function likelierSingleByte(highBytes: HighByte[]): 'windows-1252' | 'macintosh' {
  let windows = 0
  let mac = 0
  for (const highByte of highBytes) {
    windows += plausibility(highByte, windows1252)
    mac += plausibility(highByte, macRoman)
  }
  return mac > windows ? 'macintosh' : 'windows-1252'
}

function plausibility({ previous, byte, next }: HighByte, upper: string): number {
  const character = decodeByte(byte, upper)
  const before = decodeByte(previous, upper)
  const after = decodeByte(next, upper)
  if (/\p{Cc}|\p{Co}/u.test(character)) return -3
  if (/\p{Ll}/u.test(character)) return /\p{L}/u.test(before) || /\p{Ll}/u.test(after) ? 1 : 0
  if (/\p{Lu}/u.test(character)) {
    if (/\p{Ll}/u.test(before)) return -2
    return /\p{L}/u.test(after) ? 1 : 0
  }
  if (character === '\u2019' || character === '\u201D') return /[\p{L}\p{N}.!?,]/u.test(before) ? 1 : 0
  if (character === '\u2018' || character === '\u201C') return /\p{L}/u.test(after) ? 1 : 0
  if (character === '\u00A0' || /[–—…]/.test(character)) return 1
  return /[€£©®™°«»¿¡•]/.test(character) ? 0.5 : -1
}

function decodeByte(byte: number, upper: string): string {
  return byte < 0x80 ? String.fromCharCode(byte) : upper[byte - 0x80]!
}
