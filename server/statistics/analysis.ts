import {
  type AnalysisProgress,
  decisiveItems,
  dependentPairs,
  firstLook,
  fitRange,
  lastSteps,
  pairAgreementOf,
  likelihoodRatio,
  resample,
  smallestBic,
  splitHalves,
  stepper,
} from './analysis-stages.ts'
import { countBetween, describeClasses, type PersonaClass, scaleFacts, spread } from './class-description.ts'
import type { IndicatorData } from './indicator.ts'
import { type ItemPower, itemPower, type ResponseStyle, responseStyle } from './item-diagnostics.ts'
import type { DecisiveItems } from './decisive-items.ts'
import { type LatentClassFit, patternPosteriors, type Starts } from './latent-class/fit.ts'
import { effectiveSize, type Observations } from './latent-class/observations.ts'
import type { DependentPair } from './local-dependence.ts'
import type { LikelihoodRatioTest } from './likelihood-ratio.ts'
import { type NullEvidence, type Nulls, screenNulls } from './null-screen.ts'
import { type PlacingModel, placingModelOf } from './placing.ts'
import type { Slices } from './scale.ts'
import { sortingCovariance } from './stability.ts'
import type { TaskRunner } from './tasks.ts'
import { prepare } from './usable-indicators.ts'
import { type NullOutcome, type Verdict, type VerdictFacts, verdictOf } from './verdict.ts'

export type { AnalysisProgress } from './analysis-stages.ts'
export { BETWEEN_MARGIN, type PersonaClass, posteriorMargin } from './class-description.ts'

export interface AnalysisOptions {
  seed: number
  maximumClasses?: number
  /** Pseudo-people behind the estimates; 0 is maximum likelihood. */
  prior?: number
  /** Stage E: 99 copies, 100 pairs and the bootstrap likelihood ratio, instead of the screen's 19 and 25. */
  record?: boolean
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
  /** What the verdict looked at. */
  facts: VerdictFacts
  nulls: Nulls
  classes: PersonaClass[]
  /** size × chosenClasses, row-major; NaN rows are unassigned. Empty when fewer than two classes were chosen. */
  posteriors: Float64Array
  /** People not in the fit, and people whose two best classes lie within .2. */
  unassigned: number
  between: number
  /** Covariance of the errors of sorting people over the resamples, (classes²)², row-major; empty without any. */
  sortingCovariance: number[]
  /** Agreement of the refits within the pairs; NaN when there were none. */
  pairAgreement: number
  splitHalf: number | null
  /** Tibshirani & Walther's, mean over the halvings; null without them. */
  predictionStrength: number | null
  /** Bootstrap likelihood ratio of the chosen number of classes against one less; only when recorded. */
  likelihoodRatio: LikelihoodRatioTest | null
  omega: number
  slices: Slices | null
  /** How many directions the ordered items share more than chance gives. */
  directions: number
  itemPower: ItemPower[]
  /** Questions of much power, each with how far the classes return without it. */
  decisiveItems: DecisiveItems[]
  localDependence: DependentPair[]
  responseStyle: ResponseStyle | null
  /** For placing people later by the same profiles; null without classes. */
  model: PlacingModel | null
  settings: { seed: number; maximumClasses: number; prior: number; record: boolean; version: string }
}

/** People × indicators from which the fits take long enough that a first look is worth its seconds. */
const LARGE = 20_000

/** Changes when the same data and seed would give other figures. */
export const ANALYSIS_VERSION = 'latent-classes-5'

/**
 * From indicators to classes, their evidence and the word for them (stages B to D of the verdict page, E when recorded).
 * The same data, options and version give the same result, whoever runs the tasks and on however many threads, and in
 * whatever order the people come.
 */
export async function analyse(
  data: IndicatorData,
  options: AnalysisOptions,
  run: TaskRunner,
  onProgress: (progress: AnalysisProgress) => void = () => {},
  signal?: AbortSignal,
): Promise<PersonaAnalysis> {
  const { seed, maximumClasses = 8, prior = 1, record = false } = options
  const { data: usable, observations, excluded, order } = prepare(data)
  const frame = emptyAnalysis(data, observations, excluded, { seed, maximumClasses, prior, record })
  const step = stepper(run, onProgress, signal)
  if (usable.indicators.length < 3 || effectiveSize(observations) < 100) return frame

  const isLarge = observations.fitted * usable.indicators.length >= LARGE
  const look = isLarge ? await firstLook(step, { prior, seed }) : undefined
  const named =
    look === undefined ? step : stepper(run, (progress) => onProgress({ ...progress, firstLook: look }), signal)
  const fits = await fitRange(named, { maximumClasses, prior, seed })
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
    const alone: VerdictFacts = { ...facts, chosenClasses: 1, bicGain: 0, jaccards: [] }
    const verdict = verdictOf(alone)
    return {
      ...common,
      chosenClasses: 1,
      verdict,
      facts: alone,
      disagreements: disagreementsOf(models, 1),
      responseStyle: null,
    }
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
  const halves = nulls.n0!.beaten ? await splitHalves(step, { fit, prior, seed, record }) : null
  const decisive = nulls.n0!.beaten ? await decisiveItems(step, observations, { fit, prior, seed }) : []
  const byPattern = patternPosteriors(observations, fit)
  const posteriors = spread(byPattern, observations, chosen)
  const style = responseStyle(usable, posteriors, chosen)
  const classes = describeClasses(usable, observations, fit, { prior, pairs, posteriors, size: data.size })
  const seen: VerdictFacts = {
    ...facts,
    chosenClasses: chosen,
    bicGain: nulls.n0!.observedGain,
    atCap,
    n0: outcomeOf(nulls.n0!),
    ...(nulls.n1 ? { n1: outcomeOf(nulls.n1) } : {}),
    jaccards: pairs.length > 0 ? classes.map((item) => item.jaccard) : [],
    slices: scale.slices,
    omega: scale.omega,
    directions: scale.directions,
    ...(decisive.length > 0 ? { decisive: decisive[0] } : {}),
    ...(style ? { spreadR2: style.spreadR2 } : {}),
    replicated: fit.starts.replicated,
    identified: fit.starts.identified,
    parameters: fit.parameters,
    smallestShare: Math.min(...fit.shares),
    smallestEffective: Math.min(...fit.shares) * frame.effectiveSize,
    ...(halves ? { splitHalf: halves.correlation, predictionStrength: halves.predictionStrength } : {}),
    entropyR2: fit.entropyR2,
  }
  return {
    ...common,
    chosenClasses: chosen,
    disagreements: disagreementsOf(models, chosen),
    verdict: verdictOf(seen),
    facts: seen,
    nulls,
    classes,
    posteriors: inGivenOrder(posteriors, order, chosen),
    between: countBetween(posteriors, chosen),
    sortingCovariance: sortingCovariance(pairs),
    pairAgreement: pairAgreementOf(pairs),
    splitHalf: halves?.correlation ?? null,
    predictionStrength: halves?.predictionStrength ?? null,
    likelihoodRatio: record ? await likelihoodRatio(step, { fits, chosen, prior, seed }) : null,
    omega: scale.omega,
    slices: scale.slices,
    directions: scale.directions,
    itemPower: itemPower(observations, byPattern, chosen),
    decisiveItems: decisive,
    localDependence: await dependentPairs(step, observations, { fit, prior, seed, record }),
    responseStyle: style,
    model: placingModelOf(usable, fit),
  }
}

function outcomeOf({ beaten, copies, margin }: NullEvidence): NullOutcome {
  return { beaten, copies: copies.length, ...(margin === null ? {} : { margin }) }
}

/** Rows of people back where they were given. */
function inGivenOrder(posteriors: Float64Array, order: Int32Array, classes: number): Float64Array {
  const given = new Float64Array(posteriors.length)
  order.forEach((person, row) => {
    given.set(posteriors.subarray(row * classes, (row + 1) * classes), person * classes)
  })
  return given
}

function emptyAnalysis(
  data: IndicatorData,
  observations: Observations,
  excluded: { name: string; reason: string }[],
  settings: Omit<PersonaAnalysis['settings'], 'version'>,
): PersonaAnalysis {
  const effective = effectiveSize(observations)
  const facts: VerdictFacts = {
    fitted: observations.fitted,
    effectiveSize: effective,
    usableIndicators: observations.items.length,
    chosenClasses: 0,
    bicGain: 0,
    jaccards: [],
  }
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
    verdict: verdictOf(facts),
    facts,
    nulls: {},
    classes: [],
    posteriors: new Float64Array(0),
    unassigned: data.size - observations.fitted,
    between: 0,
    sortingCovariance: [],
    pairAgreement: Number.NaN,
    splitHalf: null,
    predictionStrength: null,
    likelihoodRatio: null,
    omega: 0,
    slices: null,
    directions: 0,
    itemPower: [],
    decisiveItems: [],
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
