import type { Drafts } from '../../survey-forms/form-body.ts'
import { type Instrument, instrumentSchema } from '../../survey-forms/instrument.ts'
import type { Database } from '../database/connection.ts'
import { hashSecret } from '../ids.ts'
import { respondentLabel, takeRespondentNumbers } from '../responses/store.ts'
import type { Answers } from '../responses/variable.ts'
import type { ConsentDecision } from './consent.ts'
import type { ShownOrder } from './journey.ts'

/** What of a response the questionnaire moves forward. */
export interface ResponseProgress {
  answers: Answers
  drafts: Drafts
  shownOrder: ShownOrder
  /** By page code, whole seconds between showing and posting, added up over visits. */
  pageSeconds: Record<string, number>
  /** Index of the page that comes next; behind the last page once completed. */
  page: number
  outcome: 'in_progress' | 'completed'
  completedAt: Date | null
}

export type OpenResponse = NonNullable<Awaited<ReturnType<typeof findResponseByLink>>>

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
      'workspace.name as organisation',
    ])
    .where('survey.id', '=', surveyId)
    .executeTakeFirst()
}

/** The response a link opens, and the state of its survey; undefined for a wrong secret as for a person who never was. */
export async function findResponseByLink(db: Database, { personId, secret }: { personId: string; secret: string }) {
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
      'survey.state',
      'workspace.name as organisation',
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
  urlFields: Record<string, string>
  consents: ConsentDecision[]
  progress: ResponseProgress
  at: Date
}

/**
 * Makes person, respondent and response, with the answers of the first page, in one transaction.
 * @returns false when this person has started already: the button was pressed twice
 */
export function startResponse(db: Database, start: NewSurveyResponse): Promise<boolean> {
  const { personId, workspaceId, studyId, at } = start
  return db.transaction().execute(async (tx) => {
    const person = await tx
      .insertInto('person')
      .values({ id: personId, workspaceId, createdAt: at })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .returning('id')
      .executeTakeFirst()
    if (!person) return false
    const number = await takeRespondentNumbers(tx, { workspaceId, studyId, count: 1 })
    await tx
      .insertInto('respondent')
      .values({ personId, studyId, workspaceId, label: respondentLabel(number) })
      .execute()
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
        startedAt: at,
        ...columnsOf(start.progress),
      })
      .execute()
    await insertConsents(tx, start)
    return true
  })
}

/**
 * Saves a page. One statement, or one transaction where consent was decided too.
 * @param save.revision the revision the caller read: when it is no longer the stored one, nothing is written
 * @returns whether it was written
 */
export async function saveResponse(
  db: Database,
  save: {
    personId: string
    responseId: string
    workspaceId: string
    studyId: string
    revision: number
    progress: ResponseProgress
    consents: ConsentDecision[]
    at: Date
  },
): Promise<boolean> {
  const update = async (on: Database) => {
    const row = await on
      .updateTable('response')
      .set({ ...columnsOf(save.progress), revision: save.revision + 1 })
      .where('personId', '=', save.personId)
      .where('id', '=', save.responseId)
      .where('workspaceId', '=', save.workspaceId)
      .where('revision', '=', save.revision)
      .returning('id')
      .executeTakeFirst()
    return row !== undefined
  }
  if (save.consents.length === 0) return update(db)
  return db.transaction().execute(async (tx) => {
    const isSaved = await update(tx)
    if (isSaved) await insertConsents(tx, save)
    return isSaved
  })
}

function columnsOf(progress: ResponseProgress) {
  return {
    answers: JSON.stringify(progress.answers),
    drafts: JSON.stringify(progress.drafts),
    shownOrder: JSON.stringify(progress.shownOrder),
    pageSeconds: JSON.stringify(progress.pageSeconds),
    page: progress.page,
    outcome: progress.outcome,
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
    .values(given.consents.map((decision) => ({ personId, workspaceId, studyId, at, basis: 'consent', ...decision })))
    .execute()
}
