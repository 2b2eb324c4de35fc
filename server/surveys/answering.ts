import { type FormBody, oneValue } from '../../survey-forms/form-body.ts'
import type { Instrument, Page } from '../../survey-forms/instrument.ts'
import type { FieldError } from '../../survey-forms/item-kind.ts'
import { answerKeys } from '../../survey-forms/item-kinds/registry.ts'
import type { Answers } from '../responses/variable.ts'
import { type ConsentDecision, consentDecisions } from './consent.ts'
import { nextPage, orderOfPage, pageMark, type PostedPage, previousPage, readPage, withoutHidden } from './journey.ts'
import type { ResponseProgress } from './respondent-store.ts'

/** Longest time on one page that is believed, in seconds: beyond it the person was elsewhere. */
const longestPageSeconds = 3600

/** What pressing a button on a page leads to. */
export interface Answered {
  progress: ResponseProgress
  consents: ConsentDecision[]
  /** Where to go: a page's index, the end, or the same page with its errors. */
  to: { page: number } | 'end' | 'errors'
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
  completedAt: null,
}

/**
 * Applies a posted page to a response that is in progress.
 * *Next* goes on when every answer can be read; *Back* always goes, keeping what was typed. The same post again changes nothing.
 * @param posted.pageIndex a page the respondent has reached
 */
export function answerPage(
  instrument: Instrument,
  stored: ResponseProgress,
  posted: { pageIndex: number; body: FormBody; seed: number; at: Date },
): Answered {
  const page = instrument.pages[posted.pageIndex]
  const isStale = oneValue(posted.body, '_mark') !== pageMark(page, stored.answers)
  const read = readPage({ page, stored: stored.answers, body: posted.body, isStale })
  const isBack = oneValue(posted.body, '_move') === 'back'
  const goesOn = !isBack && read.errors.length === 0
  const wasDone = stored.page > posted.pageIndex

  const answers = mergedAnswers(stored.answers, read, { blanksCount: goesOn || wasDone })
  const progress: ResponseProgress = {
    ...stored,
    answers,
    drafts: { ...withoutKeys(stored.drafts, keysOf(page)), ...read.drafts },
    shownOrder: { ...stored.shownOrder, [page.code]: orderOfPage(page, answers, posted.seed) },
    pageSeconds: wasDone && !read.hasChanged ? stored.pageSeconds : withSeconds(stored.pageSeconds, page, posted),
  }
  const consents = consentDecisions(instrument, { before: stored.answers, after: answers })
  if (isBack) {
    const before = previousPage(instrument, answers, posted.pageIndex)
    return { progress, consents, to: { page: before ?? posted.pageIndex }, errors: [] }
  }
  if (!goesOn) return { progress, consents, to: 'errors', errors: read.errors }

  const next = nextPage(instrument, answers, posted.pageIndex)
  if (next !== null)
    return { progress: { ...progress, page: Math.max(stored.page, next) }, consents, to: { page: next }, errors: [] }
  const completed: ResponseProgress = {
    ...progress,
    answers: withoutHidden(instrument, answers),
    drafts: {},
    page: instrument.pages.length,
    outcome: 'completed',
    completedAt: posted.at,
  }
  return { progress: completed, consents, to: 'end', errors: [] }
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

function withSeconds(
  before: Record<string, number>,
  page: Page,
  posted: { body: FormBody; at: Date },
): Record<string, number> {
  const shownAt = Number(oneValue(posted.body, '_shown'))
  const seconds = Math.round((posted.at.getTime() - shownAt) / 1000)
  // The time comes from the respondent's form, so it is a hint about care, never a proof.
  const isBelievable = shownAt > 0 && seconds >= 0 && seconds <= longestPageSeconds
  return isBelievable ? { ...before, [page.code]: (before[page.code] ?? 0) + seconds } : before
}

function keysOf(page: Page): Set<string> {
  return new Set(page.items.flatMap(answerKeys))
}

function withoutKeys<Value>(record: Record<string, Value>, keys: Set<string>): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => !keys.has(key)))
}
