import { shortened } from '../../personas/claim-words.ts'
import { shortLine } from '../../personas/page-lines.ts'

/**
 * Widths of Arial's characters in thousandths of the type size, as in the metrics that Adobe published for its twin Helvetica. Slides are
 * set in fonts of the office, which this machine need not have.
 */
const groups: [width: number, characters: string][] = [
  [191, "'"],
  [222, 'ijl‘’'],
  [260, '|'],
  [278, ' !,./:;I[\\]ft·\u00a0'],
  [333, '()-r`“”•'],
  [355, '"'],
  [389, '*'],
  [469, '^'],
  [500, 'Jcksvxyzç'],
  [584, '+<=>~±×÷−'],
  [611, 'FTZ'],
  [667, '&ABEKPSVXYÀÁÂÃÄÅ'],
  [722, 'CDHNRUwÜ'],
  [778, 'GOQÖ'],
  [833, 'Mm'],
  [889, '%'],
  [944, 'W'],
  [1000, '…—'],
  [1015, '@'],
]
const widths = new Map(groups.flatMap(([width, characters]) => [...characters].map((character) => [character, width])))
/** Of a letter or digit that is not listed, and of one that fills a square, as Chinese does. */
const usual = 556
const square = 1000
/** Georgia and bold letters are wider than Arial's. */
const wider = { words: 1.06, bold: 1.08 }

export interface TextFace {
  /** Points. */
  size: number
  isWords?: boolean
  isBold?: boolean
}

/** Inches that a text takes on one line. */
export function textWidth(text: string, { size, isWords = false, isBold = false }: TextFace): number {
  let thousandths = 0
  for (const character of text) {
    const isWide = character >= '\u1100' && !/[\u2000-\u2bff]/.test(character)
    thousandths += widths.get(character) ?? (isWide ? square : usual)
  }
  const factor = (isWords ? wider.words : 1) * (isBold ? wider.bold : 1)
  return (thousandths / 1000) * (size / 72) * factor
}

/** A stretch of text in one face. */
export interface Run extends TextFace {
  text: string
}

/**
 * Inches that a paragraph takes from top to bottom in a box so many inches wide: broken between words, a word wider than the box over
 * several lines, each line as high as its paragraph's largest type, single-spaced as offices do.
 */
export function paragraphHeight(runs: Run[], width: number): number {
  let lines = 1
  let filled = 0
  for (const run of runs) {
    const space = textWidth(' ', run)
    for (const [place, word] of run.text.split(' ').entries()) {
      const wide = textWidth(word, run)
      const gap = place > 0 ? space : 0
      if (filled + gap + wide <= width) {
        filled += gap + wide
        continue
      }
      if (filled > 0) lines++
      lines += Math.floor(wide / width)
      filled = wide % width
    }
  }
  return lines * lineHeight(Math.max(...runs.map(({ size }) => size)))
}

/**
 * As much of a text as its box holds, cut as lines of a page are: what is asked is shortened, an answer stays. In a box too small for
 * that, whatever stands at the end goes.
 */
export function fittedText(
  text: string,
  { width, height, ...face }: TextFace & { width: number; height: number },
): string {
  const heightOf = (cut: string) =>
    cut.split('\n').reduce((sum, paragraph) => sum + paragraphHeight([{ text: paragraph, ...face }], width), 0)
  if (heightOf(text) <= height) return text
  const longest = (cut: (text: string, limit: number) => string) => {
    let low = 2
    let high = text.length
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if (heightOf(cut(text, middle)) <= height) low = middle
      else high = middle
    }
    return cut(text, low)
  }
  const line = longest(shortLine)
  return heightOf(line) <= height ? line : longest(shortened)
}

/** The largest of some type sizes in which runs fit a box; the smallest where none does. */
export function fittingSize(
  sizes: number[],
  { width, height, runs }: { width: number; height: number; runs: (size: number) => Run[] },
): number {
  return sizes.find((size) => paragraphHeight(runs(size), width) <= height) ?? sizes.at(-1)!
}

/** Inches from one line's top to the next: what offices give a single-spaced line. */
export function lineHeight(size: number): number {
  return (size * 1.2) / 72
}
