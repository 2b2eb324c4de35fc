import { chiSquareAbove } from '../distributions.ts'
import { symmetricEigen } from '../matrix.ts'

export interface WaldTest {
  /** Chi-square distributed when the null holds. */
  statistic: number
  /** Rank of the covariance: directions in which the estimates can differ at all. */
  df: number
  p: number
}

/**
 * Wald's test that all the estimates are zero, through a generalised inverse, so that redundant estimates cost nothing.
 * @param covariance of the estimates, square, row-major
 * Source: Wald (1943), Transactions of the American Mathematical Society 54, 426–482.
 */
export function waldTest(estimates: ArrayLike<number>, covariance: Float64Array): WaldTest {
  const size = estimates.length
  const { values, vectors } = symmetricEigen(covariance, size)
  let statistic = 0
  let df = 0
  for (let axis = 0; axis < size; axis++) {
    if (!(values[axis]! > 1e-10 * values[0]!)) continue
    let along = 0
    for (let at = 0; at < size; at++) along += vectors[axis * size + at]! * estimates[at]!
    statistic += along ** 2 / values[axis]!
    df++
  }
  return { statistic, df, p: df === 0 ? 1 : chiSquareAbove(statistic, df) }
}

/** Wald's test that several means are equal, from their covariance. */
export function testEqual(means: ArrayLike<number>, covariance: Float64Array): WaldTest {
  const size = means.length
  const differences = Float64Array.from({ length: size - 1 }, (_, at) => means[at + 1]! - means[0]!)
  const spread = new Float64Array((size - 1) ** 2)
  for (let row = 1; row < size; row++) {
    for (let column = 1; column < size; column++) {
      spread[(row - 1) * (size - 1) + column - 1] =
        covariance[row * size + column]! - covariance[row * size]! - covariance[column]! + covariance[0]!
    }
  }
  return waldTest(differences, spread)
}
