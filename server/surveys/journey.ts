import { createHash } from 'node:crypto'
import type { Drafts, FormBody } from '../../survey-forms/form-body.ts'
import { everyValue } from '../../survey-forms/form-body.ts'
import { type Instrument, type Item, itemsOf, type Page, shownCodes } from '../../survey-forms/instrument.ts'
import type { FieldError } from '../../survey-forms/item-kind.ts'
import { answerKeys, itemVariables, parseItem } from '../../survey-forms/item-kinds/registry.ts'
import type { Answers } from '../responses/variable.ts'

/** What each page of one response showed, by page code: the items, and the order of the entries that are shuffled. */
export type ShownOrder = Record<string, { items: string[]; orders: Record<string, string[]> }>

/** Whether an item's condition holds. A condition looks at earlier pages only, so a page is decided before it is shown. */
export function isShown(item: Item, answers: Answers): boolean {
  if (!item.showIf) return true
  const given = [answers[item.showIf.item] ?? []].flat()
  return given.some((one) => item.showIf!.isAnyOf.includes(one))
}

export function shownItems(page: Page, answers: Answers): Item[] {
  return page.items.filter((item) => isShown(item, answers))
}

/** Index of the first page after `pageIndex` that shows anything, or null when the survey ends there. */
export function nextPage(instrument: Instrument, answers: Answers, pageIndex: number): number | null {
  const offset = instrument.pages.slice(pageIndex + 1).findIndex((page) => shownItems(page, answers).length > 0)
  return offset < 0 ? null : pageIndex + 1 + offset
}

/** Index of the last page before `pageIndex` that shows anything, or null on the first. */
export function previousPage(instrument: Instrument, answers: Answers, pageIndex: number): number | null {
  const index = instrument.pages.slice(0, pageIndex).findLastIndex((page) => shownItems(page, answers).length > 0)
  return index < 0 ? null : index
}

/**
 * Where a page stands among those this respondent sees.
 * @returns position counted from 1; minutesLeft from this page to the end, at least 1, by the share of answers still to give
 */
export function progressOf(instrument: Instrument, answers: Answers, pageIndex: number) {
  const shown = instrument.pages
    .map((page, index) => ({ index, work: workOf(page, answers) }))
    .filter(({ work }) => work > 0)
  const total = shown.reduce((sum, { work }) => sum + work, 0)
  const left = shown.filter(({ index }) => index >= pageIndex).reduce((sum, { work }) => sum + work, 0)
  return {
    position: shown.filter(({ index }) => index <= pageIndex).length,
    pageCount: shown.length,
    minutesLeft: Math.max(1, Math.round((instrument.minutes * left) / Math.max(1, total))),
  }
}

/** Answers to give on a page; an open answer takes as long as five ticks. */
function workOf(page: Page, answers: Answers): number {
  return shownItems(page, answers).reduce(
    (sum, item) => sum + (item.kind === 'long-text' ? 5 : answerKeys(item).length),
    0,
  )
}

/** The number of a page's first question among those shown; consent is no question and has none. */
export function firstNumber(instrument: Instrument, answers: Answers, pageIndex: number): number {
  const before = instrument.pages.slice(0, pageIndex).flatMap((page) => shownItems(page, answers))
  return before.filter((item) => item.kind !== 'consent').length + 1
}

/**
 * A mark of what a page's answers were when it was shown. The form sends it back: where it no longer fits, the page was
 * saved elsewhere meanwhile (another tab, a page kept by the browser), and what is empty here may be answered there.
 */
export function pageMark(page: Page, answers: Answers): string {
  const stored = page.items.flatMap(answerKeys).map((key) => [key, answers[key] ?? null])
  return createHash('sha256').update(JSON.stringify(stored)).digest('base64url').slice(0, 12)
}

export interface PostedPage {
  /** The page's answers as they are to be stored; keys in `drafts` and of errors keep what was stored before. */
  answers: Answers
  drafts: Drafts
  errors: FieldError[]
  /** Whether any answer differs from the stored one. */
  hasChanged: boolean
}

/**
 * What a posted page comes to. Only keys of items that this page shows are read, so a forged field has nowhere to go.
 * An empty field of a stale form (see `pageMark`) never empties a stored answer.
 */
export function readPage(posted: { page: Page; stored: Answers; body: FormBody; isStale: boolean }): PostedPage {
  const { page, stored, body, isStale } = posted
  const result: PostedPage = { answers: {}, drafts: {}, errors: [], hasChanged: false }
  for (const item of shownItems(page, stored)) {
    const parsed = parseItem(item, body)
    const isKept = (key: string) => isStale && everyValue(body, key).length === 0 && isAnswered(stored[key])
    for (const [key, value] of Object.entries(parsed.answers)) {
      if (isBlank(value) && isKept(key)) continue
      result.answers[key] = value
      if (JSON.stringify(value) !== JSON.stringify(stored[key])) result.hasChanged = true
    }
    result.errors.push(...parsed.errors.filter((error) => !isKept(error.key)))
    for (const [key, value] of Object.entries(parsed.drafts)) if (!isKept(key)) result.drafts[key] = value
  }
  return result
}

/** Answers of items that turned out not to be shown are dropped when the survey is completed, not before: minds change. */
export function withoutHidden(instrument: Instrument, answers: Answers): Answers {
  const hidden = new Set(itemsOf(instrument).flatMap((item) => (isShown(item, answers) ? [] : answerKeys(item))))
  return Object.fromEntries(Object.entries(answers).filter(([key]) => !hidden.has(key)))
}

/** The order in which a page shows its items and their entries to the respondent with this seed. */
export function orderOfPage(page: Page, answers: Answers, seed: number): ShownOrder[string] {
  const items = shownItems(page, answers)
  const orders = items
    .map((item) => [item.code, shownCodes(item, seed)] as const)
    .filter(([, codes]) => codes.length > 0)
  return { items: items.map((item) => item.code), orders: Object.fromEntries(orders) }
}

/** What an answer key of a response holds: an answer, or one of the four kinds of empty. */
export type AnswerState = 'answered' | 'refused' | 'skipped' | 'not_shown' | 'not_reached'

export function answerState(
  page: Page,
  key: string,
  response: { answers: Answers; shownOrder: ShownOrder; isCompleted: boolean },
): AnswerState {
  const item = page.items.find((one) => answerKeys(one).includes(key))
  const value = response.answers[key]
  if (item && isAnswered(value)) return isNonSubstantive(item, key, value) ? 'refused' : 'answered'
  const shown = response.shownOrder[page.code]
  if (shown ? !shown.items.includes(item?.code ?? '') : response.isCompleted) return 'not_shown'
  return value === null ? 'skipped' : 'not_reached'
}

/** "Don't know", "prefer not to say": every part of the answer is an option that takes no position. */
function isNonSubstantive(item: Item, key: string, value: string | string[]): boolean {
  const options = itemVariables(item).find((one) => one.name === key || one.source?.item === key)?.options ?? []
  return [value].flat().every((code) => options.some((one) => one.code === code && one.isNonSubstantive))
}

function isAnswered(value: string | string[] | null | undefined): value is string | string[] {
  return value !== null && value !== undefined
}

/** No decision: an empty list is one (consent to nothing), null is none. */
function isBlank(value: string | string[] | null): boolean {
  return value === null
}
