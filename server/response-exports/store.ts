import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import type { JudgedResponse } from '../response-quality/store.ts'
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
  /** ISO 8601 in UTC, as is completedAt. */
  startedAt: string | null
  completedAt: string | null
  /** Where it goes along: how carefully the answers were given; null where nothing is known of it. */
  quality?: JudgedResponse | null
}

/** Texts that the database writes are read faster than dates. */
const isoFormat = sql.lit('YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')

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
  { personId, responseId, ...study }: StudyKey & { personId: string; responseId: string },
): Promise<ExportedResponse | undefined> {
  const only = sql`response.person_id = ${personId} and response.id = ${responseId}`
  const [row] = await readResponses(db, study, only)
  return row
}

function responsesAfter(db: Database, study: StudyKey, after: string | null): Promise<ExportedResponse[]> {
  return readResponses(db, study, after === null ? sql`true` : sql`response.id > ${after}::uuid`)
}

/** In the names they are read by: renaming the columns of a million rows takes as long as writing them. */
async function readResponses(
  db: Database,
  { workspaceId, studyId }: StudyKey,
  which: RawBuilder<unknown>,
): Promise<ExportedResponse[]> {
  const { rows } = await sql<ExportedResponse>`
    select response.id, respondent.label, response.survey_id as "surveyId", response.version, response.outcome, response.answers,
      response.shown_order as "shownOrder", response.language, response.url_fields as "urlFields",
      response.page_seconds as "pageSeconds",
      to_char(response.started_at at time zone 'UTC', ${isoFormat}) as "startedAt",
      to_char(response.completed_at at time zone 'UTC', ${isoFormat}) as "completedAt"
    from response
    join respondent on respondent.person_id = response.person_id and respondent.study_id = response.study_id
    where response.workspace_id = ${workspaceId} and response.study_id = ${studyId} and ${which}
    order by response.id limit ${rowsAtOnce}`.execute(db.withoutPlugins())
  return rows
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
