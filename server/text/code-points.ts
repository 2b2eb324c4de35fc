/**
 * Two ways to count the same text: JavaScript indexes UTF-16 units, everything stored counts Unicode code points.
 * They differ by one for each character outside the basic plane (an emoji, say) before the position.
 */
export interface OffsetMap {
  /** Length of the text in code points. */
  readonly length: number
  /** Code-point offset of a UTF-16 index; an index inside a surrogate pair counts as the pair's start. */
  toCodePoint(utf16: number): number
  /** UTF-16 index of a code-point offset. */
  toUtf16(codePoint: number): number
}

/** A half-open range; the reader says which unit it counts. */
export interface Range {
  start: number
  end: number
}

/**
 * The map between both ways of counting one text.
 * @param text canonical text: no lone surrogates
 * Costs memory only for characters outside the basic plane; a lookup is a binary search over those.
 */
export function offsetMap(text: string): OffsetMap {
  const pairs: number[] = []
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit >= 0xd800 && unit < 0xdc00) {
      pairs.push(index)
      index++
    }
  }
  const length = text.length - pairs.length
  if (pairs.length === 0) return { length, toCodePoint: (utf16) => utf16, toUtf16: (codePoint) => codePoint }
  return {
    length,
    toCodePoint: (utf16) => utf16 - countBelow(pairs, utf16),
    toUtf16: (codePoint) => {
      // The k-th pair (from 0) starts at code point pairs[k] - k: count the pairs that lie wholly before.
      let low = 0
      let high = pairs.length
      while (low < high) {
        const middle = (low + high) >> 1
        if (pairs[middle]! - middle < codePoint) low = middle + 1
        else high = middle
      }
      return codePoint + low
    },
  }
}

/** The characters of a code-point range. */
export function sliceCodePoints(text: string, map: OffsetMap, range: Range): string {
  return text.slice(map.toUtf16(range.start), map.toUtf16(range.end))
}

/** How many code points a text holds. */
export function codePointLength(text: string): number {
  let pairs = 0
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit >= 0xd800 && unit < 0xdc00) {
      pairs++
      index++
    }
  }
  return text.length - pairs
}

function countBelow(sorted: number[], bound: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! < bound) low = middle + 1
    else high = middle
  }
  return low
}
