import { offsetMap, type Range } from './code-points.ts'

/** Letters as a search compares them: no case, no accents, any white space one space. */
export function foldedForSearch(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[\s\u00a0]+/g, ' ')
    .replace(/[\u2018\u2019]/g, "'")
}

/**
 * Where words stand in a text, whatever their case and accents, over line breaks too.
 * @param words what somebody typed; empty words are found nowhere
 * @param most at most so many places, the first ones
 * @returns code-point ranges of the text as written, in order, not overlapping
 */
export function findWords(text: string, words: string, most: number): Range[] {
  const wanted = foldedForSearch(words).trim()
  if (wanted === '' || most < 1 || !foldedForSearch(text).includes(wanted)) return []
  // Folding changes lengths, so each folded unit remembers which character of the text it came from.
  const places: number[] = []
  let folded = ''
  let at = 0
  for (const character of text) {
    const part = foldedForSearch(character)
    const isSpace = part === ' '
    if (!(isSpace && folded.endsWith(' '))) {
      folded += part
      for (let unit = 0; unit < part.length; unit++) places.push(at)
    }
    at += character.length
  }
  places.push(text.length)
  const map = offsetMap(text)
  const found: Range[] = []
  for (let from = folded.indexOf(wanted); from >= 0 && found.length < most; ) {
    const start = places[from]!
    const last = places[from + wanted.length - 1]!
    const end = afterCharacter(text, last)
    found.push({ start: map.toCodePoint(start), end: map.toCodePoint(end) })
    from = folded.indexOf(wanted, from + wanted.length)
  }
  return found
}

/** The end of the character at a UTF-16 index, its marks included. */
function afterCharacter(text: string, at: number): number {
  const rest = /^(?:[\s\S]\p{M}*|[\ud800-\udbff][\udc00-\udfff]\p{M}*)/u.exec(text.slice(at, at + 40))
  return at + (rest?.[0].length ?? 1)
}
