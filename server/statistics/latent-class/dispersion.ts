import type { Observations } from './observations.ts'

/** From this ratio on, counts spread so much within classes that a Poisson model takes their spread for classes. */
export const OVERDISPERSED = 1.5

/**
 * Variance of a count within the classes over its mean there, people counted by their posteriors: about 1 when counts are
 * Poisson in each class, more when they spread wider.
 * @param posteriors patterns × classes
 * @param place the item's, which must be a count
 */
export function dispersionOf(
  observations: Observations,
  posteriors: Float64Array,
  { classes, place }: { classes: number; place: number },
): number {
  const item = observations.items[place]!
  const width = observations.items.length
  const people = new Float64Array(classes)
  const sums = new Float64Array(classes)
  const squares = new Float64Array(classes)
  for (let pattern = 0; pattern < observations.patterns; pattern++) {
    const row = observations.rows[pattern * width + place]!
    if (row === observations.valueRows) continue
    const value = item.values![row - item.firstRow]!
    for (let index = 0; index < classes; index++) {
      const weight = observations.weights[pattern]! * posteriors[pattern * classes + index]!
      people[index]! += weight
      sums[index]! += weight * value
      squares[index]! += weight * value * value
    }
  }
  let variance = 0
  let mean = 0
  for (let index = 0; index < classes; index++) {
    if (!(people[index]! > 0)) continue
    variance += squares[index]! - sums[index]! ** 2 / people[index]!
    mean += sums[index]!
  }
  return mean > 0 ? variance / mean : 1
}
