import { adjustedRand, bestJaccards, overlapTable } from './agreement-of-partitions.ts'
import { screeningStop } from './latent-class/acceleration.ts'
import { contrastLayout, contrastsOf, reorderContrasts } from './latent-class/contrasts.ts'
import { ExpectationMaximisation } from './latent-class/expectation-maximisation.ts'
import { fitLatentClasses, matchClasses } from './latent-class/fit.ts'
import type { Observations } from './latent-class/observations.ts'
import { randomFrom, seedOf, shuffle } from './random.ts'

export interface Resample {
  /** Best overlap of each class with a class of the refit, over everyone fitted. */
  jaccards: number[]
  /** Shares and contrasts of the refit, classes matched to the original ones. */
  shares: number[]
  contrasts: Float64Array
  /** classes × classes: probability, by the refit on its people, of being put by the original into a class, of somebody of a class. */
  errors: Float64Array
}

export interface ResamplePair {
  first: Resample
  second: Resample
  /** Agreement of the two refits on everyone. */
  adjustedRand: number
}

/**
 * Two bootstrap resamples, each refitted from the given solution and from random starts; both place all the people.
 * Source: Hennig (2007) for the overlap; Dolnicar & Leisch (2017) for pairs and stability of single segments.
 */
export function resamplePair(
  observations: Observations,
  { classes, estimates, prior, seed }: { classes: number; estimates: Float64Array; prior: number; seed: number },
): ResamplePair {
  const original = modalClasses(
    new ExpectationMaximisation(observations, { classes, prior }).posteriors(estimates),
    classes,
  )
  const [first, second] = [0, 1].map((side) =>
    refit(observations, { classes, estimates, prior, seed: seedOf(seed, 'side', side), original }),
  ) as [ReturnType<typeof refit>, ReturnType<typeof refit>]
  const table = overlapTable(first.modal, second.modal, {
    rows: classes,
    columns: classes,
    weights: observations.weights,
  })
  return {
    first: first.resample,
    second: second.resample,
    adjustedRand: adjustedRand(table, { rows: classes, columns: classes }),
  }
}

function refit(
  observations: Observations,
  options: { classes: number; estimates: Float64Array; prior: number; seed: number; original: Int32Array },
): { resample: Resample; modal: Int32Array } {
  const { classes, estimates, prior, seed, original } = options
  const weights = resampledWeights(observations, seed)
  const present = withWeights(observations, weights)
  const fit = fitLatentClasses(present, {
    classes,
    prior,
    seed,
    warm: [estimates],
    starts: 2,
    firstSteps: 12,
    polished: 2,
    stop: screeningStop,
    seekReplication: false,
  })
  const em = new ExpectationMaximisation(observations, { classes, prior })
  const order = matchClasses(em, estimates, fit.estimates)
  const posteriors = em.posteriors(fit.estimates)
  const modal = modalClasses(posteriors, classes)
  const table = overlapTable(original, modal, { rows: classes, columns: classes, weights: observations.weights })

  const own = new ExpectationMaximisation(present, { classes, prior })
  own.step(fit.estimates, new Float64Array(fit.estimates.length))
  const contrasts = contrastsOf(present, own.expectedCounts, classes)
  return {
    modal,
    resample: {
      jaccards: bestJaccards(table, { rows: classes, columns: classes }),
      shares: order.map((index) => fit.shares[index]!),
      contrasts: reorderContrasts(contrastLayout(present.items, classes), contrasts, order),
      errors: sortingErrors(posteriors, original, { order, weights }),
    },
  }
}

function sortingErrors(
  posteriors: Float64Array,
  original: Int32Array,
  { order, weights }: { order: number[]; weights: ArrayLike<number> },
): Float64Array {
  const classes = order.length
  const errors = new Float64Array(classes * classes)
  const totals = new Float64Array(classes)
  for (let pattern = 0; pattern < original.length; pattern++) {
    const put = original[pattern]!
    if (put < 0) continue
    for (let index = 0; index < classes; index++) {
      const part = weights[pattern]! * posteriors[pattern * classes + order[index]!]!
      errors[index * classes + put]! += part
      totals[index]! += part
    }
  }
  return errors.map((part, at) => {
    const total = totals[Math.floor(at / classes)]!
    return total > 0 ? part / total : 0
  })
}

/**
 * How far the errors of sorting people vary from resample to resample: covariance of their entries, row-major, so that what is freed
 * of them carries the doubt about them. Empty without resamples.
 * Source: Bakk, Oberski & Vermunt (2014), Political Analysis 22, 520–540, with the bootstrap in place of the information matrix.
 */
export function sortingCovariance(pairs: ResamplePair[]): number[] {
  const drawn = pairs.flatMap(({ first, second }) => [first.errors, second.errors])
  if (drawn.length < 2) return []
  const size = drawn[0]!.length
  const mean = Array.from({ length: size }, (_, at) => drawn.reduce((sum, one) => sum + one[at]!, 0) / drawn.length)
  return Array.from({ length: size * size }, (_, at) => {
    const [row, column] = [Math.floor(at / size), at % size]
    const sum = drawn.reduce((total, one) => total + (one[row]! - mean[row]!) * (one[column]! - mean[column]!), 0)
    // Four digits are more than so few resamples tell, and a set keeps hundreds of them.
    return Number((sum / (drawn.length - 1)).toPrecision(4))
  })
}

export interface HalvesAgreement {
  /** Correlation of the classes' departures from everyone, −1 … 1. */
  correlation: number
  /** The lower of both directions, 0 … 1. */
  predictionStrength: number
}

/**
 * How well classes found in one half of the people return in the other: both halves are fitted afresh, classes matched, the
 * departures of the classes from everyone correlated over all answers, and each half placed by the other's model.
 */
export function splitHalf(
  observations: Observations,
  { classes, prior, seed, starts }: { classes: number; prior: number; seed: number; starts: number },
): HalvesAgreement {
  const halves = halvedWeights(observations, seed)
  const fits = halves.map((weights, side) =>
    fitLatentClasses(withWeights(observations, weights), {
      classes,
      prior,
      starts,
      seed: seedOf(seed, 'half', side),
      polished: 2,
      stop: screeningStop,
      seekReplication: false,
    }),
  )
  const em = new ExpectationMaximisation(observations, { classes, prior })
  const modal = fits.map((fit) => modalClasses(em.posteriors(fit.estimates), classes))
  const strengths = halves.map((weights, side) =>
    predictionStrength(modal[1 - side]!, modal[side]!, { classes, weights }),
  )
  return {
    correlation: profileCorrelation(em, fits[0]!.estimates, fits[1]!.estimates),
    predictionStrength: Math.min(...strengths),
  }
}

/**
 * Prediction strength of a partition: for each class found among the people themselves, the part of its pairs of people
 * that a model from other people also puts together; the lowest over the classes.
 * @param predicted class of each pattern by the other people's model
 * @param found     class of each pattern by their own
 * @param weights   people of each pattern; classes of under two people say nothing
 * Source: Tibshirani & Walther (2005), Journal of Computational and Graphical Statistics 14, 511–528.
 */
export function predictionStrength(
  predicted: Int32Array,
  found: Int32Array,
  { classes, weights }: { classes: number; weights: Float64Array },
): number {
  const table = overlapTable(found, predicted, { rows: classes, columns: classes, weights })
  let lowest = 1
  for (let row = 0; row < classes; row++) {
    const counts = table.subarray(row * classes, (row + 1) * classes)
    const size = counts.reduce((sum, count) => sum + count, 0)
    if (size < 2) continue
    const together = counts.reduce((sum, count) => sum + count * Math.max(0, count - 1), 0)
    lowest = Math.min(lowest, together / (size * (size - 1)))
  }
  return lowest
}

function profileCorrelation(em: ExpectationMaximisation, first: Float64Array, second: Float64Array): number {
  const { classes } = em
  const order = matchClasses(em, first, second)
  const departures = (estimates: Float64Array, index: number) =>
    em.layout.items.flatMap((item, place) => {
      const offset = em.layout.offsets[place]!
      if (item.kind !== 'categorical') {
        return [(estimates[offset + index]! - item.mean) / (Math.sqrt(item.variance) || 1)]
      }
      return Array.from(item.marginal, (share, row) => estimates[offset + row * classes + index]! - share)
    })
  const one: number[] = []
  const other: number[] = []
  for (let index = 0; index < classes; index++) {
    one.push(...departures(first, index))
    other.push(...departures(second, order[index]!))
  }
  return pearson(one, other)
}

/** Class with the largest posterior for each pattern. */
export function modalClasses(posteriors: Float64Array, classes: number): Int32Array {
  const modal = new Int32Array(posteriors.length / classes)
  for (let row = 0; row < modal.length; row++) {
    let best = 0
    for (let index = 1; index < classes; index++) {
      if (posteriors[row * classes + index]! > posteriors[row * classes + best]!) best = index
    }
    modal[row] = best
  }
  return modal
}

/**
 * The same patterns with other weights; patterns nobody has are left out, which saves a third of the work of a resample.
 * Item margins stay those of everyone: they are the prior's, and the resample shall not move the prior.
 */
function withWeights(observations: Observations, weights: Float64Array): Observations {
  const width = observations.items.length
  const kept: number[] = []
  for (let pattern = 0; pattern < observations.patterns; pattern++) if (weights[pattern]! > 0) kept.push(pattern)
  const rows = new Int32Array(kept.length * width)
  kept.forEach((pattern, at) => {
    rows.set(observations.rows.subarray(pattern * width, (pattern + 1) * width), at * width)
  })
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return {
    ...observations,
    fitted: total,
    patterns: kept.length,
    rows,
    weights: Float64Array.from(kept, (pattern) => weights[pattern]!),
    patternOf: new Int32Array(0),
  }
}

/** People drawn with replacement, each bringing its own weight; rescaled to sum to the people fitted. */
function resampledWeights(observations: Observations, seed: number): Float64Array {
  const random = randomFrom(seedOf(seed, 'resample'))
  const people = fittedPeople(observations)
  const weights = new Float64Array(observations.patterns)
  let total = 0
  for (let draw = 0; draw < people.length; draw++) {
    const person = people[random.integer(people.length)]!
    const weight = observations.weightOf[person]!
    weights[observations.patternOf[person]!]! += weight
    total += weight
  }
  return weights.map((weight) => (weight * observations.fitted) / total)
}

function halvedWeights(observations: Observations, seed: number): Float64Array[] {
  const people = shuffle(fittedPeople(observations), randomFrom(seedOf(seed, 'split')))
  const halves = [new Float64Array(observations.patterns), new Float64Array(observations.patterns)]
  people.forEach((person, at) => {
    halves[at % 2]![observations.patternOf[person]!]! += observations.weightOf[person]!
  })
  return halves
}

function fittedPeople(observations: Observations): Int32Array {
  const people: number[] = []
  observations.patternOf.forEach((pattern, person) => {
    if (pattern >= 0) people.push(person)
  })
  return Int32Array.from(people)
}

function pearson(one: number[], other: number[]): number {
  const n = one.length
  const meanOne = one.reduce((sum, value) => sum + value, 0) / n
  const meanOther = other.reduce((sum, value) => sum + value, 0) / n
  let xy = 0
  let xx = 0
  let yy = 0
  for (let at = 0; at < n; at++) {
    xy += (one[at]! - meanOne) * (other[at]! - meanOther)
    xx += (one[at]! - meanOne) ** 2
    yy += (other[at]! - meanOther) ** 2
  }
  return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : 0
}
