import type { IndicatorData } from './indicator.ts'
import {
  itemPower,
  type ItemPower,
  localDependence,
  type DependentPair,
  responseStyle,
  type ResponseStyle,
} from './item-diagnostics.ts'
import type { LikelihoodRatioTest } from './likelihood-ratio.ts'
import { patternPosteriors, type LatentClassFit, type Starts } from './latent-class/fit.ts'
import { effectiveSize, type Observations } from './latent-class/observations.ts'
import { layoutOf } from './latent-class/parameters.ts'
import { type Nulls, screenNulls } from './null-screen.ts'
import { type ItemContrast, percentileInterval, profilesOf, type ShareEstimate } from './persona-profile.ts'
import { type PlacingModel, placingModelOf } from './placing.ts'
import { seedOf } from './random.ts'
import { isOrdered, rankScores, spearmanMatrix } from './rank-scores.ts'
import { omegaTotal, orientation, type Slices, slicesOfOneScale } from './scale.ts'
import { modalClasses, type ResamplePair } from './stability.ts'
import type { StatisticsResult, StatisticsTask, TaskRunner } from './tasks.ts'
import { prepare } from './usable-indicators.ts'
import { type Verdict, verdictOf } from './verdict.ts'

export interface AnalysisOptions {
  seed: number
  maximumClasses?: number
  /** Pseudo-people behind the estimates; 0 is maximum likelihood. */
  prior?: number
  /** Stage E: 99 copies, 100 pairs and the bootstrap likelihood ratio, instead of the screen's 19 and 25. */
  record?: boolean
}

export interface AnalysisProgress {
  stage: 'fits' | 'independent copies' | 'correlated copies' | 'resamples' | 'likelihood ratio'
  done: number
  total: number
  /** "Resample 41 of 100." */
  sentence: string
}

export interface ModelSummary {
  k: number
  logLikelihood: number
  parameters: number
  bic: number
  aic: number
  abic: number
  aic3: number
  caic: number
  icl: number
  /** BIC with the logarithm of the effective size: differs only when weighted. */
  bicEffective: number
  entropyR2: number | null
  shares: number[]
  replicated: boolean
  identified: boolean
  starts: Starts
}

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

export interface PersonaAnalysis {
  /** People given. */
  size: number
  /** People in the fit: at least half of the indicators answered. */
  fitted: number
  effectiveSize: number
  excludedIndicators: { name: string; reason: string }[]
  /** Names of the indicators used, in the order of every profile. */
  indicators: string[]
  models: ModelSummary[]
  /** 0 when nothing could be fitted. */
  chosenClasses: number
  /** BIC still fell at the largest number of classes. */
  atCap: boolean
  /** Where the other criteria would choose otherwise, a sentence each. */
  disagreements: string[]
  verdict: Verdict
  nulls: Nulls
  classes: PersonaClass[]
  /** size × chosenClasses, row-major; NaN rows are unassigned. Empty when fewer than two classes were chosen. */
  posteriors: Float64Array
  /** People not in the fit, and people whose two best classes lie within .2. */
  unassigned: number
  between: number
  /** Agreement of the refits within the pairs; NaN when there were none. */
  pairAgreement: number
  splitHalf: number | null
  /** Bootstrap likelihood ratio of the chosen number of classes against one less; only when recorded. */
  likelihoodRatio: LikelihoodRatioTest | null
  omega: number
  slices: Slices | null
  itemPower: ItemPower[]
  localDependence: DependentPair[]
  responseStyle: ResponseStyle | null
  /** For placing people later by the same profiles; null without classes. */
  model: PlacingModel | null
  settings: { seed: number; maximumClasses: number; prior: number; record: boolean; version: string }
}

/** Changes when the same data and seed would give other figures. */
export const ANALYSIS_VERSION = 'latent-classes-1'
/** Two best posteriors nearer than this: the person stands between two personas. */
export const BETWEEN_MARGIN = 0.2
const SPLITS = 2

/**
 * From indicators to classes, their evidence and the word for them (stages B to D of the verdict page, E when recorded).
 * The same data, options and version give the same result, whoever runs the tasks and on however many threads.
 */
export async function analyse(
  data: IndicatorData,
  options: AnalysisOptions,
  run: TaskRunner,
  onProgress: (progress: AnalysisProgress) => void = () => {},
  signal?: AbortSignal,
): Promise<PersonaAnalysis> {
  const { seed, maximumClasses = 8, prior = 1, record = false } = options
  const { data: usable, observations, excluded } = prepare(data)
  const frame = emptyAnalysis(data, observations, excluded, { seed, maximumClasses, prior, record })
  const step = stepper(run, onProgress, signal)
  if (usable.indicators.length < 3 || effectiveSize(observations) < 100) return frame

  const fits = await fitRange(step, { maximumClasses, prior, seed })
  let chosen = smallestBic(fits)
  const atCap = chosen === maximumClasses && chosen > 1
  const models = fits.map((fit) => summaryOf(fit, frame.effectiveSize))
  const common = { ...frame, models, atCap }
  const facts = {
    fitted: observations.fitted,
    effectiveSize: frame.effectiveSize,
    usableIndicators: usable.indicators.length,
  }
  if (chosen === 1) {
    const verdict = verdictOf({ ...facts, chosenClasses: 1, bicGain: 0, jaccards: [] })
    return { ...common, chosenClasses: 1, verdict, disagreements: disagreementsOf(models, 1), responseStyle: null }
  }

  const screened = await screenNulls(usable, { fits, chosen, atCap, maximumClasses, prior, seed, record }, step)
  chosen = screened.chosen
  const fit = await lastSteps(step, { fit: fits[chosen - 1]!, prior, seed })
  fits[chosen - 1] = fit
  models[chosen - 1] = summaryOf(fit, frame.effectiveSize)
  const nulls = screened.nulls
  const scale = scaleFacts(usable, observations, fit)

  // Copies without any structure that group as well settle the answer; resampling would only illustrate it.
  const pairs = nulls.n0!.beaten ? await resample(step, { fit, prior, seed, pairs: record ? 100 : 25 }) : []
  const splitHalf = nulls.n0!.beaten ? await splitHalves(step, { fit, prior, seed }) : null
  const posteriors = spread(patternPosteriors(observations, fit), observations, chosen)
  const classes = describeClasses(usable, observations, fit, { prior, pairs, posteriors, size: data.size })
  const verdict = verdictOf({
    ...facts,
    chosenClasses: chosen,
    bicGain: nulls.n0!.observedGain,
    atCap,
    n0: { beaten: nulls.n0!.beaten, copies: nulls.n0!.copies.length },
    ...(nulls.n1 ? { n1: { beaten: nulls.n1.beaten, copies: nulls.n1.copies.length } } : {}),
    jaccards: pairs.length > 0 ? classes.map((item) => item.jaccard) : [],
    slices: scale.slices,
    omega: scale.omega,
    replicated: fit.starts.replicated,
    identified: fit.starts.identified,
    smallestShare: Math.min(...fit.shares),
    smallestEffective: Math.min(...fit.shares) * frame.effectiveSize,
    splitHalf: splitHalf ?? undefined,
    entropyR2: fit.entropyR2,
  })
  return {
    ...common,
    chosenClasses: chosen,
    disagreements: disagreementsOf(models, chosen),
    verdict,
    nulls,
    classes,
    posteriors,
    between: countBetween(posteriors, chosen),
    pairAgreement: pairs.length > 0 ? mean(pairs.map((pair) => pair.adjustedRand)) : Number.NaN,
    splitHalf,
    likelihoodRatio: record ? await likelihoodRatio(step, { fits, chosen, prior, seed }) : null,
    omega: scale.omega,
    slices: scale.slices,
    itemPower: itemPower(observations, patternPosteriors(observations, fit), chosen),
    localDependence: localDependence(observations, fit),
    responseStyle: responseStyle(usable, posteriors, chosen),
    model: placingModelOf(usable, fit),
  }
}

/**
 * Stage A: a first look within seconds, up to six classes from four short starts. Never a verdict.
 * @returns models by number of classes; empty with fewer than three usable indicators
 */
export async function previewModels(
  data: IndicatorData,
  { seed, prior = 1, maximumClasses = 6 }: Omit<AnalysisOptions, 'record'>,
  run: TaskRunner,
  onProgress: (progress: AnalysisProgress) => void = () => {},
  signal?: AbortSignal,
): Promise<ModelSummary[]> {
  const { data: usable, observations } = prepare(data)
  if (usable.indicators.length < 3 || observations.fitted === 0) return []
  const tasks = Array.from(
    { length: maximumClasses },
    (_, index): StatisticsTask => ({
      kind: 'fit',
      classes: index + 1,
      prior,
      seed: seedOf(seed, 'preview'),
      starts: 4,
      stop: 'short',
    }),
  )
  const results = await stepper(run, onProgress, signal)('fits', 'First look', tasks)
  return results.map((result) => summaryOf(fitOf(result), effectiveSize(observations)))
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

/** Runs tasks of one stage and reports each that is done. */
export type StageRunner = (
  stage: AnalysisProgress['stage'],
  noun: string,
  tasks: StatisticsTask[],
  offset?: { done: number; total: number },
) => Promise<StatisticsResult[]>

function stepper(run: TaskRunner, onProgress: (progress: AnalysisProgress) => void, signal?: AbortSignal): StageRunner {
  return async (stage, noun, tasks, offset = { done: 0, total: tasks.length }) => {
    signal?.throwIfAborted()
    let { done } = offset
    return run(tasks, () => {
      done++
      onProgress({ stage, done, total: offset.total, sentence: `${noun} ${done} of ${offset.total}.` })
    })
  }
}

async function fitRange(
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
async function lastSteps(
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

async function resample(
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

async function splitHalves(
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

async function likelihoodRatio(
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

function describeClasses(
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
function classifiedShare(data: IndicatorData, observations: Observations, size: number): number {
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

function scaleFacts(
  data: IndicatorData,
  observations: Observations,
  fit: LatentClassFit,
): { omega: number; slices: Slices } {
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
    slices: slicesOfOneScale(expected, orientation(correlations, ordered.length)),
  }
}

function emptyAnalysis(
  data: IndicatorData,
  observations: Observations,
  excluded: { name: string; reason: string }[],
  settings: Omit<PersonaAnalysis['settings'], 'version'>,
): PersonaAnalysis {
  const effective = effectiveSize(observations)
  return {
    size: data.size,
    fitted: observations.fitted,
    effectiveSize: effective,
    excludedIndicators: excluded,
    indicators: observations.items.map((item) => item.name),
    models: [],
    chosenClasses: 0,
    atCap: false,
    disagreements: [],
    verdict: verdictOf({
      fitted: observations.fitted,
      effectiveSize: effective,
      usableIndicators: observations.items.length,
      chosenClasses: 0,
      bicGain: 0,
      jaccards: [],
    }),
    nulls: {},
    classes: [],
    posteriors: new Float64Array(0),
    unassigned: data.size - observations.fitted,
    between: 0,
    pairAgreement: Number.NaN,
    splitHalf: null,
    likelihoodRatio: null,
    omega: 0,
    slices: null,
    itemPower: [],
    localDependence: [],
    responseStyle: null,
    model: null,
    settings: { ...settings, version: ANALYSIS_VERSION },
  }
}

function summaryOf(fit: LatentClassFit, effective: number): ModelSummary {
  return {
    k: fit.classes,
    logLikelihood: fit.logLikelihood,
    parameters: fit.parameters,
    bic: fit.bic,
    aic: fit.aic,
    abic: fit.abic,
    aic3: fit.aic3,
    caic: fit.caic,
    icl: fit.icl,
    bicEffective: -2 * fit.logLikelihood + fit.parameters * Math.log(effective),
    entropyR2: fit.entropyR2,
    shares: fit.shares,
    replicated: fit.starts.replicated,
    identified: fit.starts.identified,
    starts: fit.starts,
  }
}

function disagreementsOf(models: ModelSummary[], chosen: number): string[] {
  const names = {
    abic: 'Size-adjusted BIC',
    aic3: 'AIC3',
    icl: 'ICL',
    bicEffective: 'BIC on the effective size',
  } as const
  return (Object.keys(names) as (keyof typeof names)[]).flatMap((criterion) => {
    const best = models.reduce((one, other) => (other[criterion] < one[criterion] ? other : one))
    return best.k === chosen ? [] : [`${names[criterion]} would choose ${best.k}, not ${chosen}.`]
  })
}

function smallestBic(fits: LatentClassFit[]): number {
  return fits.reduce((best, fit) => (fit.bic < best.bic ? fit : best)).classes
}

function spread(byPattern: Float64Array, observations: Observations, classes: number): Float64Array {
  const posteriors = new Float64Array(observations.people * classes).fill(Number.NaN)
  for (let person = 0; person < observations.people; person++) {
    const pattern = observations.patternOf[person]!
    if (pattern >= 0) posteriors.set(byPattern.subarray(pattern * classes, (pattern + 1) * classes), person * classes)
  }
  return posteriors
}

function countBetween(posteriors: Float64Array, classes: number): number {
  let count = 0
  for (let person = 0; person * classes < posteriors.length; person++) {
    if (posteriorMargin(posteriors, classes, person) < BETWEEN_MARGIN) count++
  }
  return count
}

function fitOf(result: StatisticsResult): LatentClassFit {
  if (result.kind !== 'fit') throw new TypeError(`A fit task answered with ${result.kind}.`)
  return result.fit
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
