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

export interface PageProgress {
  pageCode: string
  /** Responses that sent this page at least once. */
  sent: number
  medianSeconds: number | null
}

/** Per page of a survey, how many sent it and how long half of them took at most; in no order. */
export async function progressOfPages(db: Database, { workspaceId, surveyId }: SurveyKey): Promise<PageProgress[]> {
  const { rows } = await sql<PageProgress>`
    select page.key as page_code, count(*) as sent,
      percentile_cont(0.5) within group (order by nullif(page.value::float8, 0)) as median_seconds
    from response, jsonb_each_text(page_seconds) as page
    where workspace_id = ${workspaceId} and survey_id = ${surveyId}
    group by page.key`.execute(db)
  return rows
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
