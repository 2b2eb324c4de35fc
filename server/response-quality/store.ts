import { sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import type { StudyKey } from '../studies/store.ts'
import type { MeasuredResponse } from './measure.ts'
import {
  type Flag,
  type Measures,
  proposedSettings,
  type QualitySettings,
  type RuleName,
  ruleNames,
  rules,
} from './rules.ts'

export interface FinishedResponse extends MeasuredResponse {
  personId: string
  id: string
}

const finished = ['completed', 'partial'] as const
const rowsAtOnce = 1_000

/** Every finished response of a study in the order of their ids, a page of rows at a time. */
export async function* finishedResponses(
  db: Database,
  { workspaceId, studyId }: StudyKey,
): AsyncGenerator<FinishedResponse[]> {
  for (let after: string | null = null; ; ) {
    const page = (await db
      .selectFrom('response')
      .leftJoin('survey', (join) =>
        join.onRef('survey.id', '=', 'response.surveyId').onRef('survey.workspaceId', '=', 'response.workspaceId'),
      )
      .select(['response.personId', 'response.id', 'response.surveyId', 'response.version'])
      .select(['response.answers', 'response.shownOrder'])
      // An anonymous survey keeps which pages were sent, and no time of any.
      .select(sql`case when survey.is_anonymous then '{}' else response.page_seconds end`.as('pageSeconds'))
      .where('response.workspaceId', '=', workspaceId)
      .where('response.studyId', '=', studyId)
      .where('response.outcome', 'in', finished)
      .$if(after !== null, (query) => query.where('response.id', '>', after!))
      .orderBy('response.id')
      .limit(rowsAtOnce)
      .execute()) as FinishedResponse[]
    if (page.length > 0) yield page
    if (page.length < rowsAtOnce) return
    after = page.at(-1)!.id
  }
}

/** How many responses of a study are finished. */
export async function countFinished(db: Database, { workspaceId, studyId }: StudyKey): Promise<number> {
  const { count } = await db
    .selectFrom('response')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .where('outcome', 'in', finished)
    .executeTakeFirstOrThrow()
  return Number(count)
}

export interface StudyQuality {
  settings: QualitySettings
  /** The check whose rows count; null before the first one. */
  checkId: string | null
  checkedAt: Date | null
  /** Why a rule could be measured of nobody. */
  notes: Partial<Record<RuleName, string>>
}

export async function qualityOfStudy(db: Database, { workspaceId, studyId }: StudyKey): Promise<StudyQuality> {
  const row = await db
    .selectFrom('studyQuality')
    .select(['settings', 'checkId', 'checkedAt', 'notes'])
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .executeTakeFirst()
  return {
    settings: { ...proposedSettings, ...(row?.settings as Partial<QualitySettings> | undefined) },
    checkId: row?.checkId ?? null,
    checkedAt: row?.checkedAt ?? null,
    notes: (row?.notes ?? {}) as StudyQuality['notes'],
  }
}

export async function saveQualitySettings(
  db: Database,
  { workspaceId, studyId }: StudyKey,
  settings: QualitySettings,
): Promise<void> {
  await db
    .insertInto('studyQuality')
    .values({ studyId, workspaceId, settings: JSON.stringify(settings), notes: '{}' })
    .onConflict((conflict) => conflict.column('studyId').doUpdateSet({ settings: JSON.stringify(settings) }))
    .execute()
}

export interface CheckedResponse {
  personId: string
  responseId: string
  measures: Measures
  flags: Flag[]
  isSuspect: boolean
}

/** Writes what a check measured beside the last one. People who were erased meanwhile are passed over. */
export async function insertChecked(
  db: Database,
  { workspaceId, studyId, checkId }: StudyKey & { checkId: string },
  rows: CheckedResponse[],
): Promise<void> {
  await sql`
    insert into response_quality (person_id, response_id, check_id, workspace_id, study_id, measures, flags, is_suspect)
    select response.person_id, response.id, ${checkId}::uuid, response.workspace_id, response.study_id,
      checked.measures, checked.flags, checked.is_suspect
    from jsonb_to_recordset(${JSON.stringify(
      rows.map(({ personId, responseId, measures, flags, isSuspect }) => ({
        person_id: personId,
        response_id: responseId,
        measures,
        flags,
        is_suspect: isSuspect,
      })),
    )}::jsonb) as checked(person_id uuid, response_id uuid, measures jsonb, flags jsonb, is_suspect boolean)
    join response on response.person_id = checked.person_id and response.id = checked.response_id
    where response.workspace_id = ${workspaceId} and response.study_id = ${studyId}
    for key share of response
    on conflict do nothing`.execute(db)
}

/**
 * Lets a whole check take the place of those begun before it. Ids of checks rise with time: one that was overtaken by a later one
 * leaves that one standing and takes its own rows back.
 */
export async function finishCheck(
  db: Database,
  check: StudyKey & { checkId: string; at: Date; notes: StudyQuality['notes'] },
): Promise<void> {
  const { workspaceId, studyId, checkId, at } = check
  const notes = JSON.stringify(check.notes)
  await db.transaction().execute(async (tx) => {
    await tx
      .insertInto('studyQuality')
      .values({ studyId, workspaceId, checkId, checkedAt: at, notes })
      .onConflict((conflict) =>
        conflict
          .column('studyId')
          .doUpdateSet({ checkId, checkedAt: at, notes })
          .where((eb) => eb.or([eb('studyQuality.checkId', 'is', null), eb('studyQuality.checkId', '<', checkId)])),
      )
      .execute()
    await sql`
      delete from response_quality using study_quality
      where response_quality.workspace_id = ${workspaceId} and response_quality.study_id = ${studyId}
        and study_quality.study_id = response_quality.study_id and response_quality.check_id < study_quality.check_id
    `.execute(tx)
  })
}

/** Takes back what a check wrote that did not come to its end. */
export async function dropCheck(
  db: Database,
  { workspaceId, studyId, checkId }: StudyKey & { checkId: string },
): Promise<void> {
  await db
    .deleteFrom('responseQuality')
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .where('checkId', '=', checkId)
    .execute()
}

export interface QualityCounts {
  /** Responses that the last check measured and that are still there. */
  checked: number
  flagged: number
  suspect: number
  kept: number
  setAside: number
  /** Suspect and not kept, or set aside: who is left out where an analysis leaves out careless answers. */
  careless: number
}

export async function qualityCounts(db: Database, study: StudyKey): Promise<QualityCounts> {
  const { rows } = await sql<QualityCounts>`
    select count(*) filter (where is_checked) as checked, count(*) filter (where flags <> '[]') as flagged,
      count(*) filter (where is_suspect) as suspect, count(*) filter (where decision = 'kept') as kept,
      count(*) filter (where decision = 'set_aside') as set_aside, count(*) filter (where is_careless) as careless
    from (${judged(study)}) as judged`.execute(db)
  const [row] = rows
  return Object.fromEntries(Object.entries(row!).map(([name, count]) => [name, Number(count)])) as never
}

/** Persons with a response that is suspect and not kept, or set aside: whom the analysis leaves out, or is compared without. */
export async function carelessPersons(db: Database, study: StudyKey): Promise<Set<string>> {
  const { rows } = await sql<{ personId: string }>`
    select distinct person_id from (${judged(study)}) as judged where is_careless`.execute(db)
  return new Set(rows.map(({ personId }) => personId))
}

/** What the check and the researcher say of each finished response that either says anything of. */
function judged({ workspaceId, studyId }: StudyKey) {
  return sql`
    select coalesce(quality.person_id, decided.person_id) as person_id,
      coalesce(quality.response_id, decided.response_id) as response_id,
      quality.person_id is not null as is_checked,
      coalesce(quality.measures, '{}') as measures, coalesce(quality.flags, '[]') as flags,
      coalesce(quality.is_suspect, false) as is_suspect,
      decided.id as decision_id, decided.decision, decided.reason, decided.account_name, decided.decided_at,
      coalesce(decided.decision = 'set_aside', coalesce(quality.is_suspect, false)) as is_careless
    from (
      select response_quality.* from response_quality
      join study_quality on study_quality.study_id = response_quality.study_id and study_quality.check_id = response_quality.check_id
      where response_quality.workspace_id = ${workspaceId} and response_quality.study_id = ${studyId}
    ) as quality
    full join (
      select * from response_decision
      where workspace_id = ${workspaceId} and study_id = ${studyId} and ended_at is null
    ) as decided on decided.person_id = quality.person_id and decided.response_id = quality.response_id`
}

export interface RuleCount {
  rule: RuleName
  measured: number
  flagged: number
  /** Responses by bin of the rule's axis; what lies beyond its ends is in the outermost. */
  bins: number[]
}

/** Per rule how many were measured and flagged, and how the values spread. */
export async function countByRule(db: Database, { workspaceId, studyId }: StudyKey): Promise<Map<RuleName, RuleCount>> {
  const axes = sql.join(
    ruleNames.map((rule) => {
      const { from, to, bins, isLogarithmic = false } = rules[rule].axis
      return sql`(${rule}::text, ${from}::float8, ${to}::float8, ${bins}::integer, ${isLogarithmic}::boolean)`
    }),
  )
  const { rows } = await sql<{ rule: RuleName; bin: number; responses: string; flagged: string }>`
    select axis.rule, least(axis.bins, greatest(1, width_bucket(
        case when axis.is_logarithmic then -log(greatest(measure.value::float8, 1e-12)) else measure.value::float8 end,
        axis.low, axis.high, axis.bins))) as bin,
      count(*) as responses,
      count(*) filter (where quality.flags @> jsonb_build_array(jsonb_build_object('rule', axis.rule))) as flagged
    from response_quality as quality
    join study_quality on study_quality.study_id = quality.study_id and study_quality.check_id = quality.check_id
    cross join lateral jsonb_each_text(quality.measures) as measure
    join (values ${axes}) as axis(rule, low, high, bins, is_logarithmic) on axis.rule = measure.key
    where quality.workspace_id = ${workspaceId} and quality.study_id = ${studyId}
    group by 1, 2`.execute(db)
  const counts = new Map<RuleName, RuleCount>()
  for (const { rule, bin, responses, flagged } of rows) {
    const bins = new Array<number>(rules[rule].axis.bins).fill(0)
    const count = counts.get(rule) ?? { rule, measured: 0, flagged: 0, bins }
    count.measured += Number(responses)
    count.flagged += Number(flagged)
    count.bins[bin - 1]! += Number(responses)
    counts.set(rule, count)
  }
  return counts
}

export type ListedState = 'flagged' | 'suspect' | 'careless' | 'kept' | 'set_aside'

export interface ListedResponse {
  personId: string
  responseId: string
  label: string
  completedAt: Date | null
  measures: Measures
  flags: Flag[]
  isSuspect: boolean
  decision: 'kept' | 'set_aside' | null
  reason: string | null
  accountName: string | null
  decidedAt: Date | null
}

/** One page of responses that are flagged or decided on, in id order. */
export async function listedResponses(
  db: Database,
  page: StudyKey & { state: ListedState; rule: RuleName | null; after: string | null; limit: number },
): Promise<ListedResponse[]> {
  const { state, rule, after, limit } = page
  const states = {
    flagged: sql`judged.flags <> '[]'`,
    suspect: sql`judged.is_suspect`,
    careless: sql`judged.is_careless`,
    kept: sql`judged.decision = 'kept'`,
    set_aside: sql`judged.decision = 'set_aside'`,
  }
  const byRule = rule === null ? sql`true` : sql`judged.flags @> ${JSON.stringify([{ rule }])}::jsonb`
  const { rows } = await sql<ListedResponse>`
    select judged.person_id, judged.response_id, respondent.label, response.completed_at, judged.measures, judged.flags,
      judged.is_suspect, judged.decision, judged.reason, judged.account_name, judged.decided_at
    from (${judged(page)}) as judged
    join response on response.person_id = judged.person_id and response.id = judged.response_id
    join respondent on respondent.person_id = judged.person_id and respondent.study_id = response.study_id
    where response.workspace_id = ${page.workspaceId} and ${states[state]} and ${byRule}
      and ${after === null ? sql`true` : sql`judged.response_id > ${after}::uuid`}
    order by judged.response_id limit ${limit}`.execute(db)
  return rows
}

export interface ResponseKey {
  workspaceId: string
  personId: string
  responseId: string
}

/** The study a finished response belongs to, undefined where there is none in this workspace. */
export async function studyOfResponse(
  db: Database,
  { workspaceId, personId, responseId }: ResponseKey,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('response')
    .select('studyId')
    .where('workspaceId', '=', workspaceId)
    .where('personId', '=', personId)
    .where('id', '=', responseId)
    .where('outcome', 'in', finished)
    .executeTakeFirst()
  return row?.studyId
}

export interface Decision extends ResponseKey {
  studyId: string
  id: string
  decision: 'kept' | 'set_aside'
  reason: string
  accountName: string
  at: Date
}

/** Writes what a researcher decides of a response; a decision before it stays and counts no longer. */
export async function decideResponse(db: Database, decision: Decision): Promise<void> {
  const { workspaceId, personId, responseId, studyId, id, reason, accountName, at } = decision
  await db.transaction().execute(async (tx) => {
    await endDecision(tx, decision)
    await tx
      .insertInto('responseDecision')
      .values({
        personId,
        id,
        responseId,
        workspaceId,
        studyId,
        decision: decision.decision,
        reason,
        accountName,
        decidedAt: at,
      })
      .execute()
  })
}

/** Takes a decision back: the rules speak again. */
export async function endDecision(
  db: Database,
  { workspaceId, personId, responseId, at }: ResponseKey & { at: Date },
): Promise<void> {
  await db
    .updateTable('responseDecision')
    .set({ endedAt: at })
    .where('workspaceId', '=', workspaceId)
    .where('personId', '=', personId)
    .where('responseId', '=', responseId)
    .where('endedAt', 'is', null)
    .execute()
}

/** What the last check found of one response, undefined where it was not looked at. */
export async function qualityOfResponse(
  db: Database,
  { workspaceId, personId, responseId }: ResponseKey,
): Promise<{ measures: Measures; flags: Flag[]; isSuspect: boolean } | undefined> {
  const row = await db
    .selectFrom('responseQuality')
    .innerJoin('studyQuality', (join) =>
      join
        .onRef('studyQuality.studyId', '=', 'responseQuality.studyId')
        .onRef('studyQuality.checkId', '=', 'responseQuality.checkId'),
    )
    .select(['responseQuality.measures', 'responseQuality.flags', 'responseQuality.isSuspect'])
    .where('responseQuality.workspaceId', '=', workspaceId)
    .where('responseQuality.personId', '=', personId)
    .where('responseQuality.responseId', '=', responseId)
    .executeTakeFirst()
  return row as { measures: Measures; flags: Flag[]; isSuspect: boolean } | undefined
}

/** What was decided of one response, newest first; the one without an end counts. */
export function decisionsOf(db: Database, { workspaceId, personId, responseId }: ResponseKey) {
  return db
    .selectFrom('responseDecision')
    .select(['decision', 'reason', 'accountName', 'decidedAt', 'endedAt'])
    .where('workspaceId', '=', workspaceId)
    .where('personId', '=', personId)
    .where('responseId', '=', responseId)
    .orderBy('id', 'desc')
    .limit(100)
    .execute()
}

export interface JudgedResponse {
  measures: Measures
  flags: Flag[]
  isSuspect: boolean
  isCareless: boolean
  decision: 'kept' | 'set_aside' | null
  reason: string | null
}

/** What check and researcher say of a stretch of responses in the order of their ids, by response. */
export async function judgedResponses(
  db: Database,
  study: StudyKey,
  { from, to }: { from: string; to: string },
): Promise<Map<string, JudgedResponse>> {
  const { rows } = await sql<JudgedResponse & { responseId: string }>`
    select response_id, measures, flags, is_suspect, is_careless, decision, reason from (${judged(study)}) as judged
    where response_id between ${from}::uuid and ${to}::uuid`.execute(db)
  return new Map(rows.map(({ responseId, ...row }) => [responseId, row]))
}
