import { invert, multiplySquare } from '../linear-systems.ts'
import { type Design, designOf, improveCoefficients, membershipShares, mirror } from '../membership-logit.ts'
import type { Classification } from './classification.ts'
import { type WaldTest, waldTest } from './wald.ts'

export interface MembershipRegression {
  /** Logits against the first class: (classes − 1) × (1 + covariates), row-major, intercepts first. */
  coefficients: Float64Array
  /** Sandwich standard errors of the same, the errors of classification taken as known. */
  errors: Float64Array
  /** Whether membership depends on the covariates at all: all slopes at once. */
  test: WaldTest
  /** People with every covariate. */
  people: number
  isConverged: boolean
}

const MOST_STEPS = 2000

/**
 * How membership depends on covariates, by maximum likelihood with the errors of classification held fixed (three-step ML).
 * @param covariates columns of one number per person, NaN when missing; people with a gap are left out
 * @returns null when the covariates are redundant or do not vary
 * Source: Vermunt (2010), Political Analysis 18, 450–469.
 */
export function regressMembership(
  covariates: ArrayLike<number>[],
  classification: Classification,
): MembershipRegression | null {
  const { classes } = classification
  const kept: number[] = []
  classification.assigned.forEach((place, person) => {
    if (place >= 0 && covariates.every((column) => !Number.isNaN(column[person]!))) kept.push(person)
  })
  const design = designOf(
    covariates.map((column) => kept.map((person) => column[person]!)),
    kept.length,
  )
  const { width } = design
  let coefficients: Float64Array = new Float64Array((classes - 1) * width)
  let isConverged = false
  for (let step = 0; step < MOST_STEPS && !isConverged; step++) {
    const { counts } = expect(design, coefficients, kept, classification)
    const next = improveCoefficients(design, counts, coefficients, classes)
    isConverged = next.every((value, at) => Math.abs(value - coefficients[at]!) < 1e-8 * (1 + Math.abs(value)))
    coefficients = next
  }
  const covariance = sandwich(design, coefficients, kept, classification)
  if (!covariance) return null
  const size = coefficients.length
  const slopes = Array.from({ length: size }, (_, at) => at).filter((at) => at % width !== 0)
  return {
    coefficients,
    errors: coefficients.map((_, at) => Math.sqrt(Math.max(0, covariance[at * size + at]!))),
    test: waldTest(
      slopes.map((at) => coefficients[at]!),
      Float64Array.from(slopes.flatMap((row) => slopes.map((column) => covariance[row * size + column]!))),
    ),
    people: kept.length,
    isConverged,
  }
}

/** Class probabilities of the people kept given covariates alone, and given the class they were put into as well. */
function expect(design: Design, coefficients: Float64Array, kept: number[], classification: Classification) {
  const { classes, assigned, weights, errors } = classification
  const shares = membershipShares(design, coefficients, classes)
  const posteriors = new Float64Array(shares.length)
  const counts = new Float64Array(shares.length)
  kept.forEach((person, row) => {
    const at = row * classes
    let sum = 0
    for (let index = 0; index < classes; index++) {
      posteriors[at + index] = shares[at + index]! * errors[index * classes + assigned[person]!]!
      sum += posteriors[at + index]!
    }
    for (let index = 0; index < classes; index++) {
      posteriors[at + index]! /= sum
      counts[at + index] = weights[person]! * posteriors[at + index]!
    }
  })
  return { shares, posteriors, counts }
}

/** A⁻¹ B A⁻¹ of the observed information and the outer products of the people's scores. */
function sandwich(
  design: Design,
  coefficients: Float64Array,
  kept: number[],
  classification: Classification,
): Float64Array | null {
  const { classes, weights } = classification
  const { width, values } = design
  const { shares, posteriors } = expect(design, coefficients, kept, classification)
  const size = coefficients.length
  const information = new Float64Array(size * size)
  const scatter = new Float64Array(size * size)
  kept.forEach((person, row) => {
    const weight = weights[person]!
    const at = row * classes
    for (let p = 0; p < size; p++) {
      const one = 1 + Math.floor(p / width)
      const x = values[row * width + (p % width)]!
      const scoreOne = posteriors[at + one]! - shares[at + one]!
      for (let q = 0; q <= p; q++) {
        const other = 1 + Math.floor(q / width)
        const product = x * values[row * width + (q % width)]!
        const same = one === other ? 1 : 0
        const prior = shares[at + one]! * (same - shares[at + other]!)
        const posterior = posteriors[at + one]! * (same - posteriors[at + other]!)
        information[p * size + q]! += weight * product * (prior - posterior)
        scatter[p * size + q]! += weight * weight * product * scoreOne * (posteriors[at + other]! - shares[at + other]!)
      }
    }
  })
  mirror(information, size)
  mirror(scatter, size)
  const inverted = invert(information, size)
  if (!inverted) return null
  return multiplySquare(multiplySquare(inverted.inverse, scatter, size), inverted.inverse, size)
}
