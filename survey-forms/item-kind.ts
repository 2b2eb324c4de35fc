import type { z } from 'zod'
import type { Answers, Variable } from '../server/responses/variable.ts'
import type { AnswerType } from './flow/expression.ts'
import type { Drafts, FormBody } from './form-body.ts'
import { type Say, sayEnglish } from './languages/phrases.ts'
import type { CarryForward, Condition } from './parts.ts'

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
  /** Position among the questions of the survey, counted from 1; null for what is no question. */
  number: number | null
  answers: Answers
  drafts: Drafts
  /** Message by answer key. */
  errors: Record<string, string>
  /** Codes of options or rows in the order this respondent sees. */
  order: string[]
  /** The interface's voice in the respondent's language; English where none is given. */
  say?: Say
  /** The response's own, for kinds that draw a version of themselves. */
  seed?: number
}

/** One entry of an item's list: an option or a row. */
export interface Entry {
  code: string
  label?: string
  isPinned?: boolean
  isExclusive?: boolean
  isNonSubstantive?: boolean
  showIf?: Condition
}

/** The list whose entries may be shuffled, shown on condition and carried forward. */
export interface EntryList {
  /** The item's property that holds them. */
  property: string
  entries: Entry[]
  isShuffled: boolean
  carryForward?: CarryForward
}

/** Everything there is to know about a kind of item. The registry lists them; nothing else names them one by one. */
export interface ItemKindDefinition<Schema extends z.ZodType, Item = z.infer<Schema>> {
  kind: string
  /** How the editor names it. */
  name: string
  /** What it is good for, one plain sentence for a researcher who chooses. */
  description: string
  schema: Schema
  /** Items that show every part of it: they feed the documentation, the template tests and the accessibility tests. */
  examples: Item[]
  /** 'question' is numbered, 'notice' is shown without a number, 'silent' is never shown: it is filled by the survey itself. */
  part: 'question' | 'notice' | 'silent'
  /** Reads it from a posted form. Fields that the item does not have are never looked at. */
  parse(item: Item, body: FormBody, reading: Reading): ParsedItem
  /** What its template, field.hbs, sees. */
  view(item: Item, context: FieldContext): object
  /** What statistics, tagging and exports see of it. */
  variables(item: Item): Variable[]
  /** Keys of `response.answers` that it may write; no other key is ever stored. */
  answerKeys(item: Item): string[]
  /** What an answer is to a condition; text where nothing is said. */
  answerType?(item: Item, key: string): AnswerType
  /** Codes an answer can hold, in their order; null where it is open. */
  codes?(item: Item, key: string): string[] | null
  entryList?(item: Item): EntryList
  /** Lists it draws for one respondent, by name, such as the sets of a best-worst design: kept with what was shown. */
  drawn?(item: Item, seed: number): Record<string, string[]>
  /** Answers to give, for the minutes left; an open answer takes as long as five ticks. */
  work?(item: Item): number
}

/** What reading a form depends on besides the form. */
export interface Reading {
  say: Say
  seed: number
}

export const plainReading: Reading = { say: sayEnglish, seed: 0 }

export function defineKind<Schema extends z.ZodType>(
  definition: ItemKindDefinition<Schema>,
): ItemKindDefinition<Schema> {
  return definition
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
  /** "You can leave this empty", or null where it may not be. */
  optional: string | null
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
    optional: item.isRequired ? null : voiceOf(context)('optional'),
  }
}

export function voiceOf(context: FieldContext): Say {
  return context.say ?? sayEnglish
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

/** A required answer that is missing, or one that may stay empty: what an empty field comes to. */
export function emptyAnswer(item: { code: string; isRequired: boolean }, message: string): ParsedItem {
  return item.isRequired
    ? { answers: {}, errors: [{ key: item.code, message }], drafts: {} }
    : { answers: { [item.code]: null }, errors: [], drafts: {} }
}
