import type { JudgedScore } from './calibration.ts'

/**
 * The score from which saying yes gives the best F1 on rows the model was not trained on, half way to the next lower
 * score; 0 when no row holds. Weighted rows count by their weight.
 */
export function bestThreshold(judged: JudgedScore[]): number {
  const sorted = [...judged].sort((a, b) => b.score - a.score)
  const all = sorted.reduce((sum, { holds, weight = 1 }) => sum + (holds ? weight : 0), 0)
  if (all === 0) return 0
  let best = -1
  let threshold = 0
  let right = 0
  let said = 0
  for (const [index, { score, holds, weight = 1 }] of sorted.entries()) {
    said += weight
    if (holds) right += weight
    const next = sorted[index + 1]
    if (next && next.score === score) continue
    const f1 = (2 * right) / (said + all)
    if (f1 > best) {
      best = f1
      threshold = next ? (score + next.score) / 2 : score - 1e-6
    }
  }
  return threshold
}

/**
 * The lowest score from which at least this share of the rows said yes to is right, or null when no score reaches it over
 * at least `leastSaid` rows: what may be assigned without asking.
 */
export function thresholdForPrecision(judged: JudgedScore[], wanted: number, leastSaid = 10): number | null {
  const sorted = [...judged].sort((a, b) => b.score - a.score)
  let right = 0
  let threshold: number | null = null
  for (const [index, { score, holds }] of sorted.entries()) {
    if (holds) right++
    const next = sorted[index + 1]
    if (next && next.score === score) continue
    if (index + 1 >= leastSaid && right / (index + 1) >= wanted) threshold = next ? (score + next.score) / 2 : score
  }
  return threshold
}
