import type { Range } from '../code-points.ts'
import type { FeatureText } from './features.ts'
import type { TextClassifier } from './text-classifier.ts'

/** Words that carried a label, and how much of the score came from where. */
export interface Evidence {
  /** UTF-16 ranges of the text, in reading order, at most three. */
  spans: Range[]
  /** Score from the words themselves. */
  fromWords: number
  /** Score from the question before: context that may lower or raise, but carries nothing alone. */
  fromContext: number
}

const mostSpans = 3

/**
 * The words of a text that speak for a label: each feature's weight times value is spread over the places where it stands,
 * and the places with the most of it are returned. Words that speak against are no evidence.
 */
export function evidenceFor(classifier: TextClassifier, text: FeatureText, label: number): Evidence {
  const { space, model } = classifier
  const { columns, values } = space.row(text)
  const contributions = new Map<number, number>()
  for (let cell = 0; cell < columns.length; cell++) {
    contributions.set(columns[cell]!, values[cell]! * model.weights[columns[cell]! * model.labels + label]!)
  }
  const places = new Map<number, { start: number; end: number; score: number }[]>()
  space.visit(text, (column, start, end) => {
    const known = places.get(column) ?? []
    known.push({ start, end, score: 0 })
    places.set(column, known)
  })
  const scoreAt = new Map<number, { end: number; score: number }>()
  for (const { start, end } of text.tokens) scoreAt.set(start, { end, score: 0 })
  let fromWords = 0
  let fromContext = 0
  for (const [column, contribution] of contributions) {
    if (space.nameOf(column).kind === 'context') {
      fromContext += contribution
      continue
    }
    fromWords += contribution
    const own = places.get(column)!
    for (const { start, end } of own) {
      const inside = text.tokens.filter((token) => token.start >= start && token.end <= end)
      for (const token of inside) scoreAt.get(token.start)!.score += contribution / own.length / inside.length
    }
  }
  return { spans: strongestRuns(text, scoreAt), fromWords, fromContext }
}

/** Runs of neighbouring words that speak for the label, the strongest ones, in reading order. */
function strongestRuns(text: FeatureText, scoreAt: Map<number, { end: number; score: number }>): Range[] {
  const most = Math.max(0, ...Array.from(scoreAt.values(), ({ score }) => score))
  if (most === 0) return []
  const runs: { start: number; end: number; score: number }[] = []
  let open: { start: number; end: number; score: number } | undefined
  for (const { start, end, punctuation } of text.tokens) {
    const score = scoreAt.get(start)!.score
    // A word with under a third of the strongest one's share would blur the reason.
    if (punctuation || score < most / 3) {
      open = undefined
      continue
    }
    if (!open) {
      open = { start, end, score: 0 }
      runs.push(open)
    }
    open.end = end
    open.score += score
  }
  return runs
    .sort((a, b) => b.score - a.score || a.start - b.start)
    .slice(0, mostSpans)
    .sort((a, b) => a.start - b.start)
    .map(({ start, end }) => ({ start, end }))
}
