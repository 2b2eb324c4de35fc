import { normalQuantile } from './distributions.ts'
import { cholesky, nearestCorrelation } from './matrix.ts'
import type { Random } from './random.ts'
import { spearmanMatrix, type RankScores } from './rank-scores.ts'

/** Hermite terms kept: the answer of a step function to a correlation of .95 is settled to three digits by then. */
const TERMS = 80

/**
 * Items that go together as a Gaussian copula does, with the margins that were observed: correlated, yet without classes.
 */
export interface GaussianCopula {
  /** Latent correlations, items × items, row-major, positive definite. */
  correlations: Float64Array
  /** Lower triangular factor of the correlations. */
  factor: Float64Array
  /** Per item: upper limit of each answer on the latent scale, the last one left out. */
  thresholds: Float64Array[]
}

/**
 * Finds latent correlations with which the discretised copies reproduce the observed Spearman matrix. Each pair is solved
 * on its own through the Hermite expansion of the two step functions, so there is no simulation noise in it:
 * Cov(g(X), h(Y)) = Σ ρⁿ gₙ hₙ for standard normal X, Y with correlation ρ (Mehler's formula).
 * Source: Kendall & Stuart, The Advanced Theory of Statistics; calibration after Cario & Nelson (1997), NORTA.
 */
export function calibrateCopula(items: RankScores[], weights?: Float64Array): GaussianCopula {
  const count = items.length
  const observed = spearmanMatrix(items, weights)
  const thresholds = items.map(thresholdsOf)
  const expansions = items.map((item, index) => hermiteTerms(item, thresholds[index]!))
  const wanted = new Float64Array(count * count)
  for (let i = 0; i < count; i++) {
    wanted[i * count + i] = 1
    for (let j = 0; j < i; j++) {
      const value = latentCorrelation(expansions[i]!, expansions[j]!, observed[i * count + j]!)
      wanted[i * count + j] = value
      wanted[j * count + i] = value
    }
  }
  const correlations = count > 0 ? nearestCorrelation(wanted, count) : wanted
  return { correlations, factor: count > 0 ? cholesky(correlations, count) : correlations, thresholds }
}

/** One person's answers, as places in each item's answers, written into `places`. */
export function drawFromCopula(copula: GaussianCopula, random: Random, places: Int32Array): void {
  const count = places.length
  const normals = new Float64Array(count)
  for (let i = 0; i < count; i++) normals[i] = random.normal()
  for (let i = 0; i < count; i++) {
    let latent = 0
    for (let k = 0; k <= i; k++) latent += copula.factor[i * count + k]! * normals[k]!
    const limits = copula.thresholds[i]!
    let low = 0
    let high = limits.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (latent > limits[middle]!) low = middle + 1
      else high = middle
    }
    places[i] = low
  }
}

function thresholdsOf(item: RankScores): Float64Array {
  let below = 0
  const limits = new Float64Array(Math.max(0, item.shares.length - 1))
  for (let answer = 0; answer < limits.length; answer++) {
    below += item.shares[answer]!
    limits[answer] = normalQuantile(Math.min(1 - 1e-12, Math.max(1e-12, below)))
  }
  return limits
}

/** Normalised Hermite coefficients 1 … TERMS of the item's standardised score as a function of the latent normal. */
function hermiteTerms(item: RankScores, limits: Float64Array): Float64Array {
  const terms = new Float64Array(TERMS)
  if (item.deviation === 0) return terms
  limits.forEach((limit, answer) => {
    // Integrated by parts, a step of height s at t gives s φ(t) Heₙ₋₁(t) / √n!.
    const height = (item.scores[answer + 1]! - item.scores[answer]!) / item.deviation
    let previous = 0
    let current = Math.exp((-limit * limit) / 2) / Math.sqrt(2 * Math.PI)
    for (let n = 1; n <= TERMS; n++) {
      terms[n - 1]! += (height * current) / Math.sqrt(n)
      // Orthonormal recurrence: hₙ = (t hₙ₋₁ − √(n−1) hₙ₋₂) / √n.
      const next = (limit * current - Math.sqrt(n - 1) * previous) / Math.sqrt(n)
      previous = current
      current = next
    }
  })
  return terms
}

/** The latent correlation whose discretised copy has the observed one; the map is increasing, so halving finds it. */
function latentCorrelation(one: Float64Array, other: Float64Array, observed: number): number {
  let low = -0.99
  let high = 0.99
  for (let round = 0; round < 40; round++) {
    const middle = (low + high) / 2
    let power = 1
    let implied = 0
    for (let n = 0; n < TERMS; n++) {
      power *= middle
      implied += power * one[n]! * other[n]!
    }
    if (implied < observed) low = middle
    else high = middle
  }
  return (low + high) / 2
}
