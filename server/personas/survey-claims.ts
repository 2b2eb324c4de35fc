import type { Variable } from '../responses/variable.ts'
import type { Indicator } from '../statistics/indicator.ts'
import type { AxisEvidence, Estimate, SurveyEvidence, SurveySide } from './claim.ts'
import type { ClaimInput, Contrast, ContrastPart, PersonInput } from './claim-input.ts'
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
const bases = { indicative: 10, full: 30 }

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
  const these = basesOf(weights.these)
  const rest = basesOf(weights.rest)
  const strength = sideOf(Math.min(these.base, rest.base))
  const axis = axisOf({ variable, indicator, people: input.people, persona })
  if (!strength || (part === contrast.position && !axis)) return null
  const isMean = part.category === null
  const scale =
    part === contrast.position ? scaleOfAxis(variable, indicator) : { of: (value: number) => value, factor: 1 }
  const estimate = (value: number, side: 'these' | 'rest'): Estimate => {
    const of = side === 'these' ? these : rest
    const base = Math.round(of.base)
    if (!isMean) return { share: value, mean: null, base, ...shareInterval(value, of.effective) }
    const interval = meanInterval(indicator.values, weights[side], value)
    return { share: null, mean: scale.of(value), base, low: scale.of(interval.low), high: scale.of(interval.high) }
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
  if (part.category !== null) return answerWords(variable, { category: part.category, isMore })
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
  if (smallestBase >= bases.full) return 'passes'
  return smallestBase >= bases.indicative ? 'indicative' : null
}

/**
 * A question as a line between two ends: a trade-off, or any ordered answers with at least four positions.
 * Positions are the indicator's categories, evenly spaced from −1 to +1; null when the question has no such order.
 */
export function axisOf({
  variable,
  indicator,
  people,
  persona,
}: {
  variable: Variable
  indicator: Indicator
  people: PersonInput[]
  persona: number
}): AxisEvidence | null {
  if (!isCategorical(indicator) || !(variable.axis || variable.kind === 'ordinal' || variable.kind === 'grid'))
    return null
  const positions = indicator.categories.length
  const asked = variable.options.filter((option) => !option.isNonSubstantive).length
  // Answers that hardly anyone gave were merged, so fewer positions than were asked may be left.
  if (variable.axis ? positions < 2 : asked < 4 || positions < 3) return null
  const weights = weightsOf(indicator, people, persona)
  const these = new Array<number>(positions).fill(0)
  const rest = new Array<number>(positions).fill(0)
  indicator.values.forEach((category, index) => {
    if (category < 0) return
    these[category]! += weights.these[index]!
    rest[category]! += weights.rest[index]!
  })
  const sumOf = (counts: number[]) => counts.reduce((sum, count) => sum + count, 0)
  const meanOf = (counts: number[]) =>
    counts.reduce((sum, count, place) => sum + count * ((2 * place) / (positions - 1) - 1), 0) / sumOf(counts)
  if (sumOf(these) === 0 || sumOf(rest) === 0) return null
  const spread = these.map((count) => count / sumOf(these))
  return {
    topic: variable.axis ? null : topicOf(variable),
    left: variable.axis?.left ?? answerLabel(variable, indicator.categories[0]!),
    right: variable.axis?.right ?? answerLabel(variable, indicator.categories.at(-1)!),
    mean: meanOf(these),
    restMean: meanOf(rest),
    everyoneMean: meanOf(these.map((count, place) => count + rest[place]!)),
    spread,
    band: middle(spread),
  }
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
