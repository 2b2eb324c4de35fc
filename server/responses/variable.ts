import type { Facet } from '../facets.ts'

/**
 * One thing that was asked or recorded about respondents, whether it came from a hosted survey or an imported file.
 * The bridge between questions and statistics: everything after collection reads variables and never asks where they came from.
 */
export interface Variable {
  /** Key in `response.answers`, unique in the study: the column's header as imported, or the item's code. */
  name: string
  /** The wording a person reads: the question, and the row or option after an em dash where there is one. */
  label: string
  kind: VariableKind
  role: VariableRole
  /** Why this kind and role were proposed, one plain sentence, shown to the researcher. */
  reason: string
  /** Closed answers as stored, in their order when `kind` is ordinal or grid; empty for open ones. */
  options: VariableOption[]
  /** Name of the block this belongs to: a grid, or a multiple-choice question whose options are columns. */
  block?: string
  /** For 'multiple': the stored value (code) that means "ticked"; any other shown value means "not ticked". */
  ticked?: string
  /** Set when the answer is one option inside an array: answers[source.item] is string[]. `separator` is how the imported cell joined them. */
  source?: { item: string; option: string; separator?: ';' | ',' }
  /** Set when the answer is read from a ranking: the member variable that holds `place`, the first. Options are the members. */
  firstOf?: { place: string; members: string[] }
  /** Two respectable ends of a trade-off; option order runs from left to right. */
  axis?: { left: string; right: string }
  facet?: Facet
  /** For role 'check': the stored answer that the wording tells people to give. */
  rightAnswer?: string
  /** For a question that was made a check afterwards: what it was before. */
  roleBefore?: VariableRole
  /** Set when this was never asked: whether a person's own words carry a code, or any code of a facet when `code` is null. */
  tag?: { facet: Facet; code: string | null }
}

export type VariableKind =
  | 'nominal'
  | 'ordinal'
  | 'grid' // an ordinal row of a grid
  | 'multiple' // one option of a tick-all-that-apply block
  | 'count'
  | 'number'
  | 'text'
  | 'weight'
  | 'id'
  | 'date'
  | 'ignored'

export type VariableRole =
  | 'indicator'
  | 'covariate'
  | 'text'
  | 'weight'
  | 'id'
  | 'check' // an attention check: tells about care, and nothing about the person
  | 'ignored'

export interface VariableOption {
  /** As stored in answers. */
  code: string
  label: string
  /** "Don't know", "N/A", "Prefer not to say": an answer, but no position on a scale; missing to the model. */
  isNonSubstantive?: boolean
}

/** Stored answers of one respondent: a string (code, number as text, or words), or codes for an item with several answers. */
export type Answers = Record<string, string | string[] | null>
