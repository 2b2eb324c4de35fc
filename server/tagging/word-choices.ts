import { offsetMap, type Range } from '../text/code-points.ts'

/** A word as a form offers it, in code points of the source. */
export interface WordChoice extends Range {
  word: string
}

/** Scripts whose writers put no spaces between words. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u

/**
 * The words of a stretch of text, so that its first and last one can be chosen without a mouse: what stands between white space,
 * marks included; where a script has no spaces, words by Unicode's rules.
 * @param offset code point of the source at which the text begins
 */
export function wordChoices(text: string, offset: number): WordChoice[] {
  const map = offsetMap(text)
  const choices: WordChoice[] = []
  for (const { 0: word, index } of text.matchAll(/\S+/gu)) {
    for (const part of unspaced.test(word) ? segments(word) : [{ index: 0, segment: word }]) {
      const start = map.toCodePoint(index + part.index)
      const end = map.toCodePoint(index + part.index + part.segment.length)
      choices.push({ word: part.segment, start: offset + start, end: offset + end })
    }
  }
  return choices
}

function segments(word: string): Iterable<{ index: number; segment: string }> {
  return new Intl.Segmenter(undefined, { granularity: 'word' }).segment(word)
}
