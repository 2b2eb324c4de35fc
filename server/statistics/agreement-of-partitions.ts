/** Two groupings of the same people, as a table of (weighted) counts, row-major: first grouping × second grouping. */
export function overlapTable(
  first: Int32Array,
  second: Int32Array,
  { rows, columns, weights }: { rows: number; columns: number; weights?: Float64Array },
): Float64Array {
  const table = new Float64Array(rows * columns)
  for (let person = 0; person < first.length; person++) {
    if (first[person]! < 0 || second[person]! < 0) continue
    table[first[person]! * columns + second[person]!]! += weights ? weights[person]! : 1
  }
  return table
}

/**
 * Adjusted Rand index: agreement of two groupings over pairs of people, 0 by chance, 1 when equal.
 * Source: Hubert & Arabie (1985), Journal of Classification 2, 193–218.
 */
export function adjustedRand(table: Float64Array, { rows, columns }: { rows: number; columns: number }): number {
  const pairs = (count: number) => (count * (count - 1)) / 2
  const rowSums = new Float64Array(rows)
  const columnSums = new Float64Array(columns)
  let together = 0
  let n = 0
  table.forEach((count, at) => {
    rowSums[Math.floor(at / columns)]! += count
    columnSums[at % columns]! += count
    together += pairs(count)
    n += count
  })
  const first = rowSums.reduce((sum, count) => sum + pairs(count), 0)
  const second = columnSums.reduce((sum, count) => sum + pairs(count), 0)
  const expected = (first * second) / pairs(n)
  const largest = (first + second) / 2
  return largest === expected ? 1 : (together - expected) / (largest - expected)
}

/**
 * For each group of the first grouping, its best overlap with any group of the second: shared / either, 0 … 1.
 * Source: Hennig (2007), Computational Statistics & Data Analysis 52, 258–271.
 */
export function bestJaccards(table: Float64Array, { rows, columns }: { rows: number; columns: number }): number[] {
  const rowSums = new Float64Array(rows)
  const columnSums = new Float64Array(columns)
  table.forEach((count, at) => {
    rowSums[Math.floor(at / columns)]! += count
    columnSums[at % columns]! += count
  })
  return Array.from({ length: rows }, (_, row) => {
    let best = 0
    for (let column = 0; column < columns; column++) {
      const shared = table[row * columns + column]!
      const either = rowSums[row]! + columnSums[column]! - shared
      if (either > 0) best = Math.max(best, shared / either)
    }
    return best
  })
}
