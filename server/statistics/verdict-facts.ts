import type { DecisiveItems } from './decisive-items.ts'
import { fixedBeside, percentBeside } from './printed-number.ts'

/** When personas are shown, and when the answer is no. Thresholds are those of the design's verdict page. */
export type VerdictWord = 'natural' | 'reproducible' | 'constructive' | 'none'

export interface VerdictReason {
  /** Stable name of the rule. */
  rule: string
  /** The number it looked at. */
  value: number
  /** One plain sentence with the number in it. */
  text: string
}

export interface Verdict {
  word: VerdictWord
  /** For none and constructive: every rule that fired; otherwise what carried the word. */
  reasons: VerdictReason[]
  /** What can help instead. */
  advice: string[]
}

export interface NullOutcome {
  /** Every screened copy gained less than the answers did. */
  beaten: boolean
  copies: number
  /** Standard deviations of the copies by which the answers' gain lies above their mean; absent with few copies. */
  margin?: number
}

export interface VerdictFacts {
  fitted: number
  /** Kish's effective number of people. */
  effectiveSize: number
  usableIndicators: number
  /** 0 when no model could be fitted. */
  chosenClasses: number
  bicGain: number
  atCap?: boolean
  n0?: NullOutcome
  n1?: NullOutcome
  /** Mean overlap of each class with its like in the resamples. */
  jaccards: number[]
  slices?: { isScale: boolean; share: number; items: number }
  /** Reliability of the oriented items as one scale, and how many directions all of them share more than chance gives. */
  omega?: number
  directions?: number
  /** The question, or pair, on which the classes hang most. */
  decisive?: DecisiveItems
  /** Part of the variance of people's spread over a scale's ends that the classes account for. */
  spreadR2?: number
  replicated?: boolean
  identified?: boolean
  /** Free parameters of the chosen model. */
  parameters?: number
  smallestShare?: number
  /** Effective people in the smallest class. */
  smallestEffective?: number
  splitHalf?: number
  predictionStrength?: number
  entropyR2?: number | null
  /** What the study is, so that advice fits it; absent: a survey and nothing else. */
  study?: StudyKind
}

export interface StudyKind {
  /** The groups rest on what people said in their own words, on no closed question. */
  isFromWords: boolean
  hasInterviews: boolean
  hasSegments: boolean
}

/** Thresholds; docs/truth.md shows why each is what it is. */
export const limits = {
  effectiveSize: 100,
  indicators: 3,
  medianJaccard: 0.6,
  jaccard: 0.75,
  omega: 0.7,
  /** Part of the items on which classes stand in one order, from which they are slices of one scale. */
  slices: 0.9,
  smallestShare: 0.05,
  smallestEffective: 50,
  splitHalf: 0.8,
  entropyR2: 0.8,
  /** Below this people are not placed, only leaned. */
  leastEntropyR2: 0.6,
  /** Adjusted Rand index under which classes without a question are other classes. */
  agreementWithout: 0.65,
  spreadR2: 0.5,
  /** From here on hardly anybody stands between the groups. */
  lumpEntropyR2: 0.9,
  /** Groups that stand in one order on one scale must beat the copies by more deviations than luck gives. */
  margin: 3,
}

/** Whether the groups stand in one order on questions that measure one thing. */
function isOneScale({ slices, omega, directions }: VerdictFacts): boolean {
  return slices?.isScale === true && ((omega ?? 0) >= limits.omega || (directions ?? 2) <= 1)
}

/**
 * Whether correlated copies without groups explain the split: one of them gained as much, or the groups are of one scale and beat
 * them by no more than the luck of the copies. Single traits beat 19 copies in one draw and not in the next. Where nearly everybody is
 * placed for certain there is nobody along the scale between the groups, and they are lumps.
 */
export function isContinuum(facts: VerdictFacts): boolean {
  const { n1 } = facts
  if (n1 === undefined) return false
  const isCloud = (facts.entropyR2 ?? 0) < limits.lumpEntropyR2
  return !n1.beaten || (isOneScale(facts) && isCloud && (n1.margin ?? 0) < limits.margin)
}

/**
 * Groups that stand in one order on one scale, although no copy split as well: people may come in lumps along it. Two lumps are
 * believed when they beat the copies clearly; three and more are parts of a scale in any case.
 */
export function isScaleInParts(facts: VerdictFacts): boolean {
  const { n1, chosenClasses } = facts
  if (!n1 || isContinuum(facts) || !isOneScale(facts)) return false
  return chosenClasses >= 3 || (n1.margin ?? 0) < limits.margin
}

export function quoted(names: readonly string[]): string {
  return names.map((name) => `“${name}”`).join(' and ')
}

/** Percent with as many decimals as leave it on its own side of the rule's limit. */
export function percent(share: number, limit?: number): string {
  return `${percentBeside(share, limit === undefined ? [] : [limit])} %`
}

/** Two decimals, or more where these would put the value on the other side of the rule's limit. */
export function rounded2(value: number, limit?: number): string {
  return fixedBeside(value, limit === undefined ? [] : [limit], 2)
}

/** To whole numbers, thousands apart: "2,565". */
export function rounded(value: number): string {
  return Math.round(value).toLocaleString('en-GB')
}

export function countOf(count: number, noun: string): string {
  return `${rounded(count)} ${noun}${count === 1 ? '' : 's'}`
}
