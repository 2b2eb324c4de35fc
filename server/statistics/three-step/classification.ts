import { invert } from '../linear-systems.ts'

/** People with their posteriors, from the fit of a latent class model. */
export interface ClassifiedPeople {
  /** people × classes, row-major; a NaN row is a person outside the fit and is left out. */
  posteriors: Float64Array
  classes: number
  /** One per person; absent means 1 each. */
  weights?: Float64Array
}

/** How people were put into classes, and how often that goes wrong. */
export interface Classification {
  classes: number
  /** Most likely class of each person, −1 outside the fit. */
  assigned: Int32Array
  /** One per person. */
  weights: Float64Array
  /** errors[c × classes + s]: probability of being put into s for somebody of class c; rows sum to 1. */
  errors: Float64Array
  /** Its inverse: row s holds the corrected weights of somebody put into s, over the classes; rows sum to 1. */
  corrections: Float64Array
  /** Condition number of `errors`: 1 when nobody is misplaced. */
  condition: number
}

/** Above this the classes overlap so much that a correction would only blow up noise. */
export const LARGEST_CONDITION = 1e3

/**
 * Puts everyone into the most likely class and counts from the posteriors how often that is wrong.
 * @returns null when the errors cannot be undone: a class is nobody's most likely one, or the classes overlap too much
 * Source: Bolck, Croon & Hagenaars (2004), Political Analysis 12, 3–27; Vermunt (2010), Political Analysis 18, 450–469.
 */
export function classify({ posteriors, classes, weights: given }: ClassifiedPeople): Classification | null {
  const size = posteriors.length / classes
  const assigned = new Int32Array(size).fill(-1)
  const weights = new Float64Array(size)
  const errors = new Float64Array(classes * classes)
  const totals = new Float64Array(classes)
  for (let person = 0; person < size; person++) {
    const likeliest = likeliestClass(posteriors, classes, person)
    const weight = given ? given[person]! : 1
    if (likeliest < 0 || !(weight > 0)) continue
    assigned[person] = likeliest
    weights[person] = weight
    for (let index = 0; index < classes; index++) {
      const part = weight * posteriors[person * classes + index]!
      errors[index * classes + likeliest]! += part
      totals[index]! += part
    }
  }
  for (let at = 0; at < errors.length; at++) errors[at]! /= totals[Math.floor(at / classes)]!
  const inverted = invert(errors, classes)
  if (!inverted || !(inverted.condition < LARGEST_CONDITION)) return null
  return { classes, assigned, weights, errors, corrections: inverted.inverse, condition: inverted.condition }
}

/** The class with the largest posterior, the first of equals; −1 for a NaN row. */
export function likeliestClass(posteriors: Float64Array, classes: number, person: number): number {
  let best = -1
  let largest = Number.NEGATIVE_INFINITY
  for (let index = 0; index < classes; index++) {
    const posterior = posteriors[person * classes + index]!
    if (posterior > largest) {
      largest = posterior
      best = index
    }
  }
  return best
}
