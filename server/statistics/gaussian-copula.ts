import { normalBelow, normalQuantile } from './distributions.ts'
import { cholesky, nearestCorrelation } from './matrix.ts'
import type { Random } from './random.ts'
import { quadraticScores, spearmanMatrix, type RankScores } from './rank-scores.ts'

/** Hermite terms kept: the answer of a step function to a correlation of .95 is settled to three digits by then. */
const TERMS = 80
/** Levels of answering style, equally common: how far out people put the same opinion. */
const LEVELS = 9
/** Largest standard deviation of the logarithm of the spread between people that is tried. */
const WIDEST_STYLE = 1.2

/**
 * Items that go together as a Gaussian copula does, with the margins that were observed: correlated, yet without classes.
 * People may differ in style, that is in how near the ends of the scales they answer: a scale mixture of the copula.
 */
export interface GaussianCopula {
  /** Latent correlations, items × items, row-major, positive definite. */
  correlations: Float64Array
  /** Lower triangular factor of the correlations. */
  factor: Float64Array
  /** Per item: upper limit of each answer on the latent scale, the last one left out. */
  thresholds: Float64Array[]
  /** Standard deviation, over people, of the logarithm of their spread; 0 when nobody answers more extremely than others. */
  style: number
  /** What the latent answers of people of each level are multiplied by. */
  spreads: number[]
}

/**
 * Finds latent correlations with which the discretised copies reproduce the observed Spearman matrix, and the style with
 * which they reproduce how far extreme answers go together (mean correlation of the curved part of the scores). Pairs are
 * solved through the Hermite expansion of the two step functions, so there is no simulation noise in it:
 * Cov(g(X), h(Y)) = Σ ρⁿ gₙ hₙ for standard normal X, Y with correlation ρ (Mehler's formula), averaged over the levels.
 * Source: Kendall & Stuart, The Advanced Theory of Statistics; calibration after Cario & Nelson (1997), NORTA; extreme
 * responding as a spread of the person: Bolt & Johnson (2009), Applied Psychological Measurement 33, 335–352.
 */
export function calibrateCopula(items: RankScores[], weights?: Float64Array): GaussianCopula {
  const observed = spearmanMatrix(items, weights)
  const plain = copulaOfStyle(items, observed, 0)
  const curved = items.flatMap((item, index) => {
    const scores = quadraticScores(item)
    return scores ? [{ index, scores }] : []
  })
  if (curved.length < 3) return plain
  const wanted = meanOffDiagonal(
    spearmanMatrix(
      curved.map(({ scores }) => scores),
      weights,
    ),
    curved.length,
  )
  if (impliedCurvature(plain, curved) >= wanted) return plain
  let low = 0
  let high = WIDEST_STYLE
  for (let round = 0; round < 9; round++) {
    const middle = (low + high) / 2
    if (impliedCurvature(copulaOfStyle(items, observed, middle), curved) < wanted) low = middle
    else high = middle
  }
  return copulaOfStyle(items, observed, (low + high) / 2)
}

/** One person's answers, as places in each item's answers, written into `places`. */
export function drawFromCopula(copula: GaussianCopula, random: Random, places: Int32Array): void {
  const count = places.length
  const normals = new Float64Array(count)
  for (let i = 0; i < count; i++) normals[i] = random.normal()
  const spread = copula.spreads.length > 1 ? copula.spreads[random.integer(copula.spreads.length)]! : 1
  for (let i = 0; i < count; i++) {
    let latent = 0
    for (let k = 0; k <= i; k++) latent += copula.factor[i * count + k]! * normals[k]!
    latent *= spread
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

function copulaOfStyle(items: RankScores[], observed: Float64Array, style: number): GaussianCopula {
  const count = items.length
  const spreads = spreadsOf(style)
  const thresholds = items.map((item) => thresholdsOf(item, spreads))
  const expansions = items.map((item, index) => expansionOf(item, thresholds[index]!, spreads))
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
  return { correlations, factor: count > 0 ? cholesky(correlations, count) : correlations, thresholds, style, spreads }
}

/** Mean correlation of the curved scores under the copula, over all pairs. */
function impliedCurvature(copula: GaussianCopula, curved: { index: number; scores: RankScores }[]): number {
  const count = copula.thresholds.length
  const expansions = curved.map(({ index, scores }) => expansionOf(scores, copula.thresholds[index]!, copula.spreads))
  let sum = 0
  for (let i = 0; i < curved.length; i++) {
    for (let j = 0; j < i; j++) {
      const latent = copula.correlations[curved[i]!.index * count + curved[j]!.index]!
      sum += impliedCorrelation(expansions[i]!, expansions[j]!, latent)
    }
  }
  return sum / ((curved.length * (curved.length - 1)) / 2)
}

function meanOffDiagonal(matrix: Float64Array, size: number): number {
  let sum = 0
  for (let i = 0; i < size; i++) for (let j = 0; j < i; j++) sum += matrix[i * size + j]!
  return sum / ((size * (size - 1)) / 2)
}

function spreadsOf(style: number): number[] {
  if (style === 0) return [1]
  return Array.from({ length: LEVELS }, (_, level) => Math.exp(style * normalQuantile((level + 0.5) / LEVELS)))
}

/** Limits below which the observed shares lie, for people of all levels together. */
function thresholdsOf(item: RankScores, spreads: number[]): Float64Array {
  let below = 0
  const limits = new Float64Array(Math.max(0, item.shares.length - 1))
  for (let answer = 0; answer < limits.length; answer++) {
    below += item.shares[answer]!
    const share = Math.min(1 - 1e-12, Math.max(1e-12, below))
    limits[answer] = spreads.length === 1 ? normalQuantile(share) : mixedQuantile(share, spreads)
  }
  return limits
}

function mixedQuantile(share: number, spreads: number[]): number {
  const widest = Math.max(...spreads)
  let low = -8 * widest
  let high = 8 * widest
  for (let round = 0; round < 50; round++) {
    const middle = (low + high) / 2
    const below = spreads.reduce((sum, spread) => sum + normalBelow(middle / spread), 0) / spreads.length
    if (below < share) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** Normalised Hermite coefficients 0 … TERMS of the item's standardised score, for each level of style. */
type Expansion = Float64Array[]

function expansionOf(item: RankScores, thresholds: Float64Array, spreads: number[]): Expansion {
  return spreads.map((spread) =>
    hermiteTerms(
      item,
      thresholds.map((limit) => limit / spread),
    ),
  )
}

function hermiteTerms(item: RankScores, limits: Float64Array): Float64Array {
  const terms = new Float64Array(TERMS + 1)
  if (item.deviation === 0) return terms
  terms[0] = (item.scores[0]! - item.mean) / item.deviation
  limits.forEach((limit, answer) => {
    // Integrated by parts, a step of height s at t gives s φ(t) Heₙ₋₁(t) / √n!.
    const height = (item.scores[answer + 1]! - item.scores[answer]!) / item.deviation
    terms[0]! += height * (1 - normalBelow(limit))
    let previous = 0
    let current = Math.exp((-limit * limit) / 2) / Math.sqrt(2 * Math.PI)
    for (let n = 1; n <= TERMS; n++) {
      terms[n]! += (height * current) / Math.sqrt(n)
      // Orthonormal recurrence: hₙ = (t hₙ₋₁ − √(n−1) hₙ₋₂) / √n.
      const next = (limit * current - Math.sqrt(n - 1) * previous) / Math.sqrt(n)
      previous = current
      current = next
    }
  })
  return terms
}

function impliedCorrelation(one: Expansion, other: Expansion, latent: number): number {
  let implied = 0
  for (let level = 0; level < one.length; level++) {
    const first = one[level]!
    const second = other[level]!
    let power = 1
    for (let n = 0; n <= TERMS; n++) {
      implied += power * first[n]! * second[n]!
      power *= latent
      if (power < 1e-9 && power > -1e-9) break
    }
  }
  return implied / one.length
}

/** The latent correlation whose discretised copy has the observed one; the map is increasing, so halving finds it. */
function latentCorrelation(one: Expansion, other: Expansion, observed: number): number {
  let low = -0.99
  let high = 0.99
  for (let round = 0; round < 24; round++) {
    const middle = (low + high) / 2
    if (impliedCorrelation(one, other, middle) < observed) low = middle
    else high = middle
  }
  return (low + high) / 2
}
