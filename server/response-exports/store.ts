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

const rowsAtOnce = 1_000

/** Every response of a study in the order of their ids, those under way included; page by page, so that a million fit. */
export async function* exportedResponses(
  db: Database,
  { workspaceId, studyId }: StudyKey,
): AsyncGenerator<ExportedResponse> {
  let after: string | null = null
  for (;;) {
    const page = await responsesAfter(db, { workspaceId, studyId, after })
    yield* page
    if (page.length < rowsAtOnce) return
    after = page.at(-1)!.id
  }
}

async function responsesAfter(
  db: Database,
  { workspaceId, studyId, after }: StudyKey & { after: string | null },
): Promise<ExportedResponse[]> {
  const rows = await db
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
    .$if(after !== null, (query) => query.where('response.id', '>', after!))
    .orderBy('response.id')
    .limit(rowsAtOnce)
    .execute()
  return rows as ExportedResponse[]
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
