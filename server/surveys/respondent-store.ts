import { sql } from 'kysely'
import type { Drafts } from '../../survey-forms/form-body.ts'
import { type Instrument, instrumentSchema } from '../../survey-forms/instrument.ts'
import { type Database, preparedMark } from '../database/connection.ts'
import { hashSecret } from '../ids.ts'
import { respondentLabel, takeRespondentNumbers } from '../responses/store.ts'
import type { Answers } from '../responses/variable.ts'
import { lastDecisions, randomLabel } from './anonymity.ts'
import type { ConsentDecision } from './consent.ts'
import { SurveyNotOpen } from './errors.ts'
import type { ShownOrder } from './journey.ts'
import { remember } from './respondent-memory.ts'

/** What of a response the questionnaire moves forward. */
export interface ResponseProgress {
  answers: Answers
  drafts: Drafts
  shownOrder: ShownOrder
  /** By page code, whole seconds between showing and posting, added up over visits. */
  pageSeconds: Record<string, number>
  /** Place of the furthest page reached, in the respondent's order; behind the last page once all was answered. */
  page: number
  outcome: 'in_progress' | 'completed' | 'screened_out' | 'over_quota'
  /** The code of the screen-out or quota that ended it early. */
  endedBy: string | null
  /** Quota cells it belongs to by what was answered so far, as `quota.cell`. */
  quotaCells: string[]
  completedAt: Date | null
}

export type OpenResponse = NonNullable<Awaited<ReturnType<typeof readResponse>>>

/** A survey by the link that respondents get: no workspace is known yet, the row says whose it is. */
export function findSurveyByLink(db: Database, surveyId: string) {
  return db
    .selectFrom('survey')
    .innerJoin('workspace', 'workspace.id', 'survey.workspaceId')
    .select([
      'survey.id',
      'survey.workspaceId',
      'survey.studyId',
      'survey.state',
      'survey.publishedVersion',
      'survey.linkMode',
      'survey.isAnonymous',
      'workspace.name as organisation',
    ])
    .where('survey.id', '=', surveyId)
    .executeTakeFirst()
}

/** The response a link opens, and the state of its survey; undefined for a wrong secret as for a person who never was. */
export async function findResponseByLink(
  db: Database,
  link: { personId: string; secret: string },
): Promise<OpenResponse | undefined> {
  const found = await readResponse(db, link)
  if (found) remember(link, found)
  return found
}

async function readResponse(db: Database, { personId, secret }: { personId: string; secret: string }) {
  const isInvited = sql<boolean>`exists (
    select 1 from invitation
    where invitation.person_id = response.person_id and invitation.survey_id = response.survey_id
      and invitation.workspace_id = response.workspace_id
  )`
  const row = await db
    .selectFrom('response')
    .innerJoin('survey', 'survey.id', 'response.surveyId')
    .innerJoin('workspace', 'workspace.id', 'response.workspaceId')
    .select([
      'response.personId',
      'response.id',
      'response.workspaceId',
      'response.studyId',
      'survey.id as surveyId',
      'response.version',
      'response.answers',
      'response.drafts',
      'response.shownOrder',
      'response.pageSeconds',
      'response.page',
      'response.revision',
      'response.seed',
      'response.outcome',
      'response.startedAt',
      'response.completedAt',
      'response.secretExpiresAt',
      'response.secretHash',
      'response.endedBy',
      'response.quotaCells',
      'response.linkCodeHash',
      'response.language',
      'survey.state',
      'survey.isAnonymous',
      'workspace.name as organisation',
      isInvited.as('isInvited'),
    ])
    .where('response.personId', '=', personId)
    .where('response.secretHash', '=', hashSecret(secret))
    .executeTakeFirst()
  if (!row) return undefined
  return {
    ...row,
    answers: row.answers as Answers,
    drafts: row.drafts as Drafts,
    shownOrder: row.shownOrder as ShownOrder,
    pageSeconds: row.pageSeconds as Record<string, number>,
    quotaCells: row.quotaCells as string[],
  }
}

/** A published version. It never changes, so each process reads it once and keeps the last hundred. */
export async function versionOf(
  db: Database,
  key: { workspaceId: string; surveyId: string; version: number },
): Promise<Instrument> {
  const name = `${key.workspaceId}/${key.surveyId}/${key.version}`
  const known = versions.get(name)
  if (known) return known
  const row = await db
    .selectFrom('surveyVersion')
    .select('definition')
    .where('workspaceId', '=', key.workspaceId)
    .where('surveyId', '=', key.surveyId)
    .where('version', '=', key.version)
    .executeTakeFirstOrThrow()
  const definition = instrumentSchema.parse(row.definition)
  if (versions.size >= 100) versions.delete(versions.keys().next().value!)
  versions.set(name, definition)
  return definition
}

const versions = new Map<string, Instrument>()

export interface NewSurveyResponse {
  personId: string
  responseId: string
  workspaceId: string
  studyId: string
  surveyId: string
  version: number
  secret: string
  secretExpiresAt: Date
  seed: number
  language: string
  linkCodeHash: Buffer | null
  /** Whether the caller read the survey as anonymous: rows, ids and times are then without order (anonymity.ts). */
  isAnonymous: boolean
  /** Whether the person is there already, because they were invited. */
  isInvited: boolean
  urlFields: Record<string, string>
  consents: ConsentDecision[]
  progress: ResponseProgress
  at: Date
}

/**
 * Makes person, respondent and response, with the answers of the first page, in one transaction.
 * @returns false when this person has started already: the button was pressed twice
 * @throws {SurveyNotOpen} when it was closed, or made anonymous, since it was read
 */
export function startResponse(db: Database, start: NewSurveyResponse): Promise<boolean> {
  const { personId, workspaceId, at } = start
  return db.transaction().execute(async (tx) => {
    if (start.isInvited) return (await holdInvited(tx, start)) && writeStart(tx, start)
    const person = await tx
      .insertInto('person')
      .values({ id: personId, workspaceId, createdAt: at })
      // Of two presses at one moment either unique index of the table may be the one that says so.
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .executeTakeFirst()
    return person !== undefined && writeStart(tx, start)
  })
}

/** Whether an invited person is still there and has not started this survey; nobody else can start as them meanwhile. */
async function holdInvited(tx: Database, { workspaceId, personId, surveyId }: NewSurveyResponse): Promise<boolean> {
  const person = await tx
    .selectFrom('person')
    .select('id')
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', personId)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!person) return false
  const begun = await tx
    .selectFrom('response')
    .select('id')
    .where('workspaceId', '=', workspaceId)
    .where('personId', '=', personId)
    .where('surveyId', '=', surveyId)
    .executeTakeFirst()
  return begun === undefined
}

async function writeStart(tx: Database, start: NewSurveyResponse): Promise<true> {
  const { personId, workspaceId, studyId, at } = start
  await holdSurvey(tx, start)
  await nameRespondent(tx, start)
  await tx
    .insertInto('response')
    .values({
      personId,
      id: start.responseId,
      workspaceId,
      studyId,
      surveyId: start.surveyId,
      version: start.version,
      seed: start.seed,
      language: start.language,
      urlFields: JSON.stringify(start.urlFields),
      secretHash: hashSecret(start.secret),
      secretExpiresAt: start.secretExpiresAt,
      linkCodeHash: start.linkCodeHash,
      startedAt: at,
      ...columnsOf(start.progress),
    })
    .execute()
  await insertConsents(tx, start)
  if (start.linkCodeHash && start.progress.outcome !== 'in_progress') await spendLink(tx, start)
  return true
}

/** Gives a person their label in the study, unless they have one from other answers. */
async function nameRespondent(tx: Database, start: NewSurveyResponse): Promise<void> {
  const { personId, workspaceId, studyId } = start
  if (start.isInvited) {
    const named = await tx
      .selectFrom('respondent')
      .select('label')
      .where('personId', '=', personId)
      .where('studyId', '=', studyId)
      .where('workspaceId', '=', workspaceId)
      .executeTakeFirst()
    if (named) return
  }
  const label = start.isAnonymous
    ? randomLabel()
    : respondentLabel(await takeRespondentNumbers(tx, { workspaceId, studyId, count: 1 }))
  await tx.insertInto('respondent').values({ personId, studyId, workspaceId, label }).execute()
}

/** Keeps the survey as the caller read it until the response is there. */
async function holdSurvey(tx: Database, { workspaceId, surveyId, isAnonymous }: NewSurveyResponse): Promise<void> {
  const survey = await tx
    .selectFrom('survey')
    .select(['state', 'isAnonymous'])
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', surveyId)
    .forShare()
    .executeTakeFirst()
  if (survey?.state !== 'open' || survey.isAnonymous !== isAnonymous)
    throw new SurveyNotOpen({ surveyId, state: 'closed' })
}

export interface ResponseSave {
  personId: string
  responseId: string
  workspaceId: string
  studyId: string
  /** The revision the caller read: when it is no longer the stored one, nothing is written. */
  revision: number
  language: string
  linkCodeHash: Buffer | null
  progress: ResponseProgress
  consents: ConsentDecision[]
  at: Date
}

/**
 * Saves a page in one statement: the answers, decisions about consent, at the end the places in quotas and the link.
 * Writes nothing when the response was saved since it was read, when its survey is not open any more, or when a place
 * that it takes is no longer held.
 * @returns whether it was written
 */
export async function saveResponse(db: Database, save: ResponseSave): Promise<boolean> {
  const { personId, responseId, progress } = save
  const isOver = progress.outcome !== 'in_progress'
  const takes = progress.outcome === 'completed' ? progress.quotaCells.length : 0
  const held = sql`held as (
    select cell from quota_place
    where person_id = ${personId} and response_id = ${responseId} and workspace_id = ${save.workspaceId} and state = 'held'
    for update
  )`
  const saved = sql`saved as (
    ${updateOf(save)} ${takes > 0 ? sql`and (select count(*) from held) = ${takes}` : sql``}
    returning id
  )`
  const parts = [
    ...(takes > 0 ? [held] : []),
    saved,
    ...(takes > 0 ? takingPlaces(save) : []),
    ...(save.consents.length > 0 ? [decidingConsent(save)] : []),
    ...(isOver && save.linkCodeHash ? [spendingLink(save)] : []),
  ]
  const { rows } =
    parts.length === 1
      ? await sql`${prepared} ${updateOf(save)} returning id`.execute(db)
      : await sql`${prepared} with ${sql.join(parts)} select id from saved`.execute(db)
  return rows.length > 0
}

const prepared = sql.raw(preparedMark)

function updateOf({ personId, responseId, workspaceId, revision, language, progress }: ResponseSave) {
  return sql`update response set
      answers = ${JSON.stringify(progress.answers)}, drafts = ${JSON.stringify(progress.drafts)},
      shown_order = ${JSON.stringify(progress.shownOrder)}, page_seconds = ${JSON.stringify(progress.pageSeconds)},
      page = ${progress.page}, outcome = ${progress.outcome}, ended_by = ${progress.endedBy},
      quota_cells = ${JSON.stringify(progress.quotaCells)}, completed_at = ${progress.completedAt},
      language = ${language}, revision = response.revision + 1
    where response.person_id = ${personId} and response.id = ${responseId} and response.workspace_id = ${workspaceId}
      and response.revision = ${revision}
      and exists (
        select from survey
        where survey.id = response.survey_id and survey.workspace_id = response.workspace_id and survey.state = 'open'
      )`
}

/** Held places become taken ones; cells are locked in one order, so that two people never wait for each other. */
function takingPlaces({ personId, responseId, workspaceId }: ResponseSave) {
  return [
    sql`mine as (
      update quota_place set state = 'taken' from saved
      where quota_place.person_id = ${personId} and quota_place.response_id = ${responseId}
        and quota_place.workspace_id = ${workspaceId} and quota_place.state = 'held'
      returning quota_place.survey_id, quota_place.cell
    )`,
    sql`locked as (
      select quota_cell.survey_id, quota_cell.cell from quota_cell
      join mine on mine.survey_id = quota_cell.survey_id and mine.cell = quota_cell.cell
      where quota_cell.workspace_id = ${workspaceId}
      order by quota_cell.cell for update of quota_cell
    )`,
    sql`counted as (
      update quota_cell set places_held = places_held - 1, places_taken = places_taken + 1 from locked
      where quota_cell.survey_id = locked.survey_id and quota_cell.cell = locked.cell
        and quota_cell.workspace_id = ${workspaceId}
    )`,
  ]
}

function decidingConsent({ personId, workspaceId, studyId, consents, at }: ResponseSave) {
  const rows = lastDecisions(consents).map(
    ({ purpose, isGranted, wording }) => sql`(${purpose}::text, ${isGranted}::boolean, ${wording}::text)`,
  )
  return sql`decided as (
    insert into consent (person_id, workspace_id, study_id, at, basis, purpose, is_granted, wording)
    select ${personId}::uuid, ${workspaceId}::uuid, ${studyId}::uuid, ${at}::timestamptz, 'consent', d.purpose, d.is_granted, d.wording
    from saved, (values ${sql.join(rows)}) as d (purpose, is_granted, wording)
    on conflict (person_id, study_id, purpose, at) do update set is_granted = excluded.is_granted, wording = excluded.wording
  )`
}

function spendingLink({ workspaceId, linkCodeHash, personId, responseId, at }: ResponseSave) {
  return sql`spent as (
    update single_use_link set spent_at = ${at} from saved, response
    where response.person_id = ${personId} and response.id = ${responseId} and response.workspace_id = ${workspaceId}
      and single_use_link.survey_id = response.survey_id and single_use_link.workspace_id = ${workspaceId}
      and single_use_link.code_hash = ${linkCodeHash} and single_use_link.spent_at is null
  )`
}

function columnsOf(progress: ResponseProgress) {
  return {
    answers: JSON.stringify(progress.answers),
    drafts: JSON.stringify(progress.drafts),
    shownOrder: JSON.stringify(progress.shownOrder),
    pageSeconds: JSON.stringify(progress.pageSeconds),
    page: progress.page,
    outcome: progress.outcome,
    endedBy: progress.endedBy,
    quotaCells: JSON.stringify(progress.quotaCells),
    completedAt: progress.completedAt,
  }
}

async function insertConsents(
  db: Database,
  given: { personId: string; workspaceId: string; studyId: string; consents: ConsentDecision[]; at: Date },
): Promise<void> {
  if (given.consents.length === 0) return
  const { personId, workspaceId, studyId, at } = given
  await db
    .insertInto('consent')
    .values(
      lastDecisions(given.consents).map((decision) => ({
        personId,
        workspaceId,
        studyId,
        at,
        basis: 'consent',
        ...decision,
      })),
    )
    .execute()
}

/** A survey of one page is finished when it is started. */
async function spendLink(db: Database, { workspaceId, surveyId, linkCodeHash, at }: NewSurveyResponse): Promise<void> {
  await db
    .updateTable('singleUseLink')
    .set({ spentAt: at })
    .where('workspaceId', '=', workspaceId)
    .where('surveyId', '=', surveyId)
    .where('codeHash', '=', linkCodeHash!)
    .where('spentAt', 'is', null)
    .execute()
}
