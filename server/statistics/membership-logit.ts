import { invert, multiplyVector } from './linear-systems.ts'

/** Rows of covariates, row-major, the first column 1 for the intercept. */
export interface Design {
  rows: number
  width: number
  values: Float64Array
}

/** Covariates as columns, one entry a person, become a design with an intercept. */
export function designOf(columns: ArrayLike<number>[], rows: number): Design {
  const width = columns.length + 1
  const values = new Float64Array(rows * width)
  for (let row = 0; row < rows; row++) {
    values[row * width] = 1
    columns.forEach((column, at) => {
      values[row * width + 1 + at] = column[row]!
    })
  }
  return { rows, width, values }
}

/**
 * Class probabilities of each row: a multinomial logit whose first class is the reference.
 * @param coefficients (classes − 1) × width, row-major: intercept and slopes of classes 1, 2, …
 * @returns rows × classes
 */
export function membershipShares(
  design: Design,
  coefficients: Float64Array,
  classes: number,
  into: Float64Array = new Float64Array(design.rows * classes),
): Float64Array {
  const { rows, width, values } = design
  for (let row = 0; row < rows; row++) {
    let largest = 0
    const at = row * classes
    into[at] = 0
    for (let index = 1; index < classes; index++) {
      let logit = 0
      for (let column = 0; column < width; column++) {
        logit += values[row * width + column]! * coefficients[(index - 1) * width + column]!
      }
      into[at + index] = logit
      if (logit > largest) largest = logit
    }
    let sum = 0
    for (let index = 0; index < classes; index++) {
      const part = Math.exp(into[at + index]! - largest)
      into[at + index] = part
      sum += part
    }
    for (let index = 0; index < classes; index++) into[at + index]! /= sum
  }
  return into
}

const MOST_HALVINGS = 30

/**
 * One Newton step of the coefficients towards the largest Σ counts · ln share, halved until it does not fall.
 * @param counts rows × classes: expected people of each class
 * @returns new coefficients; the old ones when no step helps
 */
export function improveCoefficients(
  design: Design,
  counts: Float64Array,
  coefficients: Float64Array,
  classes: number,
): Float64Array {
  const { rows, width, values } = design
  const size = (classes - 1) * width
  const shares = membershipShares(design, coefficients, classes)
  const gradient = new Float64Array(size)
  const information = new Float64Array(size * size)
  for (let row = 0; row < rows; row++) {
    let people = 0
    for (let index = 0; index < classes; index++) people += counts[row * classes + index]!
    for (let one = 1; one < classes; one++) {
      const share = shares[row * classes + one]!
      const surplus = counts[row * classes + one]! - people * share
      for (let i = 0; i < width; i++) {
        const at = (one - 1) * width + i
        const x = values[row * width + i]!
        gradient[at]! += x * surplus
        for (let other = 1; other <= one; other++) {
          const weight = people * share * ((one === other ? 1 : 0) - shares[row * classes + other]!) * x
          for (let j = 0; j < width; j++) {
            information[at * size + (other - 1) * width + j]! += weight * values[row * width + j]!
          }
        }
      }
    }
  }
  mirror(information, size)
  const inverted = invert(information, size)
  if (!inverted) return coefficients
  const move = multiplyVector(inverted.inverse, gradient)
  const before = objective(counts, shares)
  for (let halving = 0, length = 1; halving < MOST_HALVINGS; halving++, length /= 2) {
    const tried = coefficients.map((coefficient, at) => coefficient + length * move[at]!)
    if (objective(counts, membershipShares(design, tried, classes)) >= before) return tried
  }
  return coefficients
}

/** Copies the lower triangle onto the upper one. */
export function mirror(matrix: Float64Array, size: number): void {
  for (let i = 0; i < size; i++) for (let j = 0; j < i; j++) matrix[j * size + i] = matrix[i * size + j]!
}

function objective(counts: Float64Array, shares: Float64Array): number {
  let sum = 0
  counts.forEach((count, at) => {
    if (count > 0) sum += count * Math.log(Math.max(shares[at]!, 1e-300))
  })
  return sum
}
