import type { Indicator } from '../statistics/indicator.ts'
import { repetition } from '../statistics/repeated-items.ts'

/**
 * How far two indicators say the same, 0 to 1, over the rows where both are observed: Cramér's V for two categorical ones, |Pearson's r|
 * otherwise (categories by position), or how far one repeats the other in other steps, whichever is more. 0 when fewer than 30 people
 * have both.
 */
export function association(a: Indicator, b: Indicator, among: Uint8Array): number {
  const isCategorical = 'categories' in a && 'categories' in b
  const together = isCategorical
    ? cramersV(a.values, b.values, a.categories.length, b.categories.length, among)
    : absoluteCorrelation(a, b, among)
  return Math.max(together, repetition(a, b, among))
}

const fewestPairs = 30

function cramersV(a: Int16Array, b: Int16Array, rows: number, columns: number, among: Uint8Array): number {
  if (rows < 2 || columns < 2) return 0
  const counts = new Float64Array(rows * columns)
  const rowSums = new Float64Array(rows)
  const columnSums = new Float64Array(columns)
  let total = 0
  for (let person = 0; person < among.length; person++) {
    const [i, j] = [a[person]!, b[person]!]
    if (among[person] !== 1 || i < 0 || j < 0) continue
    counts[i * columns + j]!++
    rowSums[i]!++
    columnSums[j]!++
    total++
  }
  if (total < fewestPairs) return 0
  let chiSquare = 0
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const expected = (rowSums[i]! * columnSums[j]!) / total
      if (expected > 0) chiSquare += (counts[i * columns + j]! - expected) ** 2 / expected
    }
  }
  const usedRows = rowSums.filter((sum) => sum > 0).length
  const usedColumns = columnSums.filter((sum) => sum > 0).length
  const smaller = Math.min(usedRows, usedColumns) - 1
  return smaller < 1 ? 0 : Math.sqrt(chiSquare / (total * smaller))
}

function absoluteCorrelation(a: Indicator, b: Indicator, among: Uint8Array): number {
  let [n, sumA, sumB, sumAA, sumBB, sumAB] = [0, 0, 0, 0, 0, 0]
  for (let person = 0; person < among.length; person++) {
    const [x, y] = [numberOf(a, person), numberOf(b, person)]
    if (among[person] !== 1 || Number.isNaN(x) || Number.isNaN(y)) continue
    n++
    sumA += x
    sumB += y
    sumAA += x * x
    sumBB += y * y
    sumAB += x * y
  }
  if (n < fewestPairs) return 0
  const variance = (sumAA - (sumA * sumA) / n) * (sumBB - (sumB * sumB) / n)
  return variance <= 0 ? 0 : Math.abs(sumAB - (sumA * sumB) / n) / Math.sqrt(variance)
}

function numberOf(indicator: Indicator, person: number): number {
  const value = indicator.values[person]!
  return 'categories' in indicator && value < 0 ? Number.NaN : value
}
