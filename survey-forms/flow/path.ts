import type { Answers } from '../../server/responses/variable.ts'
import { type Instrument, type Item, shownCodes } from '../instrument.ts'
import { drawnLists, partOf, workOf } from '../item-kinds/registry.ts'
import type { Condition } from '../parts.ts'
import { expressionOn, isAsked, nameOn } from './course.ts'
import type { CoursePage } from './loops.ts'
import { type Respondent, Standing, shownKeys } from './standing.ts'

/** What each page of one response showed, by page code: the items, and the lists whose order or entries are theirs. */
export type ShownOrder = Record<string, { items: string[]; orders: Record<string, string[]> }>

/**
 * The page that comes after another for this respondent.
 * Pure: the questionnaire, the answers so far and the seed decide, and nothing else.
 * @param place the place of a page among this respondent's, counted from 0; -1 for the first
 * @returns its place, or null when the survey ends there
 */
export function nextPage(instrument: Instrument, respondent: Respondent, place: number): number | null {
  return pageAfter(new Standing(instrument, respondent), place)
}

export function pageAfter(standing: Standing, place: number): number | null {
  for (let next = place + 1; next < standing.pages.length; next++) if (standing.isPageShown(next)) return next
  return null
}

export function pageBefore(standing: Standing, place: number): number | null {
  for (let before = place - 1; before >= 0; before--) if (standing.isPageShown(before)) return before
  return null
}

/**
 * Where a page stands among those this respondent sees.
 * @returns position counted from 1; minutesLeft from this page to the end, at least 1, by the share of answers still to give
 */
export function progressAt(standing: Standing, place: number) {
  const { minutes } = standing.course.instrument
  const shown = standing.pages
    .map((page, index) => ({ index, work: standing.isPageShown(index) ? workOn(standing, page) : 0 }))
    .filter(({ work }) => work > 0)
  const total = shown.reduce((sum, { work }) => sum + work, 0)
  const left = shown.filter(({ index }) => index >= place).reduce((sum, { work }) => sum + work, 0)
  return {
    position: shown.filter(({ index }) => index <= place).length,
    pageCount: shown.length,
    minutesLeft: Math.max(1, Math.round((minutes * left) / Math.max(1, total))),
  }
}

function workOn(standing: Standing, page: CoursePage): number {
  return standing.itemsOn(page).reduce((sum, item) => sum + workOf(item), 0)
}

/** The number of a page's first question among those shown; notices have none. */
export function firstNumber(standing: Standing, place: number): number {
  let count = 1
  for (let before = 0; before < place; before++) {
    if (!standing.isPageShown(before)) continue
    count += standing.itemsOn(standing.pages[before]).filter((item) => partOf(item) === 'question').length
  }
  return count
}

/** What a page shows to this respondent, and in which order. */
export function shownOn(standing: Standing, page: CoursePage): ShownOrder[string] {
  const items = standing.itemsOn(page)
  const orders = items.flatMap((item) => [
    ...[[item.code, shownEntries(standing, page, item)] as const].filter(([, codes]) => codes.length > 0),
    ...Object.entries(drawnLists(item, standing.seed)),
  ])
  return { items: items.map((item) => item.code), orders: Object.fromEntries(orders) }
}

/** Codes of an item's entries as shown; empty where everybody sees all of them in one order. */
export function shownEntries(standing: Standing, page: CoursePage, item: Item): string[] {
  const order = shownCodes(item, standing.seed)
  const shown = standing.entriesOf(page, item)
  if (!shown) return order
  return order.length > 0 ? order.filter((code) => shown.includes(code)) : shown
}

/**
 * The first page that this respondent should still answer: one not answered yet, or one that would now show something
 * else than what they answered, because an earlier answer was changed. Null when all is done.
 */
export function firstUndone(standing: Standing, done: { shownOrder: ShownOrder; answers: Answers }): number | null {
  for (let place = pageAfter(standing, -1); place !== null; place = pageAfter(standing, place)) {
    if (!isDone(standing, place, done)) return place
  }
  return null
}

function isDone(
  standing: Standing,
  place: number,
  { shownOrder, answers }: { shownOrder: ShownOrder; answers: Answers },
) {
  const page = standing.pages[place]
  const stored = shownOrder[page.code]
  if (!stored) return false
  const now = shownOn(standing, page)
  if (!isSame(stored.items, now.items)) return false
  const lists = new Set([...Object.keys(stored.orders), ...Object.keys(now.orders)])
  for (const list of lists) if (!isSame(stored.orders[list] ?? [], now.orders[list] ?? [])) return false
  return standing
    .itemsOn(page)
    .every((item) => shownKeys(standing, page, item).every((key) => answers[key] !== undefined))
}

function isSame(a: string[], b: string[]): boolean {
  return a.length === b.length && a.every((one, index) => one === b[index])
}

/**
 * The answers that count: those of items, rows and options that are shown, with what the survey fills in itself.
 * Answers that turned out not to be shown are left out.
 */
export function countedAnswers(standing: Standing): Answers {
  const counted: Answers = {}
  for (const [place, page] of standing.pages.entries()) {
    if (!standing.isPageShown(place)) continue
    for (const item of standing.itemsOn(page)) {
      for (const key of shownKeys(standing, page, item)) {
        const stored = standing.answers[key]
        if (stored === undefined) continue
        const value = standing.value(key)
        counted[key] = Array.isArray(stored) && Array.isArray(value) ? value : stored
      }
    }
  }
  return { ...counted, ...silentAnswers(standing, standing.pages.length) }
}

/** What the survey fills in itself on the pages before a place: arms, calculated values, values from the link. */
export function silentAnswers(standing: Standing, before: number): Answers {
  const filled: Answers = {}
  for (const [place, page] of standing.pages.entries()) {
    if (place >= before) break
    for (const item of page.items) {
      if (isAsked(item)) continue
      const answer = standing.silentAnswer(page, item)
      if (answer !== null && standing.countsSilently(page, item)) filled[item.code] = answer
    }
  }
  return filled
}

/** The screen-out that holds once the page at this place is answered, null where none does. */
export function screenOutAt(standing: Standing, place: number): string | null {
  const { screenOuts = [] } = standing.course.instrument
  return screenOuts.find((one) => isDecided(standing, one.when, place) && standing.holds(one.when, null))?.code ?? null
}

/** Quota cells this respondent belongs to by the answers up to a place, as `quota.cell`, in the order written. */
export function quotaCellsAt(standing: Standing, place: number): string[] {
  const { quotas = [] } = standing.course.instrument
  return quotas.flatMap((quota) =>
    quota.cells
      .filter((cell) => isDecided(standing, cell.when, place) && standing.holds(cell.when, null))
      .map((cell) => `${quota.code}.${cell.code}`),
  )
}

/** Whether everything a condition asks about stands on pages up to a place. */
function isDecided(standing: Standing, condition: Condition, place: number): boolean {
  const expression = expressionOn(standing.course, null, condition)
  if (!expression) return false
  return expression.names.every((name) => {
    const owner = standing.course.owners.get(nameOn(null, name))
    return owner !== undefined && standing.placeOf(owner.page) <= place
  })
}
