import type { Classification } from './classification.ts'

/** Means of the classes, freed of the errors of classification. */
export interface ClassMeans {
  /** One per class. */
  means: Float64Array
  /** classes × classes: sandwich covariance of the means, one cluster a person. */
  covariance: Float64Array
  /** Corrected weight of each class among those who answered. */
  totals: Float64Array
}

/**
 * Corrected means of the classes (BCH): everyone counts for every class by the corrected weights of the class they were put
 * into, some of which are negative, so nothing is assumed about how values spread within classes.
 * @param values one per person, NaN when missing
 * @returns null when a class has no positive weight among those who answered
 * Standard errors take the classification errors as known.
 * Source: Bolck, Croon & Hagenaars (2004); Vermunt (2010); Bakk, Tekle & Vermunt (2013), Sociological Methodology 43, 272–311.
 */
export function classMeans(values: ArrayLike<number>, classification: Classification): ClassMeans | null {
  const { classes, assigned, weights, corrections } = classification
  const totals = new Float64Array(classes)
  const means = new Float64Array(classes)
  let people = 0
  for (let person = 0; person < assigned.length; person++) {
    const value = values[person]!
    const place = assigned[person]!
    if (place < 0 || Number.isNaN(value)) continue
    people++
    for (let index = 0; index < classes; index++) {
      const weight = weights[person]! * corrections[place * classes + index]!
      totals[index]! += weight
      means[index]! += weight * value
    }
  }
  if (people < 2 || totals.some((total) => !(total > 0))) return null
  for (let index = 0; index < classes; index++) means[index]! /= totals[index]!

  const covariance = new Float64Array(classes * classes)
  const influence = new Float64Array(classes)
  for (let person = 0; person < assigned.length; person++) {
    const value = values[person]!
    const place = assigned[person]!
    if (place < 0 || Number.isNaN(value)) continue
    for (let index = 0; index < classes; index++) {
      const weight = weights[person]! * corrections[place * classes + index]!
      influence[index] = (weight * (value - means[index]!)) / totals[index]!
    }
    for (let at = 0; at < covariance.length; at++) {
      covariance[at]! += influence[Math.floor(at / classes)]! * influence[at % classes]!
    }
  }
  const scale = people / (people - 1)
  return { means, covariance: covariance.map((entry) => entry * scale), totals }
}

/** One class against all others together, on values of people. */
export interface Opposition {
  these: number
  rest: number
  /** Standard error of these − rest, and of each side alone. */
  error: number
  errorThese: number
  errorRest: number
  /** Standard error of these − rest if the true difference were `d`: both sides are moved towards each other as far as that takes. */
  errorIf: (d: number) => number
  /** The differences that a test on `errorIf` does not reject at so many standard errors; its ends are the test's own. */
  within: (reach: number) => { low: number; high: number }
  /** Corrected within-group variances, at least 0. */
  varianceThese: number
  varianceRest: number
  /** Kish's effective number of people behind each side: (Σ a)² / Σ a² of the corrected weights. */
  effectiveThese: number
  effectiveRest: number
}

/** How far the errors of sorting people are in doubt, with what is estimated of each class. */
export interface SortingDoubt {
  /** Covariance of the entries of `errors`, (classes²)², row-major. */
  covariance: ArrayLike<number>
  /** Corrected mean, or share, of each class, and its corrected weight among those who answered. */
  means: ArrayLike<number>
  totals: ArrayLike<number>
}

/**
 * The corrected mean of a class and of everyone else, with sandwich standard errors.
 * @param values one per person, NaN when missing
 * @param at optional estimates to take the errors at, where better ones are known than the corrected means (shares within 0 … 1)
 * @param doubt about the errors of sorting; without it they are taken as known
 * @returns null when a side has no positive weight among those who answered
 */
export function opposeClass(
  values: ArrayLike<number>,
  classification: Classification,
  index: number,
  at?: { these: number; rest: number },
  doubt?: SortingDoubt,
): Opposition | null {
  const { classes, assigned, weights, corrections } = classification
  const sides = { these: 0, rest: 0, squaresThese: 0, squaresRest: 0, sumThese: 0, sumRest: 0, people: 0 }
  const visit = (use: (value: number, own: number, other: number) => void) => {
    for (let person = 0; person < assigned.length; person++) {
      const value = values[person]!
      const place = assigned[person]!
      if (place < 0 || Number.isNaN(value)) continue
      const own = corrections[place * classes + index]!
      use(value, weights[person]! * own, weights[person]! * (1 - own))
    }
  }
  visit((value, own, other) => {
    sides.people++
    sides.these += own
    sides.rest += other
    sides.squaresThese += own * own
    sides.squaresRest += other * other
    sides.sumThese += own * value
    sides.sumRest += other * value
  })
  if (!(sides.these > 0 && sides.rest > 0) || sides.people < 2) return null
  const these = sides.sumThese / sides.these
  const rest = sides.sumRest / sides.rest
  const centre = at ?? { these, rest }
  const part = sides.these / (sides.these + sides.rest)
  const squares = { these: 0, rest: 0, shared: 0, moved: 0, movedTwice: 0, withinThese: 0, withinRest: 0 }
  visit((value, own, other) => {
    const one = (own * (value - centre.these)) / sides.these
    const two = (other * (value - centre.rest)) / sides.rest
    // By how much a person's influence changes for each step that the two sides are moved apart.
    const move = (own * (1 - part)) / sides.these + (other * part) / sides.rest
    squares.these += one * one
    squares.rest += two * two
    squares.shared += one * two
    squares.moved += (one - two) * move
    squares.movedTwice += move * move
    squares.withinThese += own * (value - these) ** 2
    squares.withinRest += other * (value - rest) ** 2
  })
  const effectiveThese = sides.these ** 2 / sides.squaresThese
  const effectiveRest = sides.rest ** 2 / sides.squaresRest
  // With everyone placed for certain these are the variances of Welch's test.
  const scaleThese = effectiveThese / Math.max(0.5, effectiveThese - 1)
  const scaleRest = effectiveRest / Math.max(0.5, effectiveRest - 1)
  const shared = squares.shared * Math.sqrt(scaleThese * scaleRest)
  const sorting = doubt
    ? sortingVariance(doubt, classification, { index, centre, sides })
    : { these: 0, rest: 0, at: 0, slope: 0, bend: 0 }
  const variance = squares.these * scaleThese + squares.rest * scaleRest - 2 * shared + sorting.at
  const difference = centre.these - centre.rest
  const curve = {
    at: squares.these + squares.rest - 2 * squares.shared + sorting.at,
    slope: -2 * squares.moved + sorting.slope,
    bend: squares.movedTwice + sorting.bend,
  }
  return {
    these,
    rest,
    error: Math.sqrt(Math.max(0, variance)),
    errorThese: Math.sqrt(squares.these * scaleThese + sorting.these),
    errorRest: Math.sqrt(squares.rest * scaleRest + sorting.rest),
    errorIf: (d) => {
      const step = d - difference
      return Math.sqrt(Math.max(0, curve.at + curve.slope * step + curve.bend * step * step))
    },
    within: (reach) => notRejected(difference, curve, reach),
    varianceThese: Math.max(0, squares.withinThese / sides.these),
    varianceRest: Math.max(0, squares.withinRest / sides.rest),
    effectiveThese,
    effectiveRest,
  }
}

/**
 * The d with |difference − d| ≤ reach · error(d), where error(d)² = at + slope · (d − difference) + bend · (d − difference)².
 * Without an end on either side where so few people tell nothing.
 */
function notRejected(
  difference: number,
  { at, slope, bend }: { at: number; slope: number; bend: number },
  reach: number,
): { low: number; high: number } {
  const square = reach * reach
  const lead = 1 - square * bend
  if (!(lead > 0)) return { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY }
  const middle = (square * slope) / (2 * lead)
  const half = Math.sqrt(Math.max(0, middle * middle + (square * at) / lead))
  return { low: difference + middle - half, high: difference + middle + half }
}

/**
 * What doubt about the errors of sorting adds to the variance of each side, and to that of their difference as a curve over how far the
 * sides are moved apart: where all classes are alike, sorting people wrongly changes nothing.
 * Delta method: a change dD of the errors changes their inverse H by −H dD H.
 */
function sortingVariance(
  { covariance, means, totals }: SortingDoubt,
  { classes, corrections }: Classification,
  {
    index,
    centre,
    sides,
  }: { index: number; centre: { these: number; rest: number }; sides: { these: number; rest: number } },
): { these: number; rest: number; at: number; slope: number; bend: number } {
  const size = classes * classes
  const [own, others, apart, step] = [0, 1, 2, 3].map(() => new Float64Array(size)) as Float64Array[]
  for (let from = 0; from < classes; from++) {
    for (let put = 0; put < classes; put++) {
      const entry = from * classes + put
      const reach = corrections[put * classes + index]! * totals[from]!
      own![entry] = (-reach * (means[from]! - centre.these)) / sides.these
      others![entry] = (reach * (means[from]! - centre.rest)) / sides.rest
      apart![entry] = own![entry]! - others![entry]!
      step![entry] = from === index ? -reach / sides.rest : reach / sides.these
    }
  }
  const form = (one: Float64Array, other: Float64Array) => {
    let sum = 0
    for (let row = 0; row < size; row++) {
      for (let column = 0; column < size; column++) {
        sum += one[row]! * covariance[row * size + column]! * other[column]!
      }
    }
    return sum
  }
  return {
    these: Math.max(0, form(own!, own!)),
    rest: Math.max(0, form(others!, others!)),
    at: Math.max(0, form(apart!, apart!)),
    slope: 2 * form(apart!, step!),
    bend: Math.max(0, form(step!, step!)),
  }
}
