import { offsetMap, sliceCodePoints } from '../text/code-points.ts'
import { sentences } from '../text/sentences.ts'

/** A range with something to tell, in code points of the source. */
export interface MarkedRange {
  id: string
  start: number
  end: number
}

/** A stretch of text that lies under the same marks throughout. */
export interface Run<Mark extends MarkedRange> {
  text: string
  /** Marks that cover it, in the order they begin. */
  marks: Mark[]
  /** Marks that end with it: their letters stand here. */
  endings: Mark[]
}

/** A sentence, or what stands between two. */
export interface Piece<Mark extends MarkedRange> {
  isSentence: boolean
  /** Code points of the source, half-open. */
  start: number
  end: number
  runs: Run<Mark>[]
}

/**
 * Cuts a stretch of text into sentences and these into runs, at every edge of a mark: overlapping marks are drawn without
 * nesting, and the runs put together are the text, character for character.
 * @param text   the words shown
 * @param offset code point of the source at which they begin
 * @param marks  ranges of the source; those outside are ignored, those reaching over an edge are cut
 */
export function piecesOf<Mark extends MarkedRange>(text: string, offset: number, marks: Mark[]): Piece<Mark>[] {
  const map = offsetMap(text)
  const end = offset + map.length
  const here = marks
    .filter((mark) => mark.start < end && mark.end > offset)
    .sort((a, b) => a.start - b.start || b.end - a.end || (a.id < b.id ? -1 : 1))
  const wordsAt = (from: number, to: number) => sliceCodePoints(text, map, { start: from - offset, end: to - offset })

  const found = sentences(text, { start: 0, end: text.length }).map((range) => ({
    start: offset + map.toCodePoint(range.start),
    end: offset + map.toCodePoint(range.end),
  }))
  const pieces: Piece<Mark>[] = []
  const push = (from: number, to: number, isSentence: boolean) => {
    if (from >= to) return
    pieces.push({ isSentence, start: from, end: to, runs: runsOf({ from, to, marks: here, wordsAt }) })
  }
  let at = offset
  for (const sentence of found) {
    push(at, sentence.start, false)
    push(sentence.start, sentence.end, true)
    at = sentence.end
  }
  push(at, end, false)
  return pieces
}

function runsOf<Mark extends MarkedRange>(piece: {
  from: number
  to: number
  marks: Mark[]
  wordsAt: (from: number, to: number) => string
}): Run<Mark>[] {
  const { from, to, marks, wordsAt } = piece
  const own = marks.filter((mark) => mark.start < to && mark.end > from)
  const inside = own.flatMap((mark) => [mark.start, mark.end]).filter((edge) => edge > from && edge < to)
  const edges = [...new Set([from, ...inside, to])].sort((a, b) => a - b)
  return edges.slice(1).map((edge, index) => {
    const start = edges[index]!
    return {
      text: wordsAt(start, edge),
      marks: own.filter((mark) => mark.start < edge && mark.end > start),
      endings: own.filter((mark) => mark.end === edge),
    }
  })
}
