import { chiSquareAbove } from '../distributions.ts'
import { symmetricEigen } from '../matrix.ts'

export interface Distance {
  /** Squared Mahalanobis distance to the mean answer, over the items the person answered. */
  squared: number
  /** Items it was measured on: its degrees of freedom. */
  items: number
  /** Chance of so far an answer under normality; ratings are not normal, so it flags too many rather than too few. */
  p: number
}

const smallestShareOfVariance = 1e-6

/**
 * How far each person's answers lie from the mean answer, given how the items vary together. Covariances come from the people
 * who answered both items; a missing answer counts as the item's mean and takes a degree of freedom. Directions in which the items
 * hardly vary (two items that say the same) are left out and counted out.
 * @param answers one array a person, items in the same order, NaN for none
 * Source: Mahalanobis (1936); as a screen for careless answers: Meade & Craig (2012), Psychological Methods 17, 437–455.
 */
export function mahalanobisDistances(answers: ArrayLike<number>[]): Distance[] {
  const size = answers[0]?.length ?? 0
  if (size === 0) return answers.map(() => ({ squared: 0, items: 0, p: 1 }))
  const means = Float64Array.from({ length: size }, (_, item) => meanOf(answers, item))
  const { values, vectors } = symmetricEigen(covariances(answers, means), size)
  const floor = smallestShareOfVariance * values[0]!
  const kept = values.filter((value) => value > floor).length
  return answers.map((row) => {
    let answered = 0
    const centred = Float64Array.from({ length: size }, (_, item) => {
      if (Number.isNaN(row[item]!)) return 0
      answered++
      return row[item]! - means[item]!
    })
    let squared = 0
    for (let direction = 0; direction < kept; direction++) {
      let projection = 0
      for (let item = 0; item < size; item++) projection += centred[item]! * vectors[direction * size + item]!
      squared += projection ** 2 / values[direction]!
    }
    const items = Math.min(answered, kept)
    return { squared, items, p: items === 0 ? 1 : chiSquareAbove(squared, items) }
  })
}

function meanOf(answers: ArrayLike<number>[], item: number): number {
  let sum = 0
  let count = 0
  for (const row of answers) {
    if (Number.isNaN(row[item]!)) continue
    sum += row[item]!
    count++
  }
  return count === 0 ? 0 : sum / count
}

function covariances(answers: ArrayLike<number>[], means: Float64Array): Float64Array {
  const size = means.length
  const matrix = new Float64Array(size * size)
  for (let one = 0; one < size; one++) {
    for (let other = one; other < size; other++) {
      let sum = 0
      let pairs = 0
      for (const row of answers) {
        if (Number.isNaN(row[one]!) || Number.isNaN(row[other]!)) continue
        sum += (row[one]! - means[one]!) * (row[other]! - means[other]!)
        pairs++
      }
      const covariance = pairs > 1 ? sum / (pairs - 1) : 0
      matrix[one * size + other] = covariance
      matrix[other * size + one] = covariance
    }
  }
  return matrix
}
