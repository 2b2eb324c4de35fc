/**
 * Upper tails of the usual distributions, from the incomplete gamma and beta functions.
 * Source: Abramowitz & Stegun (1964), 6.5 and 26.5; continued fractions by Lentz's method (Press et al., Numerical Recipes).
 */

/** P(|Z| ≥ |z|) for a standard normal Z. */
export function normalTwoSided(z: number): number {
  return regularisedGamma(0.5, (z * z) / 2).upper
}

/** P(Z ≤ z) for a standard normal Z. */
export function normalBelow(z: number): number {
  const tail = normalTwoSided(z) / 2
  return z > 0 ? 1 - tail : tail
}

/** P(X ≥ x) for a chi-square X. */
export function chiSquareAbove(x: number, degreesOfFreedom: number): number {
  return x <= 0 ? 1 : regularisedGamma(degreesOfFreedom / 2, x / 2).upper
}

/** P(|T| ≥ |t|) for a Student T. */
export function studentTwoSided(t: number, degreesOfFreedom: number): number {
  return incompleteBeta(degreesOfFreedom / (degreesOfFreedom + t * t), degreesOfFreedom / 2, 0.5)
}

/**
 * t with P(|T| ≥ t) = tails for a Student T.
 * @param tails in (0, 1); degreesOfFreedom above 0
 */
export function studentQuantile(tails: number, degreesOfFreedom: number): number {
  if (!(tails > 0 && tails < 1)) throw new RangeError(`Two tails hold a probability between 0 and 1, not ${tails}.`)
  let low = 0
  let high = 1
  while (studentTwoSided(high, degreesOfFreedom) > tails && high < 1e12) high *= 2
  for (let halving = 0; halving < 60; halving++) {
    const middle = (low + high) / 2
    if (studentTwoSided(middle, degreesOfFreedom) > tails) low = middle
    else high = middle
  }
  return high
}

/**
 * z with P(Z ≤ z) = probability.
 * @param probability in (0, 1)
 * Newton steps on `normalBelow` from a rational start; exact to about 1e-12.
 */
export function normalQuantile(probability: number): number {
  if (!(probability > 0 && probability < 1)) {
    throw new RangeError(`A normal quantile needs a probability between 0 and 1, not ${probability}.`)
  }
  const tail = Math.min(probability, 1 - probability)
  const t = Math.sqrt(-2 * Math.log(tail))
  // Abramowitz & Stegun 26.2.23, within 4.5e-4.
  let z = t - (2.515517 + 0.802853 * t + 0.010328 * t * t) / (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t ** 3)
  for (let round = 0; round < 4; round++) {
    const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)
    if (density < 1e-300) break
    z += (normalTwoSided(z) / 2 - tail) / density
  }
  return probability < 0.5 ? -z : z
}

/** ln Γ(x) for x > 0 (Lanczos, g = 7). */
export function logGamma(x: number): number {
  const coefficients = [
    676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
    -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
  ]
  let sum = 0.9999999999998099
  coefficients.forEach((coefficient, index) => {
    sum += coefficient / (x + index)
  })
  const base = x + 6.5
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(base) - base + Math.log(sum)
}

function regularisedGamma(shape: number, x: number): { lower: number; upper: number } {
  if (x <= 0) return { lower: 0, upper: 1 }
  const factor = Math.exp(-x + shape * Math.log(x) - logGamma(shape))
  if (x < shape + 1) {
    let term = 1 / shape
    let sum = term
    for (let n = 1; n < 10_000 && term > sum * 1e-16; n++) {
      term *= x / (shape + n)
      sum += term
    }
    return { lower: sum * factor, upper: 1 - sum * factor }
  }
  const upper =
    factor *
    lentz(
      (n) => (n === 0 ? 1 : -n * (n - shape)),
      (n) => x + 2 * n + 1 - shape,
    )
  return { lower: 1 - upper, upper }
}

function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a)
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(1 - x)) / a
  const numerator = (n: number) => {
    if (n === 0) return 1
    const m = (n - 1) >> 1
    if (n % 2 === 1) {
      return n === 1 ? -((a + b) * x) / (a + 1) : -((a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    }
    const k = n >> 1
    return (k * (b - k) * x) / ((a + 2 * k - 1) * (a + 2 * k))
  }
  return front * lentz(numerator, () => 1)
}

/** a₀ / (b₀ + a₁ / (b₁ + a₂ / (b₂ + …))). */
function lentz(numerator: (n: number) => number, denominator: (n: number) => number): number {
  const tiny = 1e-300
  let value = tiny
  let c = value
  let d = 0
  for (let n = 0; n < 10_000; n++) {
    d = denominator(n) + numerator(n) * d
    if (Math.abs(d) < tiny) d = tiny
    c = denominator(n) + numerator(n) / c
    if (Math.abs(c) < tiny) c = tiny
    d = 1 / d
    const change = c * d
    value *= change
    if (n > 0 && Math.abs(change - 1) < 1e-15) break
  }
  return value
}
