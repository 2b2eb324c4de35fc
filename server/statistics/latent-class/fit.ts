import { cheapestAssignment } from '../assignment.ts'
import { randomFrom, seedOf } from '../random.ts'
import { accelerate, climb, exactStop, type Ascent, type StoppingRule } from './acceleration.ts'
import { ExpectationMaximisation } from './expectation-maximisation.ts'
import { isGenericallyIdentified, isLocallyIdentified } from './identification.ts'
import { informationCriteria, type InformationCriteria } from './information-criteria.ts'
import type { Observations } from './observations.ts'
import { canonicalOrder, freeParameters, profileDistance, reorderClasses } from './parameters.ts'
import { startingValues } from './starting-values.ts'

export interface FitOptions {
  classes: number
  /** Random starts; one is enough for one class. */
  starts?: number
  seed: number
  /** Pseudo-people behind the estimates: 0 is maximum likelihood. */
  prior?: number
  /** One per pattern, instead of the observations' own: for resamples. */
  weights?: Float64Array
  /** Parameters to start from besides the random ones. */
  warm?: Float64Array[]
  /** EM steps of every start before the best are polished. */
  firstSteps?: number
  /** Starts polished to the top; the others stop after `firstSteps`. */
  polished?: number
  stop?: StoppingRule
  /** Polish further starts, best first, until the best maximum was reached twice. */
  seekReplication?: boolean
}

export interface LatentClassFit extends InformationCriteria {
  classes: number
  logLikelihood: number
  /** Free parameters. */
  parameters: number
  /** Shares and item parameters (see ParameterLayout), classes by falling share. */
  estimates: Float64Array
  shares: number[]
  isConverged: boolean
  starts: Starts
  /** EM steps over all starts. */
  steps: number
}

export interface Starts {
  run: number
  /** Starts taken to the top. */
  polished: number
  /** Polished starts that ended at the best log-likelihood. */
  atBest: number
  /** The best optimum was reached at least twice (trivially so with one class). */
  replicated: boolean
  /** False with more parameters than cells; after an exact climb also when starts agree in log-likelihood but not in parameters, or the information has no full rank. */
  identified: boolean
  /** Log-likelihoods of the polished starts, best first. */
  logLikelihoods: number[]
}

/** Log-likelihoods nearer than this are one maximum: twins only 0.017 apart are known, see election.csv with three classes. */
const SAME_MAXIMUM = 1e-3
/** Parameters further apart than this, at one log-likelihood, mean that the data do not identify the model. */
const SAME_PARAMETERS = 0.01

/**
 * Fits a latent class model from many starts: all climb a few steps, the best are taken to the top.
 * Same observations, options and seed give the same fit. With a prior the estimates are posterior modes, while
 * `logLikelihood` and the criteria stay those of the likelihood.
 */
export function fitLatentClasses(observations: Observations, options: FitOptions): LatentClassFit {
  const { classes, seed, prior = 0, weights, warm = [], stop = exactStop } = options
  const em = new ExpectationMaximisation(observations, { classes, prior, weights })
  const starts = classes === 1 ? 1 : (options.starts ?? defaultStarts(observations))
  const first: Ascent[] = warm.map((parameters) => climb(em, parameters, 2))
  const randomStarts = classes === 1 || (starts === 0 && warm.length > 0) ? 0 : starts
  for (let start = 0; start < randomStarts; start++) {
    const random = randomFrom(seedOf(seed, 'start', classes, start))
    first.push(climb(em, startingValues(observations, classes, random), options.firstSteps ?? 25))
  }
  if (first.length === 0) {
    first.push(climb(em, startingValues(observations, classes, randomFrom(seed)), 2))
  }
  first.sort((one, other) => other.objective - one.objective)

  const wanted = options.polished ?? Math.max(5, Math.ceil(first.length / 3))
  const tops: Ascent[] = []
  for (const ascent of first) {
    if (tops.length < wanted) tops.push(accelerate(em, ascent.parameters, stop))
    else if (options.seekReplication !== false && !isReplicated(tops, stop))
      tops.push(accelerate(em, ascent.parameters, stop))
  }
  tops.sort((one, other) => other.objective - one.objective)
  return describe(em, observations, { tops, run: first.length, stop })
}

/** Random starts for a size: enough for maxima that a third of the starts find, cheaper for larger data. */
export function defaultStarts(observations: Observations): number {
  return observations.fitted <= 1000 ? 20 : 10
}

function isReplicated(tops: Ascent[], stop: StoppingRule): boolean {
  return atMaximum(tops, stop).length >= 2
}

function atMaximum(tops: Ascent[], stop: StoppingRule): Ascent[] {
  const best = Math.max(...tops.map((top) => top.objective))
  // Where a looser rule stopped the climb, ends lie as far below the top as it tolerates.
  const near = Math.max(SAME_MAXIMUM, stop.relativeGain * 30 * Math.abs(best))
  return tops.filter((top) => best - top.objective < near)
}

function describe(
  em: ExpectationMaximisation,
  observations: Observations,
  { tops, run, stop }: { tops: Ascent[]; run: number; stop: StoppingRule },
): LatentClassFit {
  const { layout, classes } = em
  const best = tops[0]!
  const estimates = reorderClasses(layout, best.parameters, canonicalOrder(layout, best.parameters))
  const posteriors = em.posteriors(estimates)
  const { logLikelihood } = em
  const parameters = freeParameters(observations.items, classes)
  const atBest = atMaximum(tops, stop)
  return {
    classes,
    logLikelihood,
    parameters,
    ...informationCriteria({
      logLikelihood,
      parameters,
      size: observations.fitted,
      entropy: entropyOf(posteriors, observations, classes),
      classes,
    }),
    estimates,
    shares: Array.from(estimates.subarray(0, classes)),
    isConverged: best.isConverged,
    starts: {
      run,
      polished: tops.length,
      atBest: atBest.length,
      replicated: classes === 1 || atBest.length >= 2,
      identified:
        hasEnoughCells(observations, parameters) &&
        (stop !== exactStop ||
          (atBest.every((top) => largestDifference(em, best.parameters, top.parameters) <= SAME_PARAMETERS) &&
            isGenericallyIdentified(observations, { classes, estimates, parameters }) !== false &&
            isLocallyIdentified(observations, { classes, estimates, parameters }) !== false)),
      logLikelihoods: tops.map((top) => top.logLikelihood),
    },
    steps: em.steps,
  }
}

/** −Σ w r ln r over patterns and classes. */
export function entropyOf(posteriors: Float64Array, observations: Observations, classes: number): number {
  let entropy = 0
  for (let pattern = 0, at = 0; pattern < observations.patterns; pattern++) {
    const weight = observations.weights[pattern]!
    for (let index = 0; index < classes; index++, at++) {
      const posterior = posteriors[at]!
      if (posterior > 0) entropy -= weight * posterior * Math.log(posterior)
    }
  }
  return entropy
}

/** Categorical data have Π categories − 1 free cells. How many people there are is another matter. */
function hasEnoughCells({ items }: Observations, parameters: number): boolean {
  if (items.some((item) => item.kind !== 'categorical')) return true
  return parameters <= items.reduce((product, item) => product * item.rows, 1) - 1
}

function largestDifference(em: ExpectationMaximisation, one: Float64Array, other: Float64Array): number {
  const { classes, layout } = em
  const matched = reorderClasses(layout, other, matchClasses(em, one, other))
  const spread = new Float64Array(layout.length).fill(1)
  layout.items.forEach((item, place) => {
    if (item.kind === 'categorical') return
    const end = layout.offsets[place]! + classes * (item.kind === 'count' ? 1 : 2)
    for (let at = layout.offsets[place]!; at < end; at++) {
      spread[at] = at < layout.offsets[place]! + classes ? Math.sqrt(item.variance) || 1 : item.variance || 1
    }
  })
  let largest = 0
  for (let at = 0; at < one.length; at++) {
    largest = Math.max(largest, Math.abs(one[at]! - matched[at]!) / spread[at]!)
  }
  return largest
}

/** For each class of `one`, the class of `other` with the nearest profile, each used once. */
export function matchClasses(
  { layout }: Pick<ExpectationMaximisation, 'layout'>,
  one: Float64Array,
  other: Float64Array,
): number[] {
  const { classes } = layout
  const cost = new Float64Array(classes * classes)
  for (let first = 0; first < classes; first++) {
    for (let second = 0; second < classes; second++) {
      cost[first * classes + second] = profileDistance(
        layout,
        { parameters: one, index: first },
        { parameters: other, index: second },
      )
    }
  }
  return cheapestAssignment(cost, classes)
}

/** Posterior class probabilities per pattern for given estimates, patterns × classes. */
export function patternPosteriors(
  observations: Observations,
  { classes, estimates }: Pick<LatentClassFit, 'classes' | 'estimates'>,
): Float64Array {
  return new ExpectationMaximisation(observations, { classes }).posteriors(estimates)
}
