import { sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import { StudyNotFound } from './errors.ts'

export interface StudyKey {
  workspaceId: string
  studyId: string
}

export type Study = NonNullable<Awaited<ReturnType<typeof findStudy>>>

export async function createStudy(
  db: Database,
  study: StudyKey & { name: string; decision: string; isSimulated: boolean; at: Date },
): Promise<void> {
  await db
    .insertInto('study')
    .values({
      id: study.studyId,
      workspaceId: study.workspaceId,
      name: study.name,
      decision: study.decision,
      isSimulated: study.isSimulated,
      createdAt: study.at,
    })
    .execute()
}

export function findStudy(db: Database, { workspaceId, studyId }: StudyKey) {
  return studies(db).where('workspaceId', '=', workspaceId).where('id', '=', studyId).executeTakeFirst()
}

/** The study, or the error that ends as "not found": another workspace's study is as absent as one that never was. */
export async function studyOf(db: Database, key: StudyKey): Promise<Study> {
  const study = await findStudy(db, key)
  if (!study) throw new StudyNotFound()
  return study
}

export function studiesOfWorkspace(db: Database, workspaceId: string) {
  return studies(db).where('workspaceId', '=', workspaceId).orderBy('id', 'desc').limit(200).execute()
}

export type StudyCounts = Awaited<ReturnType<typeof countStudy>>

/** How much of everything a study holds, for its home page: one query. */
export async function countStudy(db: Database, { workspaceId, studyId }: StudyKey) {
  const { rows } = await sql<{
    surveyVersions: number
    surveyId: string | null
    surveyState: string | null
    completed: number
    inProgress: number
    partial: number
    documents: number
    unconfirmed: number
    suggested: number
    decided: number
    personaSets: number
    families: number
  }>`
    select
      (select coalesce(max(published_version), 0) from survey where workspace_id = ${workspaceId} and study_id = ${studyId}) as survey_versions,
      (select id from survey where workspace_id = ${workspaceId} and study_id = ${studyId} order by id desc limit 1) as survey_id,
      (select state from survey where workspace_id = ${workspaceId} and study_id = ${studyId} order by id desc limit 1) as survey_state,
      (select count(*) from response where workspace_id = ${workspaceId} and study_id = ${studyId} and outcome = 'completed') as completed,
      (select count(*) from response where workspace_id = ${workspaceId} and study_id = ${studyId} and outcome = 'in_progress') as in_progress,
      (select count(*) from response where workspace_id = ${workspaceId} and study_id = ${studyId} and outcome = 'partial') as partial,
      (select count(*) from document where workspace_id = ${workspaceId} and study_id = ${studyId}) as documents,
      (select count(*) from document where workspace_id = ${workspaceId} and study_id = ${studyId} and not are_speakers_confirmed) as unconfirmed,
      (select count(*) from tag where workspace_id = ${workspaceId} and study_id = ${studyId} and state = 'suggested') as suggested,
      (select count(*) from tag where workspace_id = ${workspaceId} and study_id = ${studyId} and state <> 'suggested') as decided,
      (select count(*) from persona_set where workspace_id = ${workspaceId} and study_id = ${studyId}) as persona_sets,
      (select count(*) from segment_family where workspace_id = ${workspaceId}
        and is_simulated = (select is_simulated from study where id = ${studyId} and workspace_id = ${workspaceId})) as families
  `.execute(db)
  return rows[0]!
}

/** Completed responses per day of the study's field time, oldest first. */
export async function completionsPerDay(db: Database, { workspaceId, studyId }: StudyKey) {
  const day = sql<string>`to_char(completed_at at time zone 'UTC', 'YYYY-MM-DD')`
  return db
    .selectFrom('response')
    .select((select) => [day.as('day'), select.fn.countAll<number>().as('completed')])
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .where('completedAt', 'is not', null)
    .groupBy(day)
    .orderBy(day)
    .limit(400)
    .execute()
}

function studies(db: Database) {
  return db.selectFrom('study').select(['id', 'name', 'decision', 'isSimulated', 'tagThreshold', 'createdAt'])
}
