import type { Range } from './code-points.ts'
import { sentenceBoundaries } from './sentence-boundaries.ts'

const abbreviations =
  /(?:^|[\s(])(?:dr|mr|mrs|ms|prof|st|vs|etc|approx|dept|fig|no|inc|ltd|co|jr|sr|e\.g|i\.e|a\.m|p\.m|u\.s|cf|al|v\d+|[a-z])\.$/i
const endsSentence = /[.!?\u2026]["'\u201d\u2019)\]]*$/
const longSentenceWords = 45
const shortestPieceWords = 10
/** A conjunction and a new subject: where people who never pause would have paused. */
const joint =
  /\s(?=(?:and then|and|but|so|because|cause|then)\s+(?:i|i'm|i've|we|you|they|it|it's|he|she|there|that|the|my)\b)/gi

/**
 * Sentences of a stretch of text, each trimmed of outer white space, in order.
 * @param text the text as written
 * @param range UTF-16 range to divide, half-open
 * @returns UTF-16 ranges
 * Unicode's rules through Intl.Segmenter, repaired after abbreviations and where a transcript was wrapped in the middle of
 * a sentence. A run of more than 45 words without an inner mark is divided at conjunctions that bring a new subject, since
 * machine transcripts often have no punctuation at all.
 */
export function sentences(text: string, range: Range): Range[] {
  const piece = text.slice(range.start, range.end)
  const found: Range[] = []
  let open = -1
  let index = 0
  for (const end of sentenceBoundaries(piece)) {
    if (open < 0) open = index
    index = end
    if (end < piece.length && goesOn(piece, open, end)) continue
    const trimmed = trim(text, { start: range.start + open, end: range.start + end })
    if (trimmed) found.push(...divideLong(text, trimmed))
    open = -1
  }
  if (open >= 0) {
    const trimmed = trim(text, { start: range.start + open, end: range.end })
    if (trimmed) found.push(...divideLong(text, trimmed))
  }
  return found
}

/** Whether the sentence that began at `from` really goes on after `end`, although the segmenter stopped there. */
function goesOn(piece: string, from: number, end: number): boolean {
  if (endsPlainly(piece, from, end)) return false
  const before = piece.slice(Math.max(from, end - 120), end)
  const written = before.trimEnd()
  const space = before.slice(written.length)
  const next = piece[end]!
  if (space.includes('\n')) {
    if (/\n\s*\n/.test(space) || endsSentence.test(written)) return false
    if (/[-*\u2022#>\d]/.test(next)) return false
    // A wrapped line: the next one starts small, or this one is as long as a full line.
    const line = written.slice(written.lastIndexOf('\n') + 1)
    return /\p{Ll}/u.test(next) || line.length >= 70
  }
  if (abbreviations.test(written) && !/^\s*$/.test(written))
    return !/(?:^|\s)(?:i|etc|no|v\d+)\.$/i.test(written) || /\p{Ll}|\d/u.test(next)
  // "Wait... what" and the like: after an ellipsis a small letter goes on.
  return /(?:\.\.\.|\u2026)$/.test(written) && /\p{Ll}/u.test(next)
}

/** Whether what stands before `end`, blanks aside, is neither a full stop nor a line's end: nothing to repair there. */
function endsPlainly(piece: string, from: number, end: number): boolean {
  let last = end - 1
  while (last >= from && isSpace(piece.charCodeAt(last))) {
    if (piece.charCodeAt(last) === 10) return false
    last--
  }
  const code = piece.charCodeAt(last)
  if (code === 0x2026) return false
  if (code !== 46) return true
  if (piece.charCodeAt(last - 1) === 46) return false
  // The longest abbreviation has six letters; a version ("v12.") begins with a v.
  let start = last
  while (start > from && !isSpace(piece.charCodeAt(start - 1)) && piece[start - 1] !== '(') start--
  return last - start > 6 && piece[start] !== 'v' && piece[start] !== 'V'
}

function divideLong(text: string, range: Range): Range[] {
  // Each word takes a letter and a blank.
  if (range.end - range.start < 2 * longSentenceWords) return [range]
  if (countWords(text, range.start, range.end) <= longSentenceWords) return [range]
  const written = text.slice(range.start, range.end)
  const pieces: Range[] = []
  let start = range.start
  for (const match of written.matchAll(joint)) {
    const at = range.start + match.index
    if (countWords(text, start, at) < shortestPieceWords || countWords(text, at, range.end) < shortestPieceWords)
      continue
    const piece = trim(text, { start, end: at })
    if (piece) pieces.push(piece)
    start = at
  }
  const last = trim(text, { start, end: range.end })
  if (last) pieces.push(last)
  return pieces
}

/** Runs of letters, digits and apostrophes. */
function countWords(text: string, from: number, to: number): number {
  let count = 0
  let isInside = false
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at)
    if (code >= 128 && code !== 0x2019) return text.slice(from, to).match(/[\p{L}\p{N}'\u2019]+/gu)?.length ?? 0
    const isPart =
      (code >= 97 && code <= 122) ||
      (code >= 65 && code <= 90) ||
      (code >= 48 && code <= 57) ||
      code === 39 ||
      code >= 128
    if (isPart && !isInside) count++
    isInside = isPart
  }
  return count
}

/** The range without outer white space, or undefined when nothing is left. */
export function trim(text: string, { start, end }: Range): Range | undefined {
  while (start < end && isSpace(text.charCodeAt(start))) start++
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--
  return end > start ? { start, end } : undefined
}

function isSpace(unit: number): boolean {
  return (
    unit === 32 || (unit >= 9 && unit <= 13) || unit === 0xa0 || unit === 0x2028 || unit === 0x2029 || unit === 0x3000
  )
}
