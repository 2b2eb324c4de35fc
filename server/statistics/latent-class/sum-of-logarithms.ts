/** Densities below this may have lost what they were. */
const SMALLEST_DENSITY = 1e-280
/** Weights up to this, when all are whole, are taken as powers. */
export const LARGEST_POWER = 8

/**
 * Σ weight · ln density, or NaN where a density is too small. Logarithms are slow: with whole weights, powers are multiplied
 * until the product becomes small.
 */
export function sumOfLogarithms(densities: Float64Array, weights: Float64Array, isWhole: boolean): number {
  let sum = 0
  let product = 1
  for (let pattern = 0; pattern < densities.length; pattern++) {
    const density = densities[pattern]!
    const weight = weights[pattern]!
    if (!(density > SMALLEST_DENSITY)) return Number.NaN
    let power = density
    if (weight !== 1) {
      if (isWhole && weight > 0) for (let at = 1; at < weight; at++) power *= density
      else power = 0
    }
    if (power > 1e-120) {
      product *= power
      if (product < 1e-180) {
        sum += Math.log(product)
        product = 1
      }
    } else sum += weight * Math.log(density)
  }
  return sum + Math.log(product)
}
