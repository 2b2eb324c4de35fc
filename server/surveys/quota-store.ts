import { sql } from 'kysely'
import type { Instrument } from '../../survey-forms/instrument.ts'
import { type Database, inOneTransaction } from '../database/connection.ts'
import { type ResponseProgress, type ResponseSave, saveResponse } from './respondent-store.ts'
import type { SurveyKey } from './store.ts'

/** Makes the counters of a version's quota cells; a cell that was counted before keeps its counts and gets the new limit. */
export async function saveQuotaCells(
  db: Database,
  { workspaceId, surveyId }: SurveyKey,
  instrument: Instrument,
): Promise<void> {
  const cells = (instrument.quotas ?? []).flatMap((quota) =>
    quota.cells.map((cell) => ({ surveyId, workspaceId, cell: `${quota.code}.${cell.code}`, places: cell.limit })),
  )
  if (cells.length === 0) return
  await db
    .insertInto('quotaCell')
    .values(cells)
    .onConflict((conflict) =>
      conflict.columns(['surveyId', 'cell']).doUpdateSet((excluded) => ({ places: excluded.ref('excluded.places') })),
    )
    .execute()
}

export type QuotaCell = Awaited<ReturnType<typeof quotaCellsOf>>[number]

/** How full each quota cell of a survey is. */
export function quotaCellsOf(db: Database, { workspaceId, surveyId }: SurveyKey) {
  return db
    .selectFrom('quotaCell')
    .select(['cell', 'places', 'placesHeld', 'placesTaken'])
    .where('workspaceId', '=', workspaceId)
    .where('surveyId', '=', surveyId)
    .orderBy('cell')
    .execute()
}

export interface PlacedSave extends ResponseSave {
  surveyId: string
  /** Places whose time is over at this moment are free. */
  now: Date
  /** Until when places are kept for somebody who is answering. */
  heldUntil: Date
  /** What the response becomes when a cell it belongs to is full: `quota.cell`. */
  whenFull: (cell: string) => ResponseProgress
}

/**
 * Saves a page that changes which quota cells a response belongs to: holds a place in each, all or none, and gives back
 * those it no longer needs. Where a cell is full, places of people who went away are freed first; if there are none, the
 * response ends as over quota.
 *
 * Locks are taken in one order everywhere: own places, the response, cells by name. Places held and taken never pass a
 * cell's limit, because a place is only given while its counter is locked.
 * @returns what was saved, or null when the response was saved since it was read
 */
export function saveWithPlaces(db: Database, save: PlacedSave): Promise<ResponseProgress | null> {
  const { personId, responseId, workspaceId, surveyId } = save
  return inOneTransaction(db, async (tx) => {
    const own = await tx
      .selectFrom('quotaPlace')
      .select(['cell', 'state'])
      .where('personId', '=', personId)
      .where('responseId', '=', responseId)
      .where('workspaceId', '=', workspaceId)
      .where('state', '=', 'held')
      .forUpdate()
      .execute()
    const response = await tx
      .selectFrom('response')
      .select('revision')
      .where('personId', '=', personId)
      .where('id', '=', responseId)
      .where('workspaceId', '=', workspaceId)
      .forUpdate()
      .executeTakeFirst()
    if (response?.revision !== save.revision) return null

    const held = own.map((one) => one.cell)
    const wanted = save.progress.outcome === 'screened_out' ? [] : save.progress.quotaCells
    const missing = wanted.filter((cell) => !held.includes(cell))
    const cells = [...new Set([...held, ...wanted])]
    const full = await firstFull(tx, { workspaceId, surveyId, cells, missing, at: save.now })
    const progress = full ? save.whenFull(full) : save.progress
    const leaving = full ? held : held.filter((cell) => !wanted.includes(cell))
    await giveBack(tx, save, leaving)
    if (!full) await hold(tx, save, missing)
    return (await saveResponse(tx, { ...save, progress })) ? progress : null
  })
}

type Cells = SurveyKey & { cells: string[]; missing: string[]; at: Date }

/** Locks the cells and says which of the missing ones has no place left, freeing lapsed ones first; null when all have. */
async function firstFull(tx: Database, { workspaceId, surveyId, cells, missing, at }: Cells): Promise<string | null> {
  if (cells.length === 0) return null
  const locked = await tx
    .selectFrom('quotaCell')
    .select(['cell', 'places', 'placesHeld', 'placesTaken'])
    .where('workspaceId', '=', workspaceId)
    .where('surveyId', '=', surveyId)
    .where('cell', 'in', cells)
    .orderBy('cell')
    .forUpdate()
    .execute()
  for (const cell of missing) {
    const row = locked.find((one) => one.cell === cell)
    if (!row) continue // a cell nobody counts: its survey was published before it had quotas
    const free = row.places - row.placesHeld - row.placesTaken
    if (free > 0) continue
    if (free + (await lapse(tx, { workspaceId, surveyId, cell, at })) <= 0) return cell
  }
  return null
}

/** Frees the places of a cell whose time is over. Rows that somebody is finishing at this moment are left to them. */
async function lapse(
  tx: Database,
  { workspaceId, surveyId, cell, at }: SurveyKey & { cell: string; at: Date },
): Promise<number> {
  const { rows } = await sql<{ freed: number }>`
    with late as (
      select person_id, response_id, cell from quota_place
      where workspace_id = ${workspaceId} and survey_id = ${surveyId} and cell = ${cell}
        and state = 'held' and held_until < ${at}
      for update skip locked
    ), freed as (
      update quota_place set state = 'lapsed' from late
      where quota_place.person_id = late.person_id and quota_place.response_id = late.response_id
        and quota_place.cell = late.cell and quota_place.workspace_id = ${workspaceId}
      returning 1
    )
    select count(*)::integer as freed from freed`.execute(tx)
  const { freed } = rows[0]
  if (freed > 0) await count(tx, { workspaceId, surveyId }, [cell], -freed)
  return freed
}

async function hold(tx: Database, save: PlacedSave, cells: string[]): Promise<void> {
  if (cells.length === 0) return
  const { personId, responseId, workspaceId, surveyId, heldUntil } = save
  await count(tx, { workspaceId, surveyId }, cells, 1)
  await tx
    .insertInto('quotaPlace')
    .values(
      cells.map((cell) => ({ personId, responseId, cell, workspaceId, surveyId, state: 'held' as const, heldUntil })),
    )
    .onConflict((conflict) =>
      conflict.columns(['personId', 'responseId', 'cell']).doUpdateSet({ state: 'held', heldUntil }),
    )
    .execute()
}

async function giveBack(tx: Database, save: PlacedSave, cells: string[]): Promise<void> {
  if (cells.length === 0) return
  const { personId, responseId, workspaceId, surveyId } = save
  await count(tx, { workspaceId, surveyId }, cells, -1)
  await tx
    .deleteFrom('quotaPlace')
    .where('personId', '=', personId)
    .where('responseId', '=', responseId)
    .where('workspaceId', '=', workspaceId)
    .where('cell', 'in', cells)
    .execute()
}

async function count(tx: Database, { workspaceId, surveyId }: SurveyKey, cells: string[], by: number): Promise<void> {
  await tx
    .updateTable('quotaCell')
    .set({ placesHeld: sql`places_held + ${by}::integer` })
    .where('workspaceId', '=', workspaceId)
    .where('surveyId', '=', surveyId)
    .where('cell', 'in', cells)
    .execute()
}
