import type { Facet } from '../facets.ts'
import type { Variable } from '../responses/variable.ts'
import type { IndicatorData } from '../statistics/indicator.ts'
import type { Quotable } from './claim.ts'

/** How one persona answers one question beside everyone else; `parts` are its categories, or the one mean of a number. */
export interface Contrast {
  name: string
  parts: ContrastPart[]
  /** Ordered answers: the mean position, first answer 0; null for others. */
  position: ContrastPart | null
  /** Null for the questions that built the personas. */
  q: number | null
  defining: boolean
}

export interface ContrastPart {
  /** Stored code of the answer, null for a mean. */
  category: string | null
  these: number
  rest: number
  difference: number
  low: number
  high: number
  /** Cohen's h for shares, d for means. */
  effect: number
  /** Passed the test (or excluded 0, for a defining question) and the effect floor. */
  distinctive: boolean
  /** 95 % intervals of the two sides where they were freed of the errors of sorting people; absent: counted by posteriors. */
  corrected?: Record<'these' | 'rest', { low: number; high: number }>
}

export interface PersonaInput {
  /** Stable slug: "p1". */
  key: string
  /** 1 to 8: shape and colour. */
  number: number
  share: { share: number; base: number; low: number; high: number }
  stability: number | null
  contrasts: Contrast[]
}

export interface PersonInput {
  id: string
  /** Probability of each persona, in their order; null for a person who is in none. */
  posterior: number[] | null
  /** Survey weight, scaled to a mean of 1; absent when the study has none. */
  weight?: number
  /** Known only from interviews and placed afterwards: may be quoted, and counts for nothing. */
  isProjected?: boolean
}

export interface TagInput {
  personId: string
  sourceKind: 'document' | 'answer'
  sourceId: string
  item: string
  /** Code points of the source's text, half-open. */
  start: number
  end: number
  facet: Facet
  code: string | null
  strength: number
  quotable: Quotable
  /** Words of somebody who was placed afterwards. */
  isProjected?: boolean
}

/** A person who said or wrote something at all, tagged or not: the base of "9 of 12". */
export interface Voice {
  personId: string
  channel: 'document' | 'answer'
}

export interface CodeInput {
  key: string
  name: string
  facet: Facet
  /** Code that says the opposite, where the codebook has one. */
  opposite?: string
  /** It was an indicator: the personas were built on who speaks of it. */
  defining?: boolean
}

export interface ClaimInput {
  personas: PersonaInput[]
  variables: Variable[]
  /** Answers by question; person i of every column is people[i]. People beyond its size are known from their words only. */
  answers: IndicatorData
  people: PersonInput[]
  tags: TagInput[]
  voices: Voice[]
  codebook: CodeInput[]
}
