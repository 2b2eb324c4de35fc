import { sql } from 'kysely'
import type { Database } from '../database/connection.ts'

export interface SurveyKey {
  workspaceId: string
  surveyId: string
}

export interface FieldworkCounts {
  started: number
  inProgress: number
  completed: number
  /** Ended before the last page, for good. */
  partial: number
  screenedOut: number
  overQuota: number
  /** Started and not come back to for a day. */
  silent: number
  /** Minutes that half of the completed took at most, on their pages; null while nobody completed. */
  medianMinutes: number | null
}

/** How far the responses of a hosted survey are: one query. */
export async function countFieldwork(
  db: Database,
  { workspaceId, surveyId, now }: SurveyKey & { now: Date },
): Promise<FieldworkCounts> {
  const dayAgo = new Date(now.getTime() - 86_400_000)
  const { rows } = await sql<FieldworkCounts>`
    select count(*) as started,
      count(*) filter (where outcome = 'in_progress') as in_progress,
      count(*) filter (where outcome = 'completed') as completed,
      count(*) filter (where outcome = 'partial') as partial,
      count(*) filter (where outcome = 'screened_out') as screened_out,
      count(*) filter (where outcome = 'over_quota') as over_quota,
      count(*) filter (where outcome = 'in_progress' and started_at < ${dayAgo}) as silent,
      percentile_cont(0.5) within group (order by seconds) filter (where outcome = 'completed' and seconds > 0) / 60.0 as median_minutes
    from (
      select outcome, started_at,
        (select sum(value::numeric) from jsonb_each_text(page_seconds))::float8 as seconds
      from response where workspace_id = ${workspaceId} and survey_id = ${surveyId}
    ) as responses`.execute(db)
  return rows[0]!
}

/** Published versions of a survey, whether or not they are still the published one. */
export async function versionNumbers(db: Database, { workspaceId, surveyId }: SurveyKey): Promise<number[]> {
  const rows = await db
    .selectFrom('surveyVersion')
    .select('version')
    .where('workspaceId', '=', workspaceId)
    .where('surveyId', '=', surveyId)
    .orderBy('version')
    .execute()
  return rows.map(({ version }) => version)
}

export interface PageSent {
  /** The page's code as written. */
  page: string
  /** Responses that sent it at least once, in any round. */
  sent: number
  /** Seconds that half of them spent on it at most, all rounds together; null where no time is kept. */
  medianSeconds: number | null
}

/** Per written page of a survey, how many sent it and how long it took; in no order. @param keys see `pageKeys` */
export async function pagesSent(
  db: Database,
  { workspaceId, surveyId }: SurveyKey,
  keys: { version: number; key: string; page: string }[],
): Promise<PageSent[]> {
  const { rows } = await sql<PageSent>`
    with spent as (
      select response.person_id, response.id, written.page, sum(sent.value::float8) as seconds
      from response cross join lateral jsonb_each_text(response.page_seconds) as sent
      join jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) as written(version integer, key text, page text)
        on written.version = response.version and written.key = sent.key
      where response.workspace_id = ${workspaceId} and response.survey_id = ${surveyId}
      group by 1, 2, 3
    )
    select page, count(*) as sent,
      percentile_cont(0.5) within group (order by seconds) filter (where seconds > 0) as median_seconds
    from spent group by page`.execute(db)
  return rows.map((row) => ({ ...row, sent: Number(row.sent) }))
}

export interface StartedVersion {
  version: number
  started: number
}

/** How many responses were started on each version. */
export async function startedByVersion(db: Database, { workspaceId, surveyId }: SurveyKey): Promise<StartedVersion[]> {
  const { rows } = await sql<StartedVersion>`
    select version, count(*) as started from response
    where workspace_id = ${workspaceId} and survey_id = ${surveyId} and version is not null group by version`.execute(
    db,
  )
  return rows.map(({ version, started }) => ({ version, started: Number(started) }))
}

export interface UnfinishedPlace {
  version: number
  /** Place of the farthest page among the respondent's, from 0. */
  place: number
  /** 0 on versions where everybody meets the pages in one order. */
  seed: number
  answering: number
  /** Ended before the last page, or silent for a day. */
  stopped: number
}

/** Where unfinished responses are. @param ownOrders versions whose pages stand in an order of each respondent's own */
export async function unfinishedPlaces(
  db: Database,
  { workspaceId, surveyId, now }: SurveyKey & { now: Date },
  ownOrders: number[],
): Promise<UnfinishedPlace[]> {
  const dayAgo = new Date(now.getTime() - 86_400_000)
  const { rows } = await sql<UnfinishedPlace>`
    select version, page as place, case when version = any(${ownOrders}::integer[]) then seed else 0 end as seed,
      count(*) filter (where outcome = 'in_progress' and started_at >= ${dayAgo}) as answering,
      count(*) filter (where outcome = 'partial' or started_at < ${dayAgo}) as stopped
    from response
    where workspace_id = ${workspaceId} and survey_id = ${surveyId} and version is not null
      and outcome in ('in_progress', 'partial')
    group by 1, 2, 3`.execute(db)
  return rows.map((row) => ({ ...row, answering: Number(row.answering), stopped: Number(row.stopped) }))
}

export interface FieldworkDay {
  /** YYYY-MM-DD, UTC */
  day: string
  started: number
  completed: number
}

/** Started and completed responses a day, days in order, those without either left out; the latest 400. */
export async function fieldworkDays(db: Database, { workspaceId, surveyId }: SurveyKey): Promise<FieldworkDay[]> {
  const { rows } = await sql<FieldworkDay>`
    select * from (
      select to_char(at at time zone 'UTC', 'YYYY-MM-DD') as day,
        count(*) filter (where event = 'started') as started, count(*) filter (where event = 'completed') as completed
      from (
        select started_at as at, 'started' as event from response
        where workspace_id = ${workspaceId} and survey_id = ${surveyId} and started_at is not null
        union all
        select completed_at, 'completed' from response
        where workspace_id = ${workspaceId} and survey_id = ${surveyId} and completed_at is not null
      ) as events
      group by 1 order by 1 desc limit 400
    ) as latest order by day`.execute(db)
  return rows
}
