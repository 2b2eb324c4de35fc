import type { IndicatorData } from './indicator.ts'
import type { LatentClassFit } from './latent-class/fit.ts'
import { effectiveSize, type Observations } from './latent-class/observations.ts'
import { layoutOf } from './latent-class/parameters.ts'
import { type ItemContrast, percentileInterval, profilesOf, type ShareEstimate } from './persona-profile.ts'
import { isOrdered, rankScores, spearmanMatrix } from './rank-scores.ts'
import { omegaTotal, orientation, sharedDirections, type Slices, slicesOfOneScale } from './scale.ts'
import { modalClasses, type ResamplePair } from './stability.ts'

/** Two best posteriors nearer than this: the person stands between two personas. */
export const BETWEEN_MARGIN = 0.2

export interface PersonaClass {
  share: ShareEstimate
  /** People whose most likely class this is. */
  members: number
  /** Mean overlap with its like in the resamples, and the part of the resamples in which it came back (overlap ≥ .75). */
  jaccard: number
  recovered: number
  /** Mean posterior of its members. */
  averagePosterior: number
  profile: ItemContrast[]
}

/** The largest posterior less the second largest of one person; NaN when unassigned. */
export function posteriorMargin(posteriors: Float64Array, classes: number, person: number): number {
  let best = 0
  let second = 0
  for (let index = 0; index < classes; index++) {
    const posterior = posteriors[person * classes + index]!
    if (Number.isNaN(posterior)) return Number.NaN
    if (posterior > best) {
      second = best
      best = posterior
    } else if (posterior > second) second = posterior
  }
  return best - second
}

/** Shares, stability and profiles of the classes; intervals come from the class-matched resamples, NaN without any. */
export function describeClasses(
  data: IndicatorData,
  observations: Observations,
  fit: LatentClassFit,
  { prior, pairs, posteriors, size }: { prior: number; pairs: ResamplePair[]; posteriors: Float64Array; size: number },
): PersonaClass[] {
  const resamples = pairs.flatMap((pair) => [pair.first, pair.second])
  const profiles = profilesOf(data, observations, fit, { prior, resamples })
  const { classes } = fit
  const classified = classifiedShare(data, observations, size)
  const modal = modalClasses(posteriors, classes)
  return profiles.map((profile, index) => {
    const interval = percentileInterval(resamples.map((resample) => resample.shares[index]!))
    const jaccards = resamples.map((resample) => resample.jaccards[index]!)
    const members: number[] = []
    let posteriorSum = 0
    let weightSum = 0
    for (let person = 0; person < size; person++) {
      const posterior = posteriors[person * classes + index]!
      if (Number.isNaN(posterior)) continue
      posteriorSum += observations.weightOf[person]! * posterior
      weightSum += observations.weightOf[person]!
      if (modal[person] === index) members.push(posterior)
    }
    return {
      share: {
        share: (classified * posteriorSum) / weightSum,
        base: observations.fitted,
        low: classified * interval.low,
        high: classified * interval.high,
      },
      members: members.length,
      jaccard: jaccards.length > 0 ? mean(jaccards) : Number.NaN,
      recovered: jaccards.length > 0 ? jaccards.filter((value) => value >= 0.75).length / jaccards.length : Number.NaN,
      averagePosterior: members.length > 0 ? mean(members) : Number.NaN,
      profile,
    }
  })
}

/** Weighted share of the people given that are in the fit: shares of the classes and the unassigned sum to one. */
export function classifiedShare(data: IndicatorData, observations: Observations, size: number): number {
  if (!data.weights) return observations.fitted / size
  let all = 0
  let fitted = 0
  for (let person = 0; person < size; person++) {
    const weight = Math.max(0, data.weights[person]!)
    all += weight
    if (observations.patternOf[person]! >= 0) fitted += weight
  }
  return all > 0 ? fitted / all : 0
}

/** Reliability of the ordered items as one scale, how many directions they share, and whether the classes are slices of one. */
export function scaleFacts(
  data: IndicatorData,
  observations: Observations,
  fit: LatentClassFit,
): { omega: number; directions: number; slices: Slices } {
  const ordered = data.indicators.flatMap((indicator, place) => (isOrdered(indicator) ? [place] : []))
  const scores = ordered.map((place) => rankScores(data.indicators[place]!, data.weights))
  const correlations = spearmanMatrix(scores, data.weights)
  const layout = layoutOf(observations.items, fit.classes)
  const expected = ordered.map((place) => {
    const item = observations.items[place]!
    const offset = layout.offsets[place]!
    if (item.kind !== 'categorical') {
      const deviation = Math.sqrt(item.variance) || 1
      return Array.from({ length: fit.classes }, (_, index) => fit.estimates[offset + index]! / deviation)
    }
    const mean = item.marginal.reduce((sum, share, row) => sum + share * row, 0)
    const deviation = Math.sqrt(item.marginal.reduce((sum, share, row) => sum + share * (row - mean) ** 2, 0)) || 1
    return Array.from({ length: fit.classes }, (_, index) => {
      let score = 0
      for (let row = 0; row < item.rows; row++) score += row * fit.estimates[offset + row * fit.classes + index]!
      return score / deviation
    })
  })
  return {
    omega: omegaTotal(correlations, ordered.length),
    directions: sharedDirections(correlations, ordered.length, effectiveSize(observations)),
    slices: slicesOfOneScale(expected, orientation(correlations, ordered.length)),
  }
}

/** Posteriors of people from those of their patterns: people × classes, NaN rows for people not in the fit. */
export function spread(byPattern: Float64Array, observations: Observations, classes: number): Float64Array {
  const posteriors = new Float64Array(observations.people * classes).fill(Number.NaN)
  for (let person = 0; person < observations.people; person++) {
    const pattern = observations.patternOf[person]!
    if (pattern >= 0) posteriors.set(byPattern.subarray(pattern * classes, (pattern + 1) * classes), person * classes)
  }
  return posteriors
}

/** People whose two best classes lie within BETWEEN_MARGIN. */
export function countBetween(posteriors: Float64Array, classes: number): number {
  let count = 0
  for (let person = 0; person * classes < posteriors.length; person++) {
    if (posteriorMargin(posteriors, classes, person) < BETWEEN_MARGIN) count++
  }
  return count
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
