/**
 * Benjamini–Hochberg adjusted p-values: rejecting all at or below q keeps the expected share of false discoveries at q.
 * @param pValues fractions in [0, 1], in any order
 * @returns adjusted values in the same order
 * Source: Benjamini & Hochberg (1995), JRSS B 57(1), 289–300.
 */
export function benjaminiHochberg(pValues: readonly number[]): number[] {
  const count = pValues.length
  const order = pValues.map((_, index) => index).sort((one, other) => pValues[other]! - pValues[one]!)
  const adjusted = new Array<number>(count)
  let smallest = 1
  order.forEach((index, position) => {
    smallest = Math.min(smallest, (pValues[index]! * count) / (count - position))
    adjusted[index] = smallest
  })
  return adjusted
}
