import type { Facet } from '../facets.ts'

/** Where a claim stands on the page; each zone is a question a reader has. */
export type ClaimZone =
  | 'needs'
  | 'motivations'
  | 'attitudes'
  | 'behaviours'
  | 'pains'
  | 'journey'
  | 'experiences'
  | 'preferences'
  | 'values'
  /** Circumstances: they describe afterwards, below the fold, and are never a reason. */
  | 'context'

/** A both sources agree, B one of them, C a voice, H a belief of the team, X the sources disagree. */
export type Grade = 'A' | 'B' | 'C' | 'H' | 'X'

/** A place in a person's own words; the words themselves are never copied into a claim. */
export interface SpanReference {
  personId: string
  sourceKind: 'document' | 'answer'
  sourceId: string
  /** Item of the response for an open answer, '' for a document. */
  item: string
  /** Code points of the source's text, half-open. */
  startCodePoint: number
  endCodePoint: number
  quotable: Quotable
  /** Words of somebody known only from interviews, placed afterwards: said wherever they stand. */
  isProjected?: boolean
}

/** consented: the person agreed to be quoted. internal: basis unknown, never leaves. noted: a note-taker's words. refused: the person said no. */
export type Quotable = 'consented' | 'internal' | 'noted' | 'refused'

/** A share or a mean among some people; the other of the two is null. */
export interface Estimate {
  share: number | null
  mean: number | null
  /** People who answered, unweighted, membership counted by its probability, rounded. */
  base: number
  /** The same people with their survey weights; absent when the study has none. */
  weightedBase?: number
  low: number
  high: number
}

export interface SurveyEvidence {
  variable: string
  /** The question as asked. */
  label: string
  /** The answer that is counted, null for a mean. */
  answer: string | null
  these: Estimate
  rest: Estimate
  /** Persona minus everyone else, with its 95 % interval. */
  difference: number
  low: number
  high: number
  /** Cohen's h for shares, standardised difference d for means. */
  effect: number
  /** Benjamini-Hochberg q; null for a question that built the personas, where a test would be circular. */
  q: number | null
  defining: boolean
  strength: SurveySide
}

/** People whose own words carry the claim, out of those of the persona who spoke or wrote at all. */
export interface SpokenEvidence {
  mentions: number
  of: number
  /** The same among everyone outside the persona. */
  others: { mentions: number; of: number }
  participants: string[]
  /** Members whose words say the opposite; absent where nothing names one. */
  opposing?: number
  channel: 'interviews' | 'answers' | 'both'
  /** People placed afterwards by their words who say so too; in neither count. */
  projected?: number
  /** The code helped to build the personas: that it is commoner here is how they were made, not a finding about them. */
  defining?: boolean
}

export interface ClaimEvidence {
  survey: SurveyEvidence | null
  interviews: SpokenEvidence | null
  spans: SpanReference[]
  counter: SpanReference[]
}

export interface Claim {
  /** Stable within the set: persona, zone and what it is about. */
  id: string
  personaKey: string
  zone: ClaimZone
  kind: 'answer' | 'mean' | 'axis' | 'code' | 'stage' | 'belief'
  facet: Facet
  /** One sentence with its numbers. */
  text: string
  /** The same without numbers, for a line that has them in its margin. */
  words: string
  grade: Grade
  evidence: ClaimEvidence
  /** The side that says nothing, if one does. */
  silent: 'survey' | 'interviews' | null
  axis: AxisEvidence | null
  stage: StageEvidence | null
  /** The words it was drawn with, where a person has given it others. */
  drawnWords?: string
  /** When it should be looked at again, if somebody said so; otherwise a year after the data (claim-editing/expiry.ts). */
  reviewBy?: Date
}

/** A guess of the team is never told as a fact: it stays inside, marked, and out of every file. */
export function isFact({ grade }: Pick<Claim, 'grade'>): boolean {
  return grade !== 'H'
}

export interface AxisEvidence {
  /** The question, where the two ends do not say what they are ends of; null for a trade-off. */
  topic: string | null
  left: string
  right: string
  /** −1 (left) to +1 (right). */
  mean: number
  restMean: number
  everyoneMean: number
  /** Share of members at each position, left to right. */
  spread: number[]
  /** Middle 80 % of members, −1 to +1. */
  band: { low: number; high: number }
}

export interface StageEvidence {
  name: string
  people: number
  /** Share of them who named a pain in the same breath. */
  painShare: number | null
  /** Names of all stages of the codebook in their order, also those nobody spoke of. */
  path: string[]
}

/** What the survey says of a claim: passes its floor, passes on a small base, says the opposite, or nothing. */
export type SurveySide = 'passes' | 'indicative' | 'opposes' | 'silent'

/** Distinct people whose words say so, and whose words say the opposite. */
export interface SpokenSide {
  supporting: number
  opposing: number
}

/** People who must say the same before words count as a side of their own. */
export const voicesNeeded = 3

/**
 * The grade of a claim, by the rules of the verdict page: A when the survey passes and at least three people are heard to say so;
 * B when one of the two does; C for one or two voices or an indicative difference; X when the sides disagree.
 * @returns null when nothing supports it: then there is no claim
 */
export function gradeOf(survey: SurveySide, { supporting, opposing }: SpokenSide): Grade | null {
  const isHeard = supporting >= voicesNeeded
  const isOpposed = opposing >= voicesNeeded && opposing > supporting
  if ((survey === 'passes' || survey === 'indicative') && isOpposed) return 'X'
  if (survey === 'opposes') return isHeard ? 'X' : null
  if (survey === 'passes' && isHeard) return 'A'
  if (survey === 'passes' || isHeard) return 'B'
  if (survey === 'indicative' || supporting > 0) return 'C'
  return null
}

/** From the best supported to the least; a disputed claim stands behind a guess, because it must be settled first. */
export const gradeOrder: Grade[] = ['A', 'B', 'C', 'H', 'X']

export const zoneOf: Record<Facet, ClaimZone> = {
  attitude: 'attitudes',
  need: 'needs',
  motivation: 'motivations',
  experience: 'experiences',
  preference: 'preferences',
  behaviour: 'behaviours',
  value: 'values',
  pain: 'pains',
  journey: 'journey',
}
