import {
  countedAnswers,
  firstUndone,
  pageAfter,
  pageBefore,
  quotaCellsAt,
  screenOutAt,
  shownOn,
  silentAnswers,
} from '../../survey-forms/flow/path.ts'
import { Standing } from '../../survey-forms/flow/standing.ts'
import { type FormBody, oneValue } from '../../survey-forms/form-body.ts'
import type { Instrument, Item } from '../../survey-forms/instrument.ts'
import type { FieldError } from '../../survey-forms/item-kind.ts'
import { movedKey } from '../../survey-forms/item-kinds/ranking/moves.ts'
import { answerKeys } from '../../survey-forms/item-kinds/registry.ts'
import type { Answers } from '../responses/variable.ts'
import { type ConsentDecision, consentDecisions } from './consent.ts'
import { pageMark, type PostedPage, readPage } from './journey.ts'
import type { ResponseProgress } from './respondent-store.ts'

/** Longest time on one page that is believed, in seconds: beyond it the person was elsewhere. */
const longestPageSeconds = 3600

/** What pressing a button on a page leads to. */
export interface Answered {
  progress: ResponseProgress
  consents: ConsentDecision[]
  /** Where to go: a page's place, the list of all answers, the end, or the same page with its errors. */
  to: { page: number } | 'review' | 'end' | 'errors'
  errors: FieldError[]
}

/** A response before its first page: nothing answered, nothing seen. */
export const untouched: ResponseProgress = {
  answers: {},
  drafts: {},
  shownOrder: {},
  pageSeconds: {},
  page: 0,
  outcome: 'in_progress',
  endedBy: null,
  quotaCells: [],
  completedAt: null,
}

/**
 * Applies a posted page to a response that is in progress.
 * *Next* goes on when every answer can be read; *Back* and a change of language always go, keeping what was typed. The
 * same post again changes nothing.
 * @param instrument in the language the respondent reads
 * @param posted.pageIndex the place of a page the respondent has reached, in their order
 */
export function answerPage(
  instrument: Instrument,
  stored: ResponseProgress,
  posted: { pageIndex: number; body: FormBody; seed: number; at: Date },
): Answered {
  const { pageIndex, body, seed } = posted
  const before = new Standing(instrument, { answers: stored.answers, seed })
  const page = before.pages[pageIndex]
  const isStale = oneValue(body, '_mark') !== pageMark(page, stored.answers)
  const read = readPage(before, { page, body, isStale })
  const move = movesOf(body)
  const goesOn = move === 'next' && read.errors.length === 0
  const wasDone = stored.page > pageIndex

  const answers = mergedAnswers(stored.answers, read, { blanksCount: goesOn || wasDone })
  const after = new Standing(instrument, { answers, seed })
  if (goesOn || wasDone) replaceSilent(answers, after, pageIndex + 1)
  const progress: ResponseProgress = {
    ...stored,
    answers,
    drafts: { ...withoutKeys(stored.drafts, keysOf(page)), ...read.drafts },
    // What was read is what was shown: by the answers from before this post.
    shownOrder: { ...stored.shownOrder, [page.code]: shownOn(before, page) },
    pageSeconds: wasDone && !read.hasChanged ? stored.pageSeconds : withSeconds(stored.pageSeconds, page.code, posted),
  }
  const consents = consentDecisions(instrument, { before: stored.answers, after: answers })
  if (move === 'stay') return { progress, consents, to: { page: pageIndex }, errors: [] }
  if (move === 'back') {
    return { progress, consents, to: { page: pageBefore(after, pageIndex) ?? pageIndex }, errors: [] }
  }
  if (!goesOn) return { progress, consents, to: 'errors', errors: read.errors }
  return { ...placeAfter(after, progress, posted), consents, errors: [] }
}

/** The end of a response whose answers were all looked at once more, or the page that is still to be answered. */
export function sendAnswers(
  instrument: Instrument,
  stored: ResponseProgress,
  { seed, at }: { seed: number; at: Date },
): Pick<Answered, 'progress' | 'to'> {
  const standing = new Standing(instrument, { answers: stored.answers, seed })
  const undone = firstUndone(standing, stored)
  if (undone !== null) return { progress: stored, to: { page: undone } }
  return { progress: ended(standing, stored, { outcome: 'completed', endedBy: null, at }), to: 'end' }
}

/** A response that stops before its last page: screened out, or its quota is full. What was answered is kept. */
export function endedEarly(
  instrument: Instrument,
  stored: ResponseProgress,
  end: { seed: number; at: Date; outcome: 'screened_out' | 'over_quota'; endedBy: string },
): ResponseProgress {
  return ended(new Standing(instrument, { answers: stored.answers, seed: end.seed }), stored, end)
}

/** Where Next leads once a page could be read: an early end, the next page, or what comes behind the last. */
function placeAfter(
  standing: Standing,
  progress: ResponseProgress,
  { pageIndex, at }: { pageIndex: number; at: Date },
): Pick<Answered, 'progress' | 'to'> {
  const { instrument } = standing.course
  const screenedBy = screenOutAt(standing, pageIndex)
  if (screenedBy) {
    return { progress: ended(standing, progress, { outcome: 'screened_out', endedBy: screenedBy, at }), to: 'end' }
  }
  const wasAtReview = instrument.reviewsAnswers === true && progress.page >= standing.pages.length
  const next = wasAtReview ? firstUndone(standing, progress) : pageAfter(standing, pageIndex)
  const cells = quotaCellsAt(standing, wasAtReview ? standing.pages.length : pageIndex)
  const held = { ...progress, quotaCells: cells }
  if (next !== null) return { progress: { ...held, page: Math.max(progress.page, next) }, to: { page: next } }

  const undone = firstUndone(standing, progress)
  if (undone !== null) return { progress: held, to: { page: undone } }
  const all = { ...held, quotaCells: quotaCellsAt(standing, standing.pages.length), page: standing.pages.length }
  if (instrument.reviewsAnswers) return { progress: all, to: 'review' }
  return { progress: ended(standing, all, { outcome: 'completed', endedBy: null, at }), to: 'end' }
}

function ended(
  standing: Standing,
  progress: ResponseProgress,
  { outcome, endedBy, at }: { outcome: ResponseProgress['outcome']; endedBy: string | null; at: Date },
): ResponseProgress {
  return {
    ...progress,
    answers: countedAnswers(standing),
    drafts: {},
    page: standing.pages.length,
    outcome,
    endedBy,
    completedAt: outcome === 'completed' ? at : null,
  }
}

/** Back, on, or nowhere: another language, or one thing moved in a ranking, shows the same page again. */
function movesOf(body: FormBody): 'next' | 'back' | 'stay' {
  if (oneValue(body, '_language') !== '' || movedKey(body)) return 'stay'
  return oneValue(body, '_move') === 'back' ? 'back' : 'next'
}

/** Empty fields are skipped questions only once their page has been left; before that they are not reached. */
function mergedAnswers(stored: Answers, read: PostedPage, { blanksCount }: { blanksCount: boolean }): Answers {
  const answers = { ...stored }
  for (const [key, value] of Object.entries(read.answers)) {
    if (value !== null || blanksCount) answers[key] = value
    else delete answers[key]
  }
  return answers
}

/** What the survey fills in itself follows the answers: worked out anew, gone where it no longer counts. */
function replaceSilent(answers: Answers, standing: Standing, before: number): void {
  const filled = silentAnswers(standing, before)
  for (const page of standing.pages.slice(0, before)) {
    for (const item of page.items.filter(isFilledIn)) if (!(item.code in filled)) delete answers[item.code]
  }
  Object.assign(answers, filled)
}

function isFilledIn(item: Item): boolean {
  return item.kind === 'calculated' || item.kind === 'arm'
}

function withSeconds(
  before: Record<string, number>,
  pageCode: string,
  posted: { body: FormBody; at: Date },
): Record<string, number> {
  const shownAt = Number(oneValue(posted.body, '_shown'))
  const seconds = Math.round((posted.at.getTime() - shownAt) / 1000)
  // The time comes from the respondent's form, so it is a hint about care, never a proof.
  const isBelievable = shownAt > 0 && seconds >= 0 && seconds <= longestPageSeconds
  return isBelievable ? { ...before, [pageCode]: (before[pageCode] ?? 0) + seconds } : before
}

function keysOf(page: { items: Item[] }): Set<string> {
  return new Set(page.items.flatMap(answerKeys))
}

function withoutKeys<Value>(record: Record<string, Value>, keys: Set<string>): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => !keys.has(key)))
}
