/**
 * Correlation ratio η²: the part of a number's variance that lies between classes, people counting by their posteriors.
 * @param values     one number a person
 * @param posteriors people × classes, row-major; NaN rows are left out
 * @returns a fraction in [0, 1]; 0 when nobody is placed or the number does not vary
 * Source: Pearson (1905), On the general theory of skew correlation and non-linear regression.
 */
export function correlationRatio(values: Float64Array, posteriors: Float64Array, classes: number): number {
  const weight = new Float64Array(classes)
  const sums = new Float64Array(classes)
  let people = 0
  let total = 0
  let squares = 0
  values.forEach((value, person) => {
    if (Number.isNaN(value) || !(posteriors[person * classes]! >= 0)) return
    people++
    total += value
    squares += value * value
    for (let index = 0; index < classes; index++) {
      const posterior = posteriors[person * classes + index]!
      weight[index]! += posterior
      sums[index]! += posterior * value
    }
  })
  const mean = total / people
  const variance = squares / people - mean * mean
  if (!(variance > 1e-12)) return 0
  let between = 0
  for (let index = 0; index < classes; index++) {
    if (weight[index]! > 0) between += (weight[index]! / people) * (sums[index]! / weight[index]! - mean) ** 2
  }
  return Math.min(1, between / variance)
}
