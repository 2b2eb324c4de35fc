import type { Variable } from '../responses/variable.ts'
import type { CategoricalIndicator, Indicator } from '../statistics/indicator.ts'
import type { AxisEvidence, Estimate, SurveyEvidence, SurveySide } from './claim.ts'
import type { ClaimInput, Contrast, ContrastPart } from './claim-input.ts'
import { answerLabel, answerWords, axisMeanWords, axisWords, isTicked, meanWords, topicOf } from './claim-words.ts'
import { basesOf, indicatorNamed, isCategorical, meanInterval, shareInterval, weightsOf } from './membership.ts'

/** What the survey alone says of a persona on one question. */
export interface SurveyFinding {
  variable: Variable
  words: string
  evidence: SurveyEvidence
  axis: AxisEvidence | null
}

/** People on both sides below which a difference is not shown, and below which it is only indicative. */
const smallest = { indicative: 10, full: 30 }

/** The strongest difference of each question that has one; questions without a difference above the floor are no findings. */
export function surveyFindings(input: ClaimInput, persona: number): SurveyFinding[] {
  const byName = new Map(input.variables.map((variable) => [variable.name, variable]))
  const findings: SurveyFinding[] = []
  for (const contrast of input.personas[persona]!.contrasts) {
    const variable = byName.get(contrast.name)
    const indicator = indicatorNamed(input.answers, contrast.name)
    if (!variable || !indicator) continue
    const part = telling(contrast, variable)
    if (!part) continue
    const finding = findingOf({ input, persona, variable, indicator, contrast, part })
    if (finding) findings.push(finding)
  }
  return findings.sort(byStrength)
}

/** Larger effects first; the name decides between equals, so that the order never depends on the input's. */
function byStrength(a: SurveyFinding, b: SurveyFinding): number {
  return Math.abs(b.evidence.effect) - Math.abs(a.evidence.effect) || (a.variable.name < b.variable.name ? -1 : 1)
}

/** A trade-off is told by where people stand on it; anything else by its strongest answer, or failing that by its mean. */
function telling(contrast: Contrast, variable: Variable): ContrastPart | null {
  const position = contrast.position?.distinctive ? contrast.position : null
  const answer = strongestPart(contrast, variable)
  return variable.axis ? (position ?? answer) : (answer ?? position)
}

/** What people say reads better than what they do not say, so a rise wins over a fall that is not much larger. */
function strongestPart(contrast: Contrast, variable: Variable): ContrastPart | null {
  // An option is told by who chose it; that the others did not is the same figure the other way round.
  const isTold = (category: string | null) =>
    variable.kind !== 'multiple' || category === null || isTicked(variable, category)
  const open = contrast.parts.filter(
    (part) => part.distinctive && isTold(part.category) && !isNonSubstantive(variable, part.category),
  )
  const strength = (part: ContrastPart) => Math.abs(part.effect) * (part.difference > 0 ? 1 : 0.6)
  return open.reduce<ContrastPart | null>(
    (best, part) => (best && strength(best) >= strength(part) ? best : part),
    null,
  )
}

function isNonSubstantive(variable: Variable, category: string | null): boolean {
  return variable.options.some(
    ({ code, label, isNonSubstantive }) => isNonSubstantive && (code === category || label === category),
  )
}

interface FindingParts {
  input: ClaimInput
  persona: number
  variable: Variable
  indicator: Indicator
  contrast: Contrast
  part: ContrastPart
}

function findingOf({ input, persona, variable, indicator, contrast, part }: FindingParts): SurveyFinding | null {
  const weights = weightsOf(indicator, input.people, persona)
  const counts = weightsOf(indicator, input.people, persona, { isWeighted: false })
  const isWeighted = input.people.some(({ weight = 1 }) => weight !== 1)
  const bases = { these: basesOf(counts.these).base, rest: basesOf(counts.rest).base }
  const strength = sideOf(Math.min(bases.these, bases.rest))
  const axis = axisOf({ variable, indicator, input, persona, contrast })
  if (!strength || (part === contrast.position && !axis)) return null
  const isMean = part.category === null
  const scale =
    part === contrast.position ? scaleOfAxis(variable, indicator) : { of: (value: number) => value, factor: 1 }
  const estimate = (value: number, side: 'these' | 'rest'): Estimate => {
    const of = basesOf(weights[side])
    const base = Math.round(bases[side])
    const weighted = isWeighted ? { weightedBase: Math.round(of.base) } : {}
    const interval =
      part.corrected?.[side] ??
      (isMean ? meanInterval(indicator.values, weights[side], value) : shareInterval(value, of.effective))
    if (!isMean) return { share: value, mean: null, base, ...weighted, low: interval.low, high: interval.high }
    const [low, high] = [scale.of(interval.low), scale.of(interval.high)]
    return { share: null, mean: scale.of(value), base, ...weighted, low, high }
  }
  const isMore = part.difference > 0
  return {
    variable,
    axis,
    words: wordsOf({ variable, part, axis, isMore }),
    evidence: {
      variable: variable.name,
      label: variable.label,
      answer: part.category === null ? null : answerText(variable, part.category),
      these: estimate(part.these, 'these'),
      rest: estimate(part.rest, 'rest'),
      difference: part.difference * scale.factor,
      low: part.low * scale.factor,
      high: part.high * scale.factor,
      effect: part.effect,
      q: contrast.q,
      defining: contrast.defining,
      strength,
    },
  }
}

function wordsOf({
  variable,
  part,
  axis,
  isMore,
}: {
  variable: Variable
  part: ContrastPart
  axis: AxisEvidence | null
  isMore: boolean
}): string {
  if (part.category !== null) return answerWords(variable, { category: part.category, these: part.these, isMore })
  if (!axis) return meanWords(variable, { isMore })
  return variable.axis ? axisWords(axis) : axisMeanWords(variable, { towards: isMore ? axis.right : axis.left })
}

/** Positions 0 … n − 1 brought onto −1 … +1. */
function scaleOfAxis(variable: Variable, indicator: Indicator): { of: (value: number) => number; factor: number } {
  const positions = isCategorical(indicator) ? indicator.categories.length : variable.options.length
  const factor = 2 / Math.max(1, positions - 1)
  return { of: (value) => value * factor - 1, factor }
}

/** An answer as evidence names it; options of a tick-all question are chosen or not. */
export function answerText(variable: Variable, code: string): string {
  if (variable.kind !== 'multiple') return answerLabel(variable, code)
  return isTicked(variable, code) ? 'chosen' : 'not chosen'
}

function sideOf(smallestBase: number): SurveySide | null {
  if (smallestBase >= smallest.full) return 'passes'
  return smallestBase >= smallest.indicative ? 'indicative' : null
}

/**
 * A question as a line between two ends: a trade-off, or any ordered answers with at least four positions.
 * Positions are the indicator's categories, evenly spaced from −1 to +1; null when the question has no such order.
 */
export function axisOf({
  variable,
  indicator,
  input,
  persona,
  contrast,
}: {
  variable: Variable
  indicator: Indicator
  input: ClaimInput
  persona: number
  contrast: Contrast
}): AxisEvidence | null {
  if (!isCategorical(indicator) || !(variable.axis || variable.kind === 'ordinal' || variable.kind === 'grid'))
    return null
  const positions = indicator.categories.length
  const asked = variable.options.filter((option) => !option.isNonSubstantive).length
  // Answers that hardly anyone gave were merged, so fewer positions than were asked may be left.
  if (variable.axis ? positions < 2 : asked < 4 || positions < 3) return null
  const counted = countPositions(indicator, weightsOf(indicator, input.people, persona))
  if (sumOf(counted.these) === 0 || sumOf(counted.rest) === 0) return null
  // Outside the fit the shares of all answers are there already, freed of the errors of sorting people.
  const isCorrected = contrast.parts.length === positions && contrast.parts.every((part) => part.corrected)
  const these = isCorrected ? contrast.parts.map((part) => part.these) : counted.these
  const rest = isCorrected ? contrast.parts.map((part) => part.rest) : counted.rest
  const spread = these.map((count) => count / sumOf(these))
  return {
    topic: variable.axis ? null : topicOf(variable),
    left: variable.axis?.left ?? answerLabel(variable, indicator.categories[0]!),
    right: variable.axis?.right ?? answerLabel(variable, indicator.categories.at(-1)!),
    mean: meanPosition(these),
    restMean: meanPosition(rest),
    everyoneMean: meanPosition(counted.these.map((count, place) => count + counted.rest[place]!)),
    spread,
    band: middle(spread),
  }
}

function countPositions(
  { categories, values }: CategoricalIndicator,
  weights: { these: Float64Array; rest: Float64Array },
): { these: number[]; rest: number[] } {
  const these = new Array<number>(categories.length).fill(0)
  const rest = new Array<number>(categories.length).fill(0)
  values.forEach((category, index) => {
    if (category < 0) return
    these[category]! += weights.these[index]!
    rest[category]! += weights.rest[index]!
  })
  return { these, rest }
}

function sumOf(counts: number[]): number {
  return counts.reduce((sum, count) => sum + count, 0)
}

/** −1 (first position) to +1 (last). */
function meanPosition(counts: number[]): number {
  const last = counts.length - 1
  return counts.reduce((sum, count, place) => sum + count * ((2 * place) / last - 1), 0) / sumOf(counts)
}

/** Between which positions the middle 80 % stand, −1 to +1. */
function middle(shares: number[]): { low: number; high: number } {
  const position = (quantile: number) => {
    let held = 0
    for (let index = 0; index < shares.length; index++) {
      held += shares[index]!
      if (held >= quantile - 1e-9) return (2 * index) / (shares.length - 1) - 1
    }
    return 1
  }
  return { low: position(0.1), high: position(0.9) }
}
