import type { LatentClassFit } from './latent-class/fit.ts'
import type { LikelihoodRatioTest } from './likelihood-ratio.ts'
import { seedOf } from './random.ts'
import type { ResamplePair } from './stability.ts'
import type { StatisticsResult, StatisticsTask, TaskRunner } from './tasks.ts'

/** Random halvings of the people. */
const SPLITS = 2

export interface AnalysisProgress {
  stage: 'fits' | 'independent copies' | 'correlated copies' | 'resamples' | 'likelihood ratio'
  done: number
  total: number
  /** "Resample 41 of 100." */
  sentence: string
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

/** Mean correlation of class profiles between random halves, −1 … 1. */
export async function splitHalves(
  step: StageRunner,
  { fit, prior, seed }: { fit: LatentClassFit; prior: number; seed: number },
): Promise<number> {
  const tasks = Array.from(
    { length: SPLITS },
    (_, index): StatisticsTask => ({
      kind: 'split',
      classes: fit.classes,
      prior,
      seed: seedOf(seed, 'split', index),
      starts: 6,
    }),
  )
  const results = await step('resamples', 'Split half', tasks)
  return mean(
    results.map((result) => {
      if (result.kind !== 'split') throw new TypeError(`A split task answered with ${result.kind}.`)
      return result.correlation
    }),
  )
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
