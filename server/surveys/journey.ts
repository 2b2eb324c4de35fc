import { createHash } from 'node:crypto'
import { type ShownOrder, shownEntries } from '../../survey-forms/flow/path.ts'
import { presentItem } from '../../survey-forms/flow/present.ts'
import { type Standing, shownKeys } from '../../survey-forms/flow/standing.ts'
import type { CoursePage } from '../../survey-forms/flow/loops.ts'
import type { Drafts, FormBody } from '../../survey-forms/form-body.ts'
import { everyValue } from '../../survey-forms/form-body.ts'
import type { Item } from '../../survey-forms/instrument.ts'
import type { FieldError } from '../../survey-forms/item-kind.ts'
import { answerKeys, entryListOf, itemVariables, parseItem } from '../../survey-forms/item-kinds/registry.ts'
import { sayIn } from '../../survey-forms/languages/phrases.ts'
import type { Answers } from '../responses/variable.ts'

export type { ShownOrder } from '../../survey-forms/flow/path.ts'

/** A page with its items: as written, or as one respondent meets it. */
type PageOfItems = Pick<CoursePage, 'code' | 'items'>

/**
 * A mark of what a page's answers were when it was shown. The form sends it back: where it no longer fits, the page was
 * saved elsewhere meanwhile (another tab, a page kept by the browser), and what is empty here may be answered there.
 */
export function pageMark(page: Pick<PageOfItems, 'items'>, answers: Answers): string {
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
 * What a posted page comes to. Only keys of items, rows and options that this page shows are read, so a forged field has
 * nowhere to go. An empty field of a stale form (see `pageMark`) never empties a stored answer.
 */
export function readPage(
  standing: Standing,
  posted: { page: CoursePage; body: FormBody; isStale: boolean },
): PostedPage {
  const { page, body, isStale } = posted
  const stored = standing.answers
  const reading = { say: sayIn(standing.course.instrument.language), seed: standing.seed }
  const result: PostedPage = { answers: {}, drafts: {}, errors: [], hasChanged: false }
  for (const item of standing.itemsOn(page)) {
    const parsed = parseItem(presentItem(standing, page, item), body, reading)
    // Errors of rows and options stand in the order in which the page shows them.
    const order = shownEntries(standing, page, item).map((code) => `${item.code}_${code}`)
    parsed.errors.sort((one, other) => order.indexOf(one.key) - order.indexOf(other.key))
    const keys = new Set(shownKeys(standing, page, item))
    const isKept = (key: string) => isStale && everyValue(body, key).length === 0 && isAnswered(stored[key])
    for (const [key, value] of Object.entries(parsed.answers)) {
      if (!keys.has(key) || (isBlank(value) && isKept(key))) continue
      result.answers[key] = value
      if (JSON.stringify(value) !== JSON.stringify(stored[key])) result.hasChanged = true
    }
    result.errors.push(...parsed.errors.filter((error) => !isKept(error.key)))
    for (const [key, value] of Object.entries(parsed.drafts)) if (!isKept(key)) result.drafts[key] = value
  }
  return result
}

/** What an answer key of a response holds: an answer, or one of the four kinds of empty. */
export type AnswerState = 'answered' | 'refused' | 'skipped' | 'not_shown' | 'not_reached'

export function answerState(
  page: PageOfItems,
  key: string,
  response: { answers: Answers; shownOrder: ShownOrder; isCompleted: boolean },
): AnswerState {
  const item = page.items.find((one) => answerKeys(one).includes(key))
  const value = response.answers[key]
  if (item && isAnswered(value)) return isNonSubstantive(item, key, value) ? 'refused' : 'answered'
  const shown = response.shownOrder[page.code]
  if (!shown) return response.isCompleted ? 'not_shown' : 'not_reached'
  if (!item || !shown.items.includes(item.code) || isEntryHidden(item, key, shown.orders[item.code])) return 'not_shown'
  return value === null ? 'skipped' : 'not_reached'
}

/** Whether a key is of a row or option that its item did not show. */
function isEntryHidden(item: Item, key: string, shown: string[] | undefined): boolean {
  if (!shown) return false
  const entry = entryListOf(item)?.entries.find(({ code }) => key === `${item.code}_${code}`)
  return entry !== undefined && !shown.includes(entry.code)
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
