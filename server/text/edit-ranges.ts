import { codePointLength, offsetMap, type Range } from './code-points.ts'

/** Words that take the place of others: a half-open range of code points of the text before, and what stands there after. */
export interface TextEdit {
  start: number
  end: number
  inserted: string
}

/** An edit as history keeps it: enough to apply it and to take it back. */
export interface MadeEdit {
  /** Code point of the text before it. */
  start: number
  removed: string
  inserted: string
}

/** Where a range stands after edits: over the same words, over words that were touched, or nowhere. */
export interface MovedRange extends Range {
  state: 'same' | 'changed' | 'gone'
}

/**
 * The text after edits.
 * @param edits in order, not overlapping, all in code points of the text before
 * @throws {RangeError} when they overlap, stand out of order or reach beyond the text
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const map = offsetMap(text)
  assertInOrder(edits, map.length)
  const parts: string[] = []
  let at = 0
  for (const { start, end, inserted } of edits) {
    parts.push(text.slice(map.toUtf16(at), map.toUtf16(start)), inserted)
    at = end
  }
  parts.push(text.slice(map.toUtf16(at)))
  return parts.join('')
}

/** The edits with the words that they take away, for the history. */
export function madeEdits(text: string, edits: readonly TextEdit[]): MadeEdit[] {
  const map = offsetMap(text)
  return edits.map(({ start, end, inserted }) => ({
    start,
    removed: text.slice(map.toUtf16(start), map.toUtf16(end)),
    inserted,
  }))
}

/** Edits that give back the text before, in code points of the text after. */
export function inverseEdits(edits: readonly MadeEdit[]): TextEdit[] {
  let shift = 0
  return edits.map(({ start, removed, inserted }) => {
    const length = codePointLength(inserted)
    const inverse = { start: start + shift, end: start + shift + length, inserted: removed }
    shift += length - codePointLength(removed)
    return inverse
  })
}

/**
 * A mover of ranges through edits. What no edit touches keeps its words. A range with an edit inside covers what stands
 * there afterwards; one that an edit reaches into keeps the words that are left; one whose words all went is gone.
 * Words put exactly at an edge of a range stay outside it.
 * @param edits in order and not overlapping, in code points of the text before
 */
export function rangeMover(edits: readonly TextEdit[]): (range: Range) => MovedRange {
  const lengths = edits.map(({ inserted }) => codePointLength(inserted))
  // Shift of everything that stands after the k-th edit.
  const shifts = [0]
  for (const [index, { start, end }] of edits.entries()) shifts.push(shifts[index]! + lengths[index]! - (end - start))

  /** How many edits end at or before a position; an insertion right at the end of a range is not before it. */
  const countBefore = (position: number, isEnd: boolean) => {
    let low = 0
    let high = edits.length
    while (low < high) {
      const middle = (low + high) >> 1
      const edit = edits[middle]!
      const isBefore = isEnd && edit.start === edit.end ? edit.end < position : edit.end <= position
      if (isBefore) low = middle + 1
      else high = middle
    }
    return low
  }

  return ({ start, end }) => {
    const before = countBefore(start, false)
    const upTo = countBefore(end, true)
    const atStart = edits[before]
    const atEnd = edits[upTo]
    const movedStart =
      atStart && atStart.start < start ? atStart.start + shifts[before]! + lengths[before]! : start + shifts[before]!
    const movedEnd = atEnd && atEnd.start < end && atEnd.end > end ? atEnd.start + shifts[upTo]! : end + shifts[upTo]!
    const isTouched = upTo > before || (atEnd !== undefined && atEnd.start < end && atEnd.end > start)
    if (movedEnd <= movedStart) {
      // An empty range, a place between words, is only moved.
      return end === start && !isTouched
        ? { start: movedStart, end: movedStart, state: 'same' }
        : { start: movedStart, end: movedStart, state: 'gone' }
    }
    return { start: movedStart, end: movedEnd, state: isTouched ? 'changed' : 'same' }
  }
}

/** So many steps are looked for; two texts further apart than that are one edit between their common ends. */
const mostSteps = 600

/**
 * Edits that turn one text into another, word by word, so that words nobody touched stay where they are.
 * @param offset code point at which both texts begin in the text the edits are for
 * Source: Myers (1986), An O(ND) Difference Algorithm and Its Variations, Algorithmica 1, 251–266.
 */
export function editsBetween(before: string, after: string, offset = 0): TextEdit[] {
  const old = words(before)
  const fresh = words(after)
  let head = 0
  while (head < old.length && head < fresh.length && old[head] === fresh[head]) head++
  let tail = 0
  while (
    tail < old.length - head &&
    tail < fresh.length - head &&
    old[old.length - 1 - tail] === fresh[fresh.length - 1 - tail]
  )
    tail++
  const middleOld = old.slice(head, old.length - tail)
  const middleFresh = fresh.slice(head, fresh.length - tail)
  if (middleOld.length === 0 && middleFresh.length === 0) return []
  return hunks(middleOld, middleFresh)
    .map((hunk) => shifted(hunk, head))
    .map((hunk, index, all) => atSentenceEdge(hunk, { old, fresh, floor: all[index - 1]?.oldTo ?? 0 }))
    .map(({ oldFrom, oldTo, freshFrom, freshTo }) => {
      const start = offset + sum(old.slice(0, oldFrom))
      return { start, end: start + sum(old.slice(oldFrom, oldTo)), inserted: fresh.slice(freshFrom, freshTo).join('') }
    })
}

interface Hunk {
  oldFrom: number
  oldTo: number
  freshFrom: number
  freshTo: number
}

function hunks(old: string[], fresh: string[]): Hunk[] {
  const path = shortestPath(old, fresh)
  if (!path) return [{ oldFrom: 0, oldTo: old.length, freshFrom: 0, freshTo: fresh.length }]
  const found: Hunk[] = []
  for (const [x, y, isOld] of path) {
    const last = found.at(-1)
    if (last && last.oldTo === x && last.freshTo === y) {
      if (isOld) last.oldTo++
      else last.freshTo++
    } else found.push({ oldFrom: x, oldTo: isOld ? x + 1 : x, freshFrom: y, freshTo: isOld ? y : y + 1 })
  }
  return found
}

/**
 * Taking " B." out of "A. B." and taking ". B" out give the same text. People take whole sentences, so of the places that
 * are as good as each other the one after a sentence's end is chosen.
 */
function atSentenceEdge(hunk: Hunk, { old, fresh, floor }: { old: string[]; fresh: string[]; floor: number }): Hunk {
  const isRemoval = hunk.freshFrom === hunk.freshTo
  if (!isRemoval && hunk.oldFrom !== hunk.oldTo) return hunk
  const [words, from, to] = isRemoval ? [old, hunk.oldFrom, hunk.oldTo] : [fresh, hunk.freshFrom, hunk.freshTo]
  const isAtEdge = (by: number) =>
    /[.!?\u2026\u3002]$/.test(words[from + by - 1] ?? '.') && /^\s/.test(words[from + by] ?? '')
  for (let by = 0; hunk.oldFrom + by >= floor && from + by >= 0; by--) {
    if (isAtEdge(by)) return shifted(hunk, by)
    if (from + by < 1 || words[from + by - 1] !== words[to + by - 1]) break
  }
  for (let by = 0; to + by < words.length && words[from + by] === words[to + by]; by++)
    if (isAtEdge(by + 1)) return shifted(hunk, by + 1)
  return hunk
}

function shifted({ oldFrom, oldTo, freshFrom, freshTo }: Hunk, by: number): Hunk {
  return { oldFrom: oldFrom + by, oldTo: oldTo + by, freshFrom: freshFrom + by, freshTo: freshTo + by }
}

/** Steps of a shortest edit script in order: at (x, y), take one away (true) or put one in (false). */
function shortestPath(old: string[], fresh: string[]): [number, number, boolean][] | undefined {
  const most = Math.min(old.length + fresh.length, mostSteps)
  const reached = new Map<number, number>([[1, 0]])
  const trace: Map<number, number>[] = []
  for (let d = 0; d <= most; d++) {
    trace.push(new Map(reached))
    for (let k = -d; k <= d; k += 2) {
      const isDown = k === -d || (k !== d && (reached.get(k - 1) ?? -1) < (reached.get(k + 1) ?? -1))
      let x = isDown ? reached.get(k + 1)! : reached.get(k - 1)! + 1
      while (x < old.length && x - k < fresh.length && old[x] === fresh[x - k]) x++
      reached.set(k, x)
      if (x >= old.length && x - k >= fresh.length) return backtrack(trace, d, { x: old.length, y: fresh.length })
    }
  }
  return undefined
}

function backtrack(trace: Map<number, number>[], steps: number, end: { x: number; y: number }) {
  const path: [number, number, boolean][] = []
  let { x, y } = end
  for (let d = steps; d > 0; d--) {
    const reached = trace[d]!
    const k = x - y
    const isDown = k === -d || (k !== d && (reached.get(k - 1) ?? -1) < (reached.get(k + 1) ?? -1))
    const fromK = isDown ? k + 1 : k - 1
    const fromX = reached.get(fromK)!
    const fromY = fromX - fromK
    path.push([fromX, fromY, !isDown])
    x = fromX
    y = fromY
  }
  return path.reverse()
}

/** Words, stretches of white space, and single other characters with the marks that belong to them. */
function words(text: string): string[] {
  return text.match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}'\u2019]*|\s+|\P{M}\p{M}*|\p{M}+/gu) ?? []
}

function sum(parts: string[]): number {
  let length = 0
  for (const part of parts) length += codePointLength(part)
  return length
}

function assertInOrder(edits: readonly TextEdit[], length: number): void {
  let at = 0
  for (const { start, end } of edits) {
    if (start < at || end < start || end > length)
      throw new RangeError(`An edit of ${start} to ${end} overlaps another or lies outside 0 to ${length}.`)
    at = end
  }
}
