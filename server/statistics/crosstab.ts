import { chiSquareAbove, normalTwoSided } from './distributions.ts'
import { benjaminiHochberg } from './multiple-testing.ts'
import { randomFrom, shuffle } from './random.ts'

/** Counts of people, rows × columns; every row and column holds someone. */
export type Counts = number[][]

export interface Association {
  n: number
  chiSquare: number
  df: number
  /** From the chi-square distribution, or by permutation where an expected count is below 5. */
  p: number
  pBy: 'chi-square' | 'permutation'
  cramersV: number
  /** Corrected for chance: about 0 when there is nothing, whatever the size of the table. */
  cramersVCorrected: number
  /** What Cohen's w of .1, .3, .5 means for a table of this size. */
  strength: 'none to speak of' | 'small' | 'medium' | 'large'
}

export interface Residual {
  /** Adjusted residual: about standard normal when row and column have nothing to do with each other. */
  value: number
  p: number
  /** Benjamini–Hochberg over the table. */
  pAdjusted: number
  /** '' unless the adjusted p is below .05; then by size: 1.96, 2.58, 3.29. */
  stars: '' | '*' | '**' | '***'
}

/**
 * How strongly rows and columns go together.
 * Source: Pearson (1900); Cramér (1946); Bergsma (2013), Journal of the Korean Statistical Society 42, 323–328.
 */
export function association(
  counts: Counts,
  { seed = 1, draws = 2000 }: { seed?: number; draws?: number } = {},
): Association {
  const { rows, columns, n } = margins(counts)
  const r = rows.length
  const c = columns.length
  const chiSquare = chiSquareOf(counts, rows, columns, n)
  const df = (r - 1) * (c - 1)
  const smaller = Math.min(r, c)
  const plain = smaller > 1 ? Math.sqrt(chiSquare / (n * (smaller - 1))) : 0
  const rCorrected = r - (r - 1) ** 2 / (n - 1)
  const cCorrected = c - (c - 1) ** 2 / (n - 1)
  const room = Math.min(rCorrected, cCorrected) - 1
  const corrected = room > 0 && df > 0 ? Math.sqrt(Math.max(0, chiSquare / n - df / (n - 1)) / room) : 0
  const isThin = Math.min(...rows) * Math.min(...columns) < 5 * n
  return {
    n,
    chiSquare,
    df,
    p: df === 0 ? 1 : isThin ? permutationP(counts, chiSquare, { seed, draws }) : chiSquareAbove(chiSquare, df),
    pBy: isThin && df > 0 ? 'permutation' : 'chi-square',
    cramersV: plain,
    cramersVCorrected: corrected,
    strength: strengthOf(corrected, smaller),
  }
}

/**
 * Adjusted residuals, with p-values behind the false discovery rate of the table.
 * Source: Haberman (1973), Biometrics 29, 205–220.
 */
export function adjustedResiduals(counts: Counts): Residual[][] {
  const { rows, columns, n } = margins(counts)
  const values = counts.map((row, i) =>
    row.map((count, j) => {
      const expected = (rows[i]! * columns[j]!) / n
      const spread = Math.sqrt(expected * (1 - rows[i]! / n) * (1 - columns[j]! / n))
      return spread > 0 ? (count - expected) / spread : 0
    }),
  )
  const p = values.flat().map(normalTwoSided)
  const adjusted = benjaminiHochberg(p)
  return values.map((row, i) =>
    row.map((value, j) => {
      const at = i * columns.length + j
      const size = Math.abs(value)
      const stars = adjusted[at]! >= 0.05 ? '' : size >= 3.29 ? '***' : size >= 2.58 ? '**' : size >= 1.96 ? '*' : ''
      return { value, p: p[at]!, pAdjusted: adjusted[at]!, stars }
    }),
  )
}

export interface Uncertainty {
  /** Entropies in nats. */
  rowEntropy: number
  columnEntropy: number
  mutualInformation: number
  /** Part of the uncertainty about the row that knowing the column removes (Theil's U), and the reverse. */
  rowGivenColumn: number
  columnGivenRow: number
  /** Effective number of columns that each row spreads over: exp of its entropy, 1 … columns. */
  spans: number[]
  /** How mixed each column is over the rows: entropy over its largest value, 0 … 1. */
  mixes: number[]
  /** Effective number of rows and of columns. */
  effectiveRows: number
  effectiveColumns: number
}

/** What the label of a column tells about the row, and the reverse. Source: Theil (1970), American Journal of Sociology 76(1), 103–154. */
export function uncertainty(counts: Counts): Uncertainty {
  const { rows, columns, n } = margins(counts)
  const rowEntropy = entropyOfCounts(rows)
  const columnEntropy = entropyOfCounts(columns)
  const withinColumns = columns.map((_, j) => entropyOfCounts(counts.map((row) => row[j]!)))
  const conditional = withinColumns.reduce((sum, entropy, j) => sum + (columns[j]! / n) * entropy, 0)
  const mutualInformation = Math.max(0, rowEntropy - conditional)
  return {
    rowEntropy,
    columnEntropy,
    mutualInformation,
    rowGivenColumn: rowEntropy > 0 ? mutualInformation / rowEntropy : 0,
    columnGivenRow: columnEntropy > 0 ? mutualInformation / columnEntropy : 0,
    spans: counts.map((row) => Math.exp(entropyOfCounts(row))),
    mixes: withinColumns.map((entropy) => (rows.length > 1 ? entropy / Math.log(rows.length) : 0)),
    effectiveRows: Math.exp(rowEntropy),
    effectiveColumns: Math.exp(columnEntropy),
  }
}

/** Share of the row within a column over its share of everyone: 1 means as common there as anywhere. */
export function lifts(counts: Counts): number[][] {
  const { rows, columns, n } = margins(counts)
  return counts.map((row, i) => row.map((count, j) => count / columns[j]! / (rows[i]! / n)))
}

/** How many of the largest groups hold at least `share` of the people. */
export function groupsHolding(sizes: readonly number[], share: number): number {
  const total = sizes.reduce((sum, size) => sum + size, 0)
  let held = 0
  let groups = 0
  for (const size of [...sizes].sort((one, other) => other - one)) {
    if (held >= share * total - 1e-9) break
    held += size
    groups++
  }
  return groups
}

/** −Σ s ln s of the shares, in nats. */
export function entropyOfCounts(counts: readonly number[]): number {
  const total = counts.reduce((sum, count) => sum + count, 0)
  if (!(total > 0)) return 0
  return -counts.reduce((sum, count) => sum + (count > 0 ? (count / total) * Math.log(count / total) : 0), 0)
}

export function margins(counts: Counts): { rows: number[]; columns: number[]; n: number } {
  const rows = counts.map((row) => row.reduce((sum, count) => sum + count, 0))
  const columns = (counts[0] ?? []).map((_, j) => counts.reduce((sum, row) => sum + row[j]!, 0))
  return { rows, columns, n: rows.reduce((sum, count) => sum + count, 0) }
}

function chiSquareOf(counts: Counts, rows: number[], columns: number[], n: number): number {
  let total = 0
  counts.forEach((row, i) => {
    row.forEach((count, j) => {
      const expected = (rows[i]! * columns[j]!) / n
      if (expected > 0) total += (count - expected) ** 2 / expected
    })
  })
  return total
}

/** Share of shuffled tables with the same margins that are at least as far from independence, the observed one counted. */
function permutationP(counts: Counts, observed: number, { seed, draws }: { seed: number; draws: number }): number {
  const { rows, columns, n } = margins(counts)
  const random = randomFrom(seed)
  const rowOf: number[] = []
  const columnOf: number[] = []
  counts.forEach((row, i) => {
    row.forEach((count, j) => {
      for (let person = 0; person < Math.round(count); person++) {
        rowOf.push(i)
        columnOf.push(j)
      }
    })
  })
  let asFar = 0
  for (let draw = 0; draw < draws; draw++) {
    shuffle(columnOf, random)
    const table = rows.map(() => new Array<number>(columns.length).fill(0))
    for (let person = 0; person < rowOf.length; person++) table[rowOf[person]!]![columnOf[person]!]!++
    if (chiSquareOf(table, rows, columns, n) >= observed - 1e-9) asFar++
  }
  return (asFar + 1) / (draws + 1)
}

function strengthOf(v: number, smaller: number): Association['strength'] {
  const w = v * Math.sqrt(Math.max(1, smaller - 1))
  if (w < 0.1) return 'none to speak of'
  if (w < 0.3) return 'small'
  return w < 0.5 ? 'medium' : 'large'
}
