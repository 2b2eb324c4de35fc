/** A score made a probability: 1 / (1 + exp(-(slope · score + intercept))). */
export interface PlattScale {
  slope: number
  intercept: number
}

export interface JudgedScore {
  score: number
  /** Whether the label holds. */
  holds: boolean
  /** How much the row counts, 1 unless a prior is corrected. */
  weight?: number
}

/** The probability that a Platt scale gives a score. */
export function probabilityOf({ slope, intercept }: PlattScale, score: number): number {
  return 1 / (1 + Math.exp(-(slope * score + intercept)))
}

/**
 * Platt's scale of scores on rows that the model was not trained on, by Newton's method with a line search.
 * The targets are (positives + 1) / (positives + 2) and 1 / (negatives + 2), so a few rows never give a probability of 0 or 1.
 * Source: Platt (1999), Probabilistic outputs for support vector machines; Lin, Lin & Weng (2007), A note on Platt's
 * probabilistic outputs for support vector machines, Machine Learning 68, 267-276, algorithm 1.
 */
export function plattScale(judged: JudgedScore[]): PlattScale {
  let positives = 0
  let negatives = 0
  for (const { holds, weight = 1 } of judged) {
    if (holds) positives += weight
    else negatives += weight
  }
  const high = (positives + 1) / (positives + 2)
  const low = 1 / (negatives + 2)
  let slope = 0
  let intercept = Math.log((positives + 1) / (negatives + 1))
  const loss = (a: number, b: number) => {
    let sum = 0
    for (const { score, holds, weight = 1 } of judged) {
      const z = a * score + b
      const target = holds ? high : low
      sum += weight * (z >= 0 ? (1 - target) * z + Math.log1p(Math.exp(-z)) : -target * z + Math.log1p(Math.exp(z)))
    }
    return sum
  }
  let current = loss(slope, intercept)
  for (let round = 0; round < 100; round++) {
    let [gradientSlope, gradientIntercept, ss, si, ii] = [0, 0, 1e-12, 0, 1e-12]
    for (const { score, holds, weight = 1 } of judged) {
      const p = probabilityOf({ slope, intercept }, score)
      const error = weight * (p - (holds ? high : low))
      const curve = weight * p * (1 - p)
      gradientSlope += error * score
      gradientIntercept += error
      ss += curve * score * score
      si += curve * score
      ii += curve
    }
    if (Math.abs(gradientSlope) < 1e-5 && Math.abs(gradientIntercept) < 1e-5) break
    const determinant = ss * ii - si * si
    if (!(determinant > 0)) break
    const stepSlope = (ii * gradientSlope - si * gradientIntercept) / determinant
    const stepIntercept = (ss * gradientIntercept - si * gradientSlope) / determinant
    let size = 1
    let next = loss(slope - stepSlope, intercept - stepIntercept)
    while (next > current && size > 1e-10) {
      size /= 2
      next = loss(slope - size * stepSlope, intercept - size * stepIntercept)
    }
    if (!(next < current)) break
    slope -= size * stepSlope
    intercept -= size * stepIntercept
    current = next
  }
  // A falling scale would call the better score the less likely one: with so little to go by, the share of the label is all.
  if (slope < 0) return { slope: 0, intercept: Math.log((positives + 1) / (negatives + 1)) }
  return { slope, intercept }
}

/**
 * Sharpness of a softmax over several labels' scores: the factor with the highest likelihood of the right ones.
 * Source: Guo, Pleiss, Sun & Weinberger (2017), On calibration of modern neural networks, ICML (temperature scaling; the
 * factor here is its inverse).
 */
export function softmaxSharpness(scores: Float64Array[], right: number[]): number {
  const loss = (sharpness: number) => {
    let sum = 0
    for (const [row, label] of right.entries())
      sum -= Math.log(Math.max(1e-12, softmax(scores[row]!, sharpness)[label]!))
    return sum
  }
  const golden = (Math.sqrt(5) - 1) / 2
  let low = Math.log(0.1)
  let high = Math.log(50)
  let left = high - golden * (high - low)
  let top = low + golden * (high - low)
  let atLeft = loss(Math.exp(left))
  let atTop = loss(Math.exp(top))
  for (let round = 0; round < 25; round++) {
    if (atLeft < atTop) {
      high = top
      top = left
      atTop = atLeft
      left = high - golden * (high - low)
      atLeft = loss(Math.exp(left))
    } else {
      low = left
      left = top
      atLeft = atTop
      top = low + golden * (high - low)
      atTop = loss(Math.exp(top))
    }
  }
  return Math.exp((low + high) / 2)
}

/** Probabilities of labels of which exactly one holds; they sum to 1. */
export function softmax(scores: ArrayLike<number>, sharpness: number): Float64Array {
  let largest = Number.NEGATIVE_INFINITY
  for (let label = 0; label < scores.length; label++) largest = Math.max(largest, scores[label]!)
  const shares = new Float64Array(scores.length)
  let sum = 0
  for (let label = 0; label < scores.length; label++) {
    shares[label] = Math.exp(sharpness * (scores[label]! - largest))
    sum += shares[label]!
  }
  for (let label = 0; label < scores.length; label++) shares[label]! /= sum
  return shares
}

/**
 * Expected calibration error: mean distance between the probability and the share that held, over ten bins of equal width,
 * weighted by how many fell into each; a fraction.
 * Source: Naeini, Cooper & Hauskrecht (2015), Obtaining well calibrated probabilities using Bayesian binning, AAAI.
 */
export function calibrationError(judged: { probability: number; holds: boolean }[]): number {
  const bins = Array.from({ length: 10 }, () => ({ count: 0, probability: 0, held: 0 }))
  for (const { probability, holds } of judged) {
    const bin = bins[Math.min(9, Math.floor(probability * 10))]!
    bin.count++
    bin.probability += probability
    if (holds) bin.held++
  }
  return bins.reduce((sum, bin) => sum + Math.abs(bin.probability - bin.held), 0) / Math.max(1, judged.length)
}
