import type { Instrument } from '../../survey-forms/instrument.ts'
import type { Database } from '../database/connection.ts'
import { dayOf, withoutTimes } from './anonymity.ts'
import { cutLink } from './anonymity-store.ts'
import { endedEarly } from './answering.ts'
import type { ConsentDecision } from './consent.ts'
import type { Link } from './link.ts'
import { saveWithPlaces } from './quota-store.ts'
import { forget, remember, rememberMove } from './respondent-memory.ts'
import { type OpenResponse, type ResponseProgress, saveResponse } from './respondent-store.ts'

/** How long a place in a quota is kept for somebody who is answering, where the survey says nothing. */
const holdMinutes = 120

export interface AnswersToSave {
  instrument: Instrument
  progress: ResponseProgress
  consents: ConsentDecision[]
  language: string
  at: Date
  /** Whether an attempt with what was remembered failed: places in quotas may have lapsed meanwhile. */
  isRetry: boolean
}

export interface SavedAnswers {
  /** As given, or ended as over quota. */
  progress: ResponseProgress
  /** Where the response is now: an anonymous one that has ended is cut from the link it came by. */
  link: Link
}

/**
 * Writes what a posted page came to, with the places in quotas it holds, gives back or takes.
 * @returns what was written and where; null when the response was saved since it was read
 */
export async function saveAnswers(
  db: Database,
  link: Link,
  response: OpenResponse,
  answers: AnswersToSave,
): Promise<SavedAnswers | null> {
  const { at, language } = answers
  const isLinked = response.isAnonymous && response.linkCodeHash !== null
  // A page that only asks for places in quotas may end the response too, as over quota.
  const mayEnd =
    answers.progress.outcome !== 'in_progress' || changesPlaces(response, answers.progress, answers.isRetry)
  const saved =
    isLinked && mayEnd
      ? await db.transaction().execute((tx) => saveAndCut(tx, link, response, answers))
      : await save(db, response, answers).then((progress) => progress && { progress, link })
  forget(link)
  if (!saved) return null
  const isMoved = saved.link !== link
  if (isMoved) rememberMove(link, saved.link, at)
  else remember(link, { ...response, ...saved.progress, language, revision: response.revision + 1 })
  return saved
}

async function saveAndCut(
  tx: Database,
  link: Link,
  response: OpenResponse,
  answers: AnswersToSave,
): Promise<SavedAnswers | null> {
  const progress = await save(tx, response, answers)
  if (!progress) return null
  if (progress.outcome === 'in_progress') return { progress, link }
  return { progress, link: await cutLink(tx, { ...response, at: answers.at }) }
}

async function save(
  db: Database,
  response: OpenResponse,
  { instrument, progress, consents, language, at, isRetry }: AnswersToSave,
): Promise<ResponseProgress | null> {
  const {
    personId,
    id: responseId,
    workspaceId,
    studyId,
    surveyId,
    revision,
    seed,
    linkCodeHash,
    isAnonymous,
  } = response
  const kept = isAnonymous ? withoutTimes(progress) : progress
  const toSave = {
    personId,
    responseId,
    workspaceId,
    studyId,
    revision,
    language,
    // An anonymous response is cut from its link instead (cutLink), which says that it was used and not when.
    linkCodeHash: isAnonymous ? null : linkCodeHash,
    progress: kept,
    consents,
    at: isAnonymous ? dayOf(at) : at,
  }
  if (!changesPlaces(response, progress, isRetry)) return (await saveResponse(db, toSave)) ? kept : null
  return saveWithPlaces(db, {
    ...toSave,
    surveyId,
    now: at,
    heldUntil: new Date(at.getTime() + (instrument.quotaHoldMinutes ?? holdMinutes) * 60_000),
    whenFull: (cell) => endedEarly(instrument, kept, { seed, at, outcome: 'over_quota', endedBy: cell.split('.')[0] }),
  })
}

function changesPlaces(response: OpenResponse, progress: ResponseProgress, isRetry: boolean): boolean {
  if (progress.outcome === 'screened_out') return response.quotaCells.length > 0
  if (isRetry && progress.quotaCells.length > 0) return true
  const before = new Set(response.quotaCells)
  return progress.quotaCells.length !== before.size || progress.quotaCells.some((cell) => !before.has(cell))
}
