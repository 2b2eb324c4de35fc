import type { Instrument } from '../../survey-forms/instrument.ts'
import type { Database } from '../database/connection.ts'
import { endedEarly } from './answering.ts'
import type { ConsentDecision } from './consent.ts'
import type { Link } from './link.ts'
import { saveWithPlaces } from './quota-store.ts'
import { forget, remember } from './respondent-memory.ts'
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

/**
 * Writes what a posted page came to, with the places in quotas it holds, gives back or takes.
 * @returns what was written: as given, or ended as over quota; null when the response was saved since it was read
 */
export async function saveAnswers(
  db: Database,
  link: Link,
  response: OpenResponse,
  { instrument, progress, consents, language, at, isRetry }: AnswersToSave,
): Promise<ResponseProgress | null> {
  const { personId, id: responseId, workspaceId, studyId, surveyId, revision, seed, linkCodeHash } = response
  const save = { personId, responseId, workspaceId, studyId, revision, language, linkCodeHash, progress, consents, at }
  const saved = changesPlaces(response, progress, isRetry)
    ? await saveWithPlaces(db, {
        ...save,
        surveyId,
        heldUntil: new Date(at.getTime() + (instrument.quotaHoldMinutes ?? holdMinutes) * 60_000),
        whenFull: (cell) =>
          endedEarly(instrument, progress, { seed, at, outcome: 'over_quota', endedBy: cell.split('.')[0] }),
      })
    : (await saveResponse(db, save))
      ? progress
      : null
  if (saved) remember(link, { ...response, ...saved, language, revision: revision + 1 })
  else forget(link)
  return saved
}

function changesPlaces(response: OpenResponse, progress: ResponseProgress, isRetry: boolean): boolean {
  if (progress.outcome === 'screened_out') return response.quotaCells.length > 0
  if (isRetry && progress.quotaCells.length > 0) return true
  const before = new Set(response.quotaCells)
  return progress.quotaCells.length !== before.size || progress.quotaCells.some((cell) => !before.has(cell))
}
