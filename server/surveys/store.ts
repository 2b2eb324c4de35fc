import { sql } from 'kysely'
import { type Instrument, instrumentSchema } from '../../survey-forms/instrument.ts'
import type { Database } from '../database/connection.ts'
import type { StudyKey } from '../studies/store.ts'
import { SurveyNotFound } from './errors.ts'

export interface SurveyKey {
  workspaceId: string
  surveyId: string
}

export type Survey = NonNullable<Awaited<ReturnType<typeof findSurvey>>>

export async function createSurvey(
  db: Database,
  survey: StudyKey & { surveyId: string; instrument: Instrument; at: Date },
): Promise<void> {
  await db
    .insertInto('survey')
    .values({
      id: survey.surveyId,
      workspaceId: survey.workspaceId,
      studyId: survey.studyId,
      title: survey.instrument.title,
      draft: JSON.stringify(survey.instrument),
      state: 'draft',
      createdAt: survey.at,
    })
    .execute()
}

/** The study's surveys, newest first, with how many people have started and completed each. */
export function surveysOfStudy(db: Database, { workspaceId, studyId }: StudyKey) {
  const responses = sql`from response where response.survey_id = survey.id and response.workspace_id = ${workspaceId}`
  return db
    .selectFrom('survey')
    .select(['id', 'title', 'state', 'publishedVersion', 'createdAt'])
    .select([
      sql<number>`(select count(*) ${responses})`.as('started'),
      sql<number>`(select count(*) ${responses} and response.outcome = 'completed')`.as('completed'),
    ])
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .orderBy('id', 'desc')
    .limit(100)
    .execute()
}

export async function findSurvey(db: Database, { workspaceId, surveyId }: SurveyKey) {
  const row = await db
    .selectFrom('survey')
    .select([
      'id',
      'workspaceId',
      'studyId',
      'title',
      'draft',
      'state',
      'publishedVersion',
      'linkMode',
      'isAnonymous',
      'openedAt',
      'closedAt',
    ])
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', surveyId)
    .executeTakeFirst()
  return row && { ...row, draft: instrumentSchema.parse(row.draft) }
}

/** @throws {SurveyNotFound} also for another workspace's survey */
export async function surveyOf(db: Database, key: SurveyKey): Promise<Survey> {
  const survey = await findSurvey(db, key)
  if (!survey) throw new SurveyNotFound({ surveyId: key.surveyId })
  return survey
}

/** Responses under way by the version they are answered on. */
export async function underWayByVersion(
  db: Database,
  { workspaceId, surveyId }: SurveyKey,
): Promise<Map<number, number>> {
  const rows = await db
    .selectFrom('response')
    .select(['version', sql<number>`count(*)`.as('count')])
    .where('workspaceId', '=', workspaceId)
    .where('surveyId', '=', surveyId)
    .where('outcome', '=', 'in_progress')
    .where('version', 'is not', null)
    .groupBy('version')
    .execute()
  return new Map(rows.map((row) => [row.version!, Number(row.count)]))
}

/** Whether anybody has started to answer a survey. */
export async function hasResponses(db: Database, { workspaceId, surveyId }: SurveyKey): Promise<boolean> {
  const row = await db
    .selectFrom('response')
    .select('id')
    .where('workspaceId', '=', workspaceId)
    .where('surveyId', '=', surveyId)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Every published version, oldest first. */
export async function publishedVersions(
  db: Database,
  { workspaceId, surveyId }: SurveyKey,
): Promise<{ version: number; definition: Instrument; publishedAt: Date }[]> {
  const rows = await db
    .selectFrom('surveyVersion')
    .select(['version', 'definition', 'publishedAt'])
    .where('workspaceId', '=', workspaceId)
    .where('surveyId', '=', surveyId)
    .orderBy('version')
    .execute()
  return rows.map((row) => ({ ...row, definition: instrumentSchema.parse(row.definition) }))
}

/** Writes a version that nothing changes any more; two publications at once end in an error of the second, not in two versions of one number. */
export async function insertVersion(
  db: Database,
  version: SurveyKey & { number: number; definition: Instrument; at: Date },
): Promise<void> {
  await db
    .insertInto('surveyVersion')
    .values({
      surveyId: version.surveyId,
      version: version.number,
      workspaceId: version.workspaceId,
      definition: JSON.stringify(version.definition),
      publishedAt: version.at,
    })
    .execute()
  await db
    .updateTable('survey')
    .set({ publishedVersion: version.number })
    .where('workspaceId', '=', version.workspaceId)
    .where('id', '=', version.surveyId)
    .execute()
}

/** Opens a published survey. @returns whether there was one to open */
export async function openSurvey(
  db: Database,
  { workspaceId, surveyId, at }: SurveyKey & { at: Date },
): Promise<boolean> {
  const row = await db
    .updateTable('survey')
    .set({ state: 'open', openedAt: at, closedAt: null })
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', surveyId)
    .where('publishedVersion', 'is not', null)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/**
 * Closes a survey. Responses that are under way count from now on as partial: nobody can finish them, and what was
 * answered is not lost. Should the survey open again, whoever goes on is in progress again.
 */
export async function closeSurvey(
  db: Database,
  { workspaceId, surveyId, at }: SurveyKey & { at: Date },
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await tx
      .updateTable('survey')
      .set({ state: 'closed', closedAt: at })
      .where('workspaceId', '=', workspaceId)
      .where('id', '=', surveyId)
      .where('state', '=', 'open')
      .execute()
    // The revision counts on, so that a page being saved this moment finds the survey closed.
    await tx
      .updateTable('response')
      .set({ outcome: 'partial', revision: sql`revision + 1` })
      .where('workspaceId', '=', workspaceId)
      .where('surveyId', '=', surveyId)
      .where('outcome', '=', 'in_progress')
      .execute()
  })
}
