import type { Answers } from '../server/responses/variable.ts'
import type { Drafts } from './form-body.ts'

/** What one item of a posted page came to. */
export interface ParsedItem {
  /** By answer key: the value, or null where the item was shown and left empty. Keys with an error are absent. */
  answers: Answers
  errors: FieldError[]
  /** As typed, for the keys in `errors`. */
  drafts: Drafts
}

export interface FieldError {
  /** The answer key, which is also the field's name and the id of its first control. */
  key: string
  /** What to do, in one sentence, shown beside the field. */
  message: string
  /** Which row or part of the item, where it has several. */
  about?: string
}

/** What a field's page part is made from besides the item. */
export interface FieldContext {
  /** Position among the questions of the survey, counted from 1; null for consent, which is no question. */
  number: number | null
  answers: Answers
  drafts: Drafts
  /** Message by answer key. */
  errors: Record<string, string>
  /** Codes of options or rows in the order this respondent sees. */
  order: string[]
}

/** What stands around every field: question, hint and error, with the ids that join them to the control. */
export interface FieldFrame {
  key: string
  number: number | null
  ask: string
  hint: string | null
  error: string | null
  describedBy: string | null
  isRequired: boolean
}

export function fieldFrame(
  item: { code: string; ask: string; hint?: string; isRequired: boolean },
  context: FieldContext,
): FieldFrame {
  const error = context.errors[item.code] ?? null
  const describedBy = [item.hint ? `${item.code}-hint` : '', error ? `${item.code}-error` : '']
    .filter(Boolean)
    .join(' ')
  return {
    key: item.code,
    number: context.number,
    ask: item.ask,
    hint: item.hint ?? null,
    error,
    describedBy: describedBy || null,
    isRequired: item.isRequired,
  }
}

/** What a field shows: the value as typed if it could not be read, else the stored answer. */
export function shownValues(key: string, { answers, drafts }: FieldContext): string[] {
  const value = Object.hasOwn(drafts, key) ? drafts[key] : answers[key]
  if (value === null || value === undefined) return []
  return Array.isArray(value) ? value : [value]
}

/** The id of a choice's control: the first one bears the bare key, so that an error's link lands on it. */
export function controlId(key: string, optionCode: string, isFirst: boolean): string {
  return isFirst ? key : `${key}-${optionCode}`
}

/** Entries in the order of `codes`; entries the order does not name follow as written. */
export function inOrder<Entry extends { code: string }>(entries: Entry[], codes: string[]): Entry[] {
  const named = codes.flatMap((code) => entries.find((entry) => entry.code === code) ?? [])
  return [...named, ...entries.filter((entry) => !codes.includes(entry.code))]
}
