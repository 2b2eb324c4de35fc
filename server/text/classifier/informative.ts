import type { SparseRow } from './sparse-rows.ts'

/** A sentence that could be reviewed next. */
export interface Candidate {
  /** Probability of each label, or the strength of cues where nothing was learnt yet. */
  probabilities: ArrayLike<number>
  row: SparseRow
}

/** How far a sentence like those reviewed lately is set back: its whole uncertainty when it says the same again. */
const weightOfLikeness = 1

/**
 * The index of the sentence whose review tells most: the one whose most doubtful label is nearest to one half, less how
 * like it is to those reviewed lately, so that not the same doubt is asked again and again.
 * Source: Lewis & Gale (1994), A sequential algorithm for training text classifiers, SIGIR, for uncertainty; Carbonell &
 * Goldstein (1998), The use of MMR, SIGIR, for the trade with likeness.
 * @returns -1 when there are no candidates
 */
export function mostInformative(candidates: Candidate[], reviewed: SparseRow[]): number {
  let best = -1
  let bestValue = Number.NEGATIVE_INFINITY
  for (const [index, { probabilities, row }] of candidates.entries()) {
    let doubt = 0
    for (let label = 0; label < probabilities.length; label++) {
      doubt = Math.max(doubt, 1 - Math.abs(2 * probabilities[label]! - 1))
    }
    let likeness = 0
    for (const other of reviewed) likeness = Math.max(likeness, cosine(row, other))
    const value = doubt - weightOfLikeness * doubt * likeness
    if (value > bestValue) {
      best = index
      bestValue = value
    }
  }
  return best
}

/** Cosine of two rows of one feature space. */
export function cosine(a: SparseRow, b: SparseRow): number {
  let product = 0
  let squareA = 0
  let squareB = 0
  for (let cell = 0; cell < a.columns.length; cell++) squareA += a.values[cell]! ** 2
  for (let cell = 0; cell < b.columns.length; cell++) squareB += b.values[cell]! ** 2
  let at = 0
  for (let cell = 0; cell < a.columns.length; cell++) {
    while (at < b.columns.length && b.columns[at]! < a.columns[cell]!) at++
    if (at < b.columns.length && b.columns[at] === a.columns[cell]) product += a.values[cell]! * b.values[at]!
  }
  return squareA === 0 || squareB === 0 ? 0 : product / Math.sqrt(squareA * squareB)
}
