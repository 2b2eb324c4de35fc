/**
 * Agreement of two coders over the same units as a square table of counts: row = first coder's value, column = second's.
 * Every coefficient is null where it would be 0/0: both coders gave one value throughout, which says nothing.
 */
export type AgreementTable = number[][]

/** Share of units on which both coders gave the same value, a fraction; null for an empty table. */
export function percentAgreement(table: AgreementTable): number | null {
  const total = sum(table.flat())
  return total === 0 ? null : sum(table.map((row, index) => row[index]!)) / total
}

/**
 * Cohen's kappa.
 * @param weights disagreement of each pair of values, 0 on the diagonal; without them every disagreement counts alike
 * Source: Cohen (1960), Educational and Psychological Measurement 20, 37–46; weighted: Cohen (1968), Psychological Bulletin 70, 213–220.
 */
export function cohenKappa(table: AgreementTable, weights: number[][] = nominalWeights(table.length)): number | null {
  const { total, rows, columns } = margins(table)
  if (total === 0) return null
  let observed = 0
  let expected = 0
  for (const [first, row] of table.entries()) {
    for (const [second, count] of row.entries()) {
      const weight = weights[first]![second]!
      observed += weight * count
      expected += (weight * rows[first]! * columns[second]!) / total
    }
  }
  return expected === 0 ? null : 1 - observed / expected
}

/** Scott's pi: chance from the values both coders used together. Source: Scott (1955), Public Opinion Quarterly 19, 321–325. */
export function scottPi(table: AgreementTable): number | null {
  const shares = pooledShares(table)
  return corrected(table, sum(shares.map((share) => share ** 2)))
}

/**
 * Gwet's AC1, steadier than kappa where a code is rare.
 * Source: Gwet (2008), British Journal of Mathematical and Statistical Psychology 61, 29–48.
 */
export function gwetAC1(table: AgreementTable): number | null {
  const shares = pooledShares(table)
  return corrected(table, sum(shares.map((share) => share * (1 - share))) / (table.length - 1))
}

/** Chance taken as equal for every value. Source: Brennan & Prediger (1981), Educational and Psychological Measurement 41, 687–699. */
export function brennanPrediger(table: AgreementTable): number | null {
  return corrected(table, 1 / table.length)
}

/** Disagreement growing with the distance of ordered values: |row − column|, or its square. */
export function distanceWeights(size: number, power: 1 | 2): number[][] {
  return square(size, (row, column) => Math.abs(row - column) ** power)
}

/**
 * Fleiss' kappa for a fixed number of coders.
 * @param counts per unit how many coders gave each value; every row has the same sum
 * @throws {RangeError} when the rows have different sums
 * Source: Fleiss (1971), Psychological Bulletin 76, 378–382.
 */
export function fleissKappa(counts: number[][]): { kappa: number | null; observed: number; expected: number } {
  const coders = sum(counts[0] ?? [])
  if (counts.some((row) => sum(row) !== coders))
    throw new RangeError('Fleiss’ kappa needs the same coders on every unit.')
  const pairs = coders * (coders - 1)
  const observed = sum(counts.map((row) => sum(row.map((count) => count * (count - 1))) / pairs)) / counts.length
  const used = counts[0]!.map((_, value) => sum(counts.map((row) => row[value]!)) / (coders * counts.length))
  const expected = sum(used.map((share) => share ** 2))
  return { kappa: expected === 1 ? null : (observed - expected) / (1 - expected), observed, expected }
}

/** Holsti's coefficient: decisions agreed on twice over decisions made. Source: Holsti (1969), Content Analysis. */
export function holsti({ agreed, first, second }: { agreed: number; first: number; second: number }): number | null {
  return first + second === 0 ? null : (2 * agreed) / (first + second)
}

function corrected(table: AgreementTable, expected: number): number | null {
  const observed = percentAgreement(table)
  return observed === null || expected === 1 ? null : (observed - expected) / (1 - expected)
}

function margins(table: AgreementTable) {
  const rows = table.map(sum)
  const columns = table.map((_, column) => sum(table.map((row) => row[column]!)))
  return { total: sum(rows), rows, columns }
}

function pooledShares(table: AgreementTable): number[] {
  const { total, rows, columns } = margins(table)
  return rows.map((count, index) => (count + columns[index]!) / (2 * total))
}

function nominalWeights(size: number): number[][] {
  return square(size, (row, column) => (row === column ? 0 : 1))
}

function square(size: number, value: (row: number, column: number) => number): number[][] {
  return Array.from({ length: size }, (_, row) => Array.from({ length: size }, (_, column) => value(row, column)))
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
