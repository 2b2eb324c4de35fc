import type { Database } from '../../database/connection.ts'
import { newId } from '../../ids.ts'
import { personsByKey, respondentLabel, takeRespondentNumbers } from '../../responses/store.ts'
import { consentDecisions } from '../../surveys/consent.ts'
import type { Instrument } from '../../../survey-forms/instrument.ts'
import type { StudyKey } from '../store.ts'
import type { SampleResponse } from './sample.ts'

/**
 * Writes finished responses to a hosted survey in a few statements: what `startResponse` and `saveResponse` write one by one for
 * respondents who are there. No link leads back to them, so there is no secret.
 */
export async function insertSurveyResponses(
  db: Database,
  survey: StudyKey & { surveyId: string; version: number; instrument: Instrument; openedAt: Date },
  responses: SampleResponse[],
): Promise<void> {
  const { workspaceId, studyId, surveyId, version, instrument, openedAt } = survey
  const personOf = await personsByKey(db, { workspaceId, keys: responses.flatMap(({ customer }) => customer ?? []) })
  const placed = responses.map((response) => {
    const known = response.customer === null ? undefined : personOf.get(response.customer)
    const startedAt = new Date(openedAt.getTime() + response.startedAfterSeconds * 1000)
    const seconds = Object.values(response.pageSeconds).reduce((sum, one) => sum + one, 0)
    const completedAt = response.outcome === 'completed' ? new Date(startedAt.getTime() + seconds * 1000) : null
    return { response, personId: known ?? newId(), isNew: known === undefined, startedAt, completedAt }
  })
  await db.transaction().execute(async (tx) => {
    const fresh = placed.filter(({ isNew }) => isNew)
    if (fresh.length > 0)
      await tx
        .insertInto('person')
        .values(fresh.map(({ personId, startedAt }) => ({ id: personId, workspaceId, createdAt: startedAt })))
        .execute()
    const keys = fresh.flatMap(({ personId, response }) =>
      response.customer === null ? [] : [{ workspaceId, key: response.customer, personId }],
    )
    if (keys.length > 0) await tx.insertInto('personKey').values(keys).execute()
    const first = await takeRespondentNumbers(tx, { workspaceId, studyId, count: placed.length })
    await tx
      .insertInto('respondent')
      .values(
        placed.map(({ personId }, index) => ({
          personId,
          studyId,
          workspaceId,
          label: respondentLabel(first + index),
        })),
      )
      .execute()
    await tx
      .insertInto('response')
      .values(
        placed.map(({ response, personId, startedAt, completedAt }) => ({
          personId,
          id: newId(),
          workspaceId,
          studyId,
          surveyId,
          version,
          outcome: response.outcome,
          answers: JSON.stringify(response.answers),
          shownOrder: JSON.stringify(response.shownOrder),
          pageSeconds: JSON.stringify(response.pageSeconds),
          page: response.page,
          seed: response.seed,
          language: instrument.language,
          urlFields: JSON.stringify(response.urlFields),
          startedAt,
          completedAt,
        })),
      )
      .execute()
    await tx
      .insertInto('consent')
      .values(
        placed.flatMap(({ response, personId, startedAt }) =>
          consentDecisions(instrument, { before: {}, after: response.answers }).map((decision) => ({
            personId,
            workspaceId,
            studyId,
            at: startedAt,
            basis: 'consent',
            ...decision,
          })),
        ),
      )
      .execute()
  })
}

/** Takes back what an opening that was cut off has written: the queue then starts it again from the beginning. */
export async function emptySampleStudy(db: Database, { workspaceId, studyId }: StudyKey): Promise<void> {
  await db.transaction().execute(async (tx) => {
    for (const table of ['tag', 'response', 'document', 'consent', 'respondent'] as const) {
      await tx.deleteFrom(table).where('workspaceId', '=', workspaceId).where('studyId', '=', studyId).execute()
    }
    await tx.deleteFrom('survey').where('workspaceId', '=', workspaceId).where('studyId', '=', studyId).execute()
    await tx.deleteFrom('studyVariable').where('workspaceId', '=', workspaceId).where('studyId', '=', studyId).execute()
  })
}
