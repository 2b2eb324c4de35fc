import type { LatentClassFit } from './latent-class/fit.ts'
import type { LikelihoodRatioTest } from './likelihood-ratio.ts'
import { seedOf } from './random.ts'
import { decisiveCandidates, type DecisiveItems } from './decisive-items.ts'
import type { Observations } from './latent-class/observations.ts'
import { type DependentPair, localDependence } from './local-dependence.ts'
import type { HalvesAgreement, ResamplePair } from './stability.ts'
import type { StatisticsResult, StatisticsTask, TaskRunner } from './tasks.ts'

/** Random halvings of the people; each tells in both directions. */
const SPLITS = 2
const RECORD_SPLITS = 10
const DEPENDENCE_SIMULATIONS = 99

export interface AnalysisProgress {
  stage:
    | 'first look'
    | 'fits'
    | 'independent copies'
    | 'correlated copies'
    | 'resamples'
    | 'likelihood ratio'
    | 'dependence'
  done: number
  total: number
  /** "Resample 41 of 100." */
  sentence: string
  /** How many groups a first look at large data saw; never a verdict. */
  firstLook?: number
}

/** Runs tasks of one stage and reports each that is done. */
export type StageRunner = (
  stage: AnalysisProgress['stage'],
  noun: string,
  tasks: StatisticsTask[],
  offset?: { done: number; total: number },
) => Promise<StatisticsResult[]>

/** A runner that names the stage and counts what is done, and stops between stages when cancelled. */
export function stepper(
  run: TaskRunner,
  onProgress: (progress: AnalysisProgress) => void,
  signal?: AbortSignal,
): StageRunner {
  return async (stage, noun, tasks, offset = { done: 0, total: tasks.length }) => {
    signal?.throwIfAborted()
    let { done } = offset
    return run(tasks, () => {
      done++
      onProgress({ stage, done, total: offset.total, sentence: `${noun} ${done} of ${offset.total}.` })
    })
  }
}

/** Most classes of the first look. */
const LOOKED_FOR = 6

/** Stage A: number of classes that a first look within seconds sees, up to six, from four short starts each. */
export async function firstLook(step: StageRunner, { prior, seed }: { prior: number; seed: number }): Promise<number> {
  const tasks = Array.from(
    { length: LOOKED_FOR },
    (_, index): StatisticsTask => ({
      kind: 'fit',
      classes: index + 1,
      prior,
      seed: seedOf(seed, 'first look'),
      starts: 4,
      stop: 'short',
    }),
  )
  return smallestBic((await step('first look', 'First look', tasks)).map(fitOf))
}

/** Models of 1 … maximumClasses classes, in that order; the one of smallest BIC gets more starts when its optimum was found once only. */
export async function fitRange(
  step: StageRunner,
  { maximumClasses, prior, seed }: { maximumClasses: number; prior: number; seed: number },
): Promise<LatentClassFit[]> {
  // The largest first: with several threads the long ones shall not come last.
  const tasks = Array.from({ length: maximumClasses }, (_, index): StatisticsTask => {
    const classes = maximumClasses - index
    return { kind: 'fit', classes, prior, seed: seedOf(seed, 'fit') }
  })
  const fits = (await step('fits', 'Model', tasks)).map(fitOf).reverse()
  const chosen = smallestBic(fits)
  if (fits[chosen - 1]!.starts.replicated) return fits

  // An optimum found once gets three times the starts before it is flagged.
  const again: StatisticsTask = {
    kind: 'fit',
    classes: chosen,
    prior,
    seed: seedOf(seed, 'more starts'),
    starts: fits[chosen - 1]!.starts.run * 3,
    warm: fits[chosen - 1]!.estimates,
  }
  const more = fitOf((await step('fits', 'More starts', [again]))[0]!)
  fits[chosen - 1] = more
  return fits
}

/** The chosen model taken to the very top, where its estimates are printed and its identification can be judged. */
export async function lastSteps(
  step: StageRunner,
  { fit, prior, seed }: { fit: LatentClassFit; prior: number; seed: number },
): Promise<LatentClassFit> {
  const task: StatisticsTask = {
    kind: 'fit',
    classes: fit.classes,
    prior,
    seed,
    starts: 0,
    warm: fit.estimates,
    stop: 'exact',
  }
  const top = fitOf((await step('fits', 'Last steps', [task]))[0]!)
  return { ...top, starts: { ...fit.starts, identified: top.starts.identified } }
}

/** Pairs of bootstrap refits of one model. */
export async function resample(
  step: StageRunner,
  { fit, prior, seed, pairs }: { fit: LatentClassFit; prior: number; seed: number; pairs: number },
): Promise<ResamplePair[]> {
  const tasks = Array.from(
    { length: pairs },
    (_, index): StatisticsTask => ({
      kind: 'resample',
      classes: fit.classes,
      estimates: fit.estimates,
      prior,
      seed: seedOf(seed, 'pair', index),
    }),
  )
  return (await step('resamples', 'Resample', tasks)).map((result) => {
    if (result.kind !== 'resample') throw new TypeError(`A resample task answered with ${result.kind}.`)
    return result.pair
  })
}

/** Agreement of the classes of random halves: mean over the halvings. */
export async function splitHalves(
  step: StageRunner,
  { fit, prior, seed, record }: { fit: LatentClassFit; prior: number; seed: number; record: boolean },
): Promise<HalvesAgreement> {
  const tasks = Array.from(
    { length: record ? RECORD_SPLITS : SPLITS },
    (_, index): StatisticsTask => ({
      kind: 'split',
      classes: fit.classes,
      prior,
      seed: seedOf(seed, 'split', index),
      starts: 6,
    }),
  )
  const halves = (await step('resamples', 'Split half', tasks)).map((result) => {
    if (result.kind !== 'split') throw new TypeError(`A split task answered with ${result.kind}.`)
    return result.agreement
  })
  return {
    correlation: mean(halves.map(({ correlation }) => correlation)),
    predictionStrength: mean(halves.map(({ predictionStrength }) => predictionStrength)),
  }
}

/** Questions of much power, each with how far the classes return without it; the one they hang on most first. */
export async function decisiveItems(
  step: StageRunner,
  observations: Observations,
  { fit, prior, seed }: { fit: LatentClassFit; prior: number; seed: number },
): Promise<DecisiveItems[]> {
  const candidates = decisiveCandidates(observations, fit)
  const tasks = candidates.map(
    ({ places }): StatisticsTask => ({
      kind: 'without',
      classes: fit.classes,
      estimates: fit.estimates,
      without: places,
      prior,
      seed: seedOf(seed, 'without', ...places),
    }),
  )
  const results = tasks.length > 0 ? await step('resamples', 'Without a question', tasks) : []
  return results
    .map((result, at) => {
      if (result.kind !== 'without') throw new TypeError(`A task without items answered with ${result.kind}.`)
      const { places, power } = candidates[at]!
      return { items: places.map((place) => observations.items[place]!.name), power, agreement: result.agreement }
    })
    .sort((one, other) => one.agreement - other.agreement)
}

/** Pairs of items that the classes do not explain: by simulation when recorded, by the size of the residual otherwise. */
export async function dependentPairs(
  step: StageRunner,
  observations: Observations,
  { fit, prior, seed, record }: { fit: LatentClassFit; prior: number; seed: number; record: boolean },
): Promise<DependentPair[]> {
  if (!record) return localDependence(observations, fit)
  const tasks = Array.from(
    { length: DEPENDENCE_SIMULATIONS },
    (_, index): StatisticsTask => ({
      kind: 'dependence',
      classes: fit.classes,
      estimates: fit.estimates,
      prior,
      seed: seedOf(seed, 'dependence', index),
    }),
  )
  const simulated = (await step('dependence', 'Simulated pairs', tasks)).map((result) => {
    if (result.kind !== 'dependence') throw new TypeError(`A dependence task answered with ${result.kind}.`)
    return result.residuals
  })
  return localDependence(observations, fit, simulated)
}

const RATIO_SIMULATIONS = 99

/** The chosen number of classes against one less, by simulation from the smaller model. */
export async function likelihoodRatio(
  step: StageRunner,
  { fits, chosen, prior, seed }: { fits: LatentClassFit[]; chosen: number; prior: number; seed: number },
): Promise<LikelihoodRatioTest> {
  const tasks = Array.from(
    { length: RATIO_SIMULATIONS },
    (_, index): StatisticsTask => ({
      kind: 'likelihood ratio',
      classes: chosen,
      fewer: fits[chosen - 2]!.estimates,
      estimates: fits[chosen - 1]!.estimates,
      prior,
      seed: seedOf(seed, 'likelihood ratio', index),
    }),
  )
  const ratio = 2 * (fits[chosen - 1]!.logLikelihood - fits[chosen - 2]!.logLikelihood)
  const simulated = (await step('likelihood ratio', 'Simulation', tasks)).map((result) => {
    if (result.kind !== 'likelihood ratio') throw new TypeError(`A likelihood ratio task answered with ${result.kind}.`)
    return result.ratio
  })
  return { ratio, simulated, p: (1 + simulated.filter((value) => value >= ratio).length) / (simulated.length + 1) }
}

/** Number of classes of the smallest BIC. */
export function smallestBic(fits: LatentClassFit[]): number {
  return fits.reduce((best, fit) => (fit.bic < best.bic ? fit : best)).classes
}

/** The fit in the answer of a fit task. */
export function fitOf(result: StatisticsResult): LatentClassFit {
  if (result.kind !== 'fit') throw new TypeError(`A fit task answered with ${result.kind}.`)
  return result.fit
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** Mean adjusted Rand index of the two refits of each pair; NaN without pairs. */
export function pairAgreementOf(pairs: ResamplePair[]): number {
  return pairs.length > 0 ? mean(pairs.map((pair) => pair.adjustedRand)) : Number.NaN
}
