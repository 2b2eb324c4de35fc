import { isDeepStrictEqual } from 'node:util'
import { type Instrument, instrumentSchema } from '../../../survey-forms/instrument.ts'
import type { Database } from '../../database/connection.ts'
import { changeText } from './differences.ts'
import { SurveyNotFound } from '../errors.ts'
import type { SurveyKey } from '../store.ts'

/** As many changes of a draft can be taken back. */
const keptSteps = 50

/**
 * Changes the draft as it stands now, whatever page the edit was made on: two tabs that edit two questions both count.
 * What stood before is kept, so that it can be taken back; changes that were taken back before are gone for good.
 * @throws whatever `edit` throws; nothing is changed then
 */
export async function editDraft(db: Database, key: SurveyKey, edit: (draft: Instrument) => Instrument): Promise<void> {
  const change = async (tx: Database) => {
    const stored = await lockedDraft(tx, key)
    const before = instrumentSchema.parse(stored)
    const draft = edit(before)
    if (isDeepStrictEqual(JSON.parse(JSON.stringify(draft)), JSON.parse(JSON.stringify(before)))) return
    await keepStep(tx, key, { draft: stored, what: changeText(before, draft) })
    await setDraft(tx, key, draft)
  }
  await (db.isTransaction ? change(db) : db.transaction().execute(change))
}

/** @throws {SurveyNotFound} */
async function lockedDraft(tx: Database, { workspaceId, surveyId }: SurveyKey): Promise<unknown> {
  const row = await tx
    .selectFrom('survey')
    .select('draft')
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', surveyId)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw new SurveyNotFound({ surveyId })
  return row.draft
}

/** Writes a draft without keeping what stood before. */
export async function setDraft(tx: Database, { workspaceId, surveyId }: SurveyKey, draft: Instrument): Promise<void> {
  await tx
    .updateTable('survey')
    .set({ draft: JSON.stringify(draft), title: draft.title })
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', surveyId)
    .execute()
}

async function keepStep(
  tx: Database,
  { workspaceId, surveyId }: SurveyKey,
  { draft, what }: { draft: unknown; what: string },
): Promise<void> {
  const steps = () =>
    tx.deleteFrom('surveyDraftStep').where('workspaceId', '=', workspaceId).where('surveyId', '=', surveyId)
  await steps().where('isUndone', '=', true).execute()
  const number = ((await stepBack(tx, { workspaceId, surveyId }))?.number ?? 0) + 1
  await tx
    .insertInto('surveyDraftStep')
    .values({ surveyId, number, workspaceId, draft: JSON.stringify(draft), what, isUndone: false })
    .execute()
  await steps()
    .where('number', '<=', number - keptSteps)
    .execute()
}

/** The change that would be taken back next. */
function stepBack(db: Database, key: SurveyKey) {
  return steps(db, key).where('isUndone', '=', false).orderBy('number', 'desc').limit(1).executeTakeFirst()
}

/** The change that would be made again next. */
function stepAgain(db: Database, key: SurveyKey) {
  return steps(db, key).where('isUndone', '=', true).orderBy('number').limit(1).executeTakeFirst()
}

function steps(db: Database, { workspaceId, surveyId }: SurveyKey) {
  return db
    .selectFrom('surveyDraftStep')
    .select(['number', 'what'])
    .where('workspaceId', '=', workspaceId)
    .where('surveyId', '=', surveyId)
}

/** The changes that can be taken back and made again next, in words; null where there is none. */
export async function draftSteps(db: Database, key: SurveyKey): Promise<{ back: string | null; again: string | null }> {
  return { back: (await stepBack(db, key))?.what ?? null, again: (await stepAgain(db, key))?.what ?? null }
}

/** Takes the last change of the draft back. @returns whether there was one */
export function takeBack(db: Database, key: SurveyKey): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const draft = await lockedDraft(tx, key)
    return exchange(tx, key, { draft, number: (await stepBack(tx, key))?.number, isUndone: true })
  })
}

/** Makes the change again that was taken back last. @returns whether there was one */
export function makeAgain(db: Database, key: SurveyKey): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const draft = await lockedDraft(tx, key)
    return exchange(tx, key, { draft, number: (await stepAgain(tx, key))?.number, isUndone: false })
  })
}

/** The draft and a kept state change places. */
async function exchange(
  tx: Database,
  key: SurveyKey,
  { draft, number, isUndone }: { draft: unknown; number: number | undefined; isUndone: boolean },
): Promise<boolean> {
  if (number === undefined) return false
  const { draft: kept } = await tx
    .selectFrom('surveyDraftStep')
    .select('draft')
    .where('workspaceId', '=', key.workspaceId)
    .where('surveyId', '=', key.surveyId)
    .where('number', '=', number)
    .executeTakeFirstOrThrow()
  await tx
    .updateTable('surveyDraftStep')
    .set({ draft: JSON.stringify(draft), isUndone })
    .where('workspaceId', '=', key.workspaceId)
    .where('surveyId', '=', key.surveyId)
    .where('number', '=', number)
    .execute()
  await setDraft(tx, key, instrumentSchema.parse(kept))
  return true
}
