import { sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import type { Answers } from '../responses/variable.ts'
import type { StudyKey } from '../studies/store.ts'
import type { ShownOrder } from '../surveys/journey.ts'

export interface ExportedResponse {
  id: string
  /** R-0213 */
  label: string
  surveyId: string | null
  version: number | null
  outcome: string
  answers: Answers
  shownOrder: ShownOrder
  language: string
  urlFields: Record<string, string>
  pageSeconds: Record<string, number>
  startedAt: Date | null
  completedAt: Date | null
}

const rowsAtOnce = 2_000

/**
 * Every response of a study in the order of their ids, those under way included; some at a time, so that a million fit. The next ones
 * are asked for while those before are worked on.
 */
export async function* exportedResponses(db: Database, study: StudyKey): AsyncGenerator<ExportedResponse[]> {
  let next = responsesAfter(db, study, null)
  for (;;) {
    const page = await next
    const isLast = page.length < rowsAtOnce
    if (!isLast) {
      next = responsesAfter(db, study, page.at(-1)!.id)
      // Whoever stops reading leaves it unread; who goes on meets its error above.
      next.catch(() => undefined)
    }
    if (page.length > 0) yield page
    if (isLast) return
  }
}

/** One response of a study, undefined where there is none. */
export async function exportedResponse(
  db: Database,
  { workspaceId, studyId, personId, responseId }: StudyKey & { personId: string; responseId: string },
): Promise<ExportedResponse | undefined> {
  const row = await responses(db, { workspaceId, studyId })
    .where('response.personId', '=', personId)
    .where('response.id', '=', responseId)
    .executeTakeFirst()
  return row as ExportedResponse | undefined
}

/** In the names they are read by: renaming the columns of a million rows takes as long as writing them. */
async function responsesAfter(
  db: Database,
  { workspaceId, studyId }: StudyKey,
  after: string | null,
): Promise<ExportedResponse[]> {
  const { rows } = await sql<ExportedResponse>`
    select response.id, respondent.label, response.survey_id as "surveyId", response.version, response.outcome, response.answers,
      response.shown_order as "shownOrder", response.language, response.url_fields as "urlFields",
      response.page_seconds as "pageSeconds", response.started_at as "startedAt", response.completed_at as "completedAt"
    from response
    join respondent on respondent.person_id = response.person_id and respondent.study_id = response.study_id
    where response.workspace_id = ${workspaceId} and response.study_id = ${studyId}
      and ${after === null ? sql`true` : sql`response.id > ${after}::uuid`}
    order by response.id limit ${rowsAtOnce}`.execute(db.withoutPlugins())
  return rows
}

function responses(db: Database, { workspaceId, studyId }: StudyKey) {
  return db
    .selectFrom('response')
    .innerJoin('respondent', (join) =>
      join.onRef('respondent.personId', '=', 'response.personId').onRef('respondent.studyId', '=', 'response.studyId'),
    )
    .select([
      'response.id',
      'respondent.label',
      'response.surveyId',
      'response.version',
      'response.outcome',
      'response.answers',
      'response.shownOrder',
      'response.language',
      'response.urlFields',
      'response.pageSeconds',
      'response.startedAt',
      'response.completedAt',
    ])
    .where('response.workspaceId', '=', workspaceId)
    .where('response.studyId', '=', studyId)
}

/** Published versions of the study's surveys, as they were answered. */
export async function versionsOfStudy(
  db: Database,
  { workspaceId, studyId }: StudyKey,
): Promise<{ surveyId: string; version: number; definition: unknown }[]> {
  return db
    .selectFrom('surveyVersion')
    .innerJoin('survey', 'survey.id', 'surveyVersion.surveyId')
    .select(['surveyVersion.surveyId', 'surveyVersion.version', 'surveyVersion.definition'])
    .where('surveyVersion.workspaceId', '=', workspaceId)
    .where('survey.workspaceId', '=', workspaceId)
    .where('survey.studyId', '=', studyId)
    .execute()
}
