import { sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import type { DocumentKey } from '../interviews/store.ts'
import type { Level } from '../statistics/agreement/krippendorff.ts'
import type { StudyKey } from '../studies/store.ts'
import type { ParsedDocument } from '../text/document.ts'
import type { UnitKind } from './units.ts'

/** Values that go with a code, from low to high, both included. */
export interface Scale {
  level: Exclude<Level, 'nominal'>
  low: number
  high: number
}

/** What a coder may give: a code's key or "facet:need", and its scale where values go with it. */
export interface RoundLabel {
  label: string
  scale: Scale | null
}

export interface RoundKey {
  workspaceId: string
  roundId: string
}

export interface RoundRow {
  id: string
  studyId: string
  number: number
  unit: UnitKind
  labels: RoundLabel[]
  /** How its documents were chosen, in words. */
  sampling: string
  showsSuggestions: boolean
  startedBy: string
  startedAt: Date
  closedBy: string | null
  closedAt: Date | null
  /** Accounts of the first and the second coder. */
  coders: [string, string]
}

export interface RoundDocument {
  personId: string
  documentId: string
  number: number
  kind: ParsedDocument['kind']
  /** When the first and the second coder were done with it. */
  doneAt: [Date | null, Date | null]
}

/** Writes a round with its coders and documents. Returns its number in the study, from 1. */
export async function insertRound(
  tx: Database,
  round: StudyKey &
    Pick<RoundRow, 'unit' | 'labels' | 'sampling' | 'showsSuggestions' | 'coders'> & {
      roundId: string
      accountId: string
      at: Date
      documents: { personId: string; documentId: string }[]
    },
): Promise<number> {
  const { workspaceId, studyId, roundId } = round
  // Two rounds started at once get two numbers: the study's row is held until the first is written.
  await tx
    .selectFrom('study')
    .select('id')
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', studyId)
    .forUpdate()
    .execute()
  const last = await tx
    .selectFrom('codingRound')
    .select((select) => select.fn.max('number').as('number'))
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .executeTakeFirst()
  const number = (last?.number ?? 0) + 1
  await tx
    .insertInto('codingRound')
    .values({
      id: roundId,
      workspaceId,
      studyId,
      number,
      unit: round.unit,
      labels: JSON.stringify(round.labels),
      sampling: round.sampling,
      showsSuggestions: round.showsSuggestions,
      startedBy: round.accountId,
      startedAt: round.at,
    })
    .execute()
  await tx
    .insertInto('codingCoder')
    .values(round.coders.map((accountId, position) => ({ roundId, workspaceId, accountId, position })))
    .execute()
  for (let from = 0; from < round.documents.length; from += 1_000) {
    await tx
      .insertInto('codingDocument')
      .values(round.documents.slice(from, from + 1_000).map((document) => ({ ...document, roundId, workspaceId })))
      .execute()
  }
  return number
}

export async function findRound(db: Database, { workspaceId, roundId }: RoundKey): Promise<RoundRow | undefined> {
  const row = await rounds(db).where('workspaceId', '=', workspaceId).where('id', '=', roundId).executeTakeFirst()
  return row as RoundRow | undefined
}

/** The rounds of a study, newest first. */
export async function roundsOfStudy(db: Database, { workspaceId, studyId }: StudyKey): Promise<RoundRow[]> {
  const rows = await rounds(db)
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .orderBy('number', 'desc')
    .execute()
  return rows as RoundRow[]
}

/** The documents of a round by their numbers, with who is done with which. */
export async function documentsOfRound(db: Database, { workspaceId, roundId }: RoundKey): Promise<RoundDocument[]> {
  const rows = await db
    .selectFrom('codingDocument')
    .innerJoin('document', (join) =>
      join
        .onRef('document.personId', '=', 'codingDocument.personId')
        .onRef('document.id', '=', 'codingDocument.documentId'),
    )
    .select([
      'codingDocument.personId',
      'codingDocument.documentId',
      'codingDocument.firstDoneAt',
      'codingDocument.secondDoneAt',
      'document.number',
      'document.kind',
    ])
    .where('codingDocument.workspaceId', '=', workspaceId)
    .where('codingDocument.roundId', '=', roundId)
    .orderBy('document.number')
    .execute()
  return rows.map(({ firstDoneAt, secondDoneAt, ...row }) => ({ ...row, doneAt: [firstDoneAt, secondDoneAt] }))
}

/** Says that a coder is done with one document, or with all of them; or (at null) that they are not. */
export async function markDone(
  tx: Database,
  { workspaceId, roundId, coder, documentId, at }: RoundKey & { coder: 0 | 1; documentId?: string; at: Date | null },
): Promise<void> {
  const column = coder === 0 ? 'firstDoneAt' : 'secondDoneAt'
  await tx
    .updateTable('codingDocument')
    .set({ [column]: at })
    .where('workspaceId', '=', workspaceId)
    .where('roundId', '=', roundId)
    .$if(documentId !== undefined, (query) => query.where('documentId', '=', documentId!))
    .$if(at !== null, (query) => query.where(column, 'is', null))
    .execute()
}

/** Closes a round. Returns false when somebody else did so a moment before. */
export async function closeRound(
  tx: Database,
  { workspaceId, roundId, accountId, at }: RoundKey & { accountId: string; at: Date },
): Promise<boolean> {
  const row = await tx
    .updateTable('codingRound')
    .set({ closedBy: accountId, closedAt: at })
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', roundId)
    .where('closedAt', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** The open round in which this account codes the document without seeing others’ tags, if there is one. */
export async function openRoundOf(
  db: Database,
  { workspaceId, personId, documentId, accountId }: DocumentKey & { accountId: string },
): Promise<string | undefined> {
  const row = await openRoundsOn(db, { workspaceId, personId, documentId })
    .innerJoin('codingCoder', 'codingCoder.roundId', 'codingRound.id')
    .where('codingCoder.accountId', '=', accountId)
    .executeTakeFirst()
  return row?.id
}

/** Whether an open round holds the document: its words then stay as they are, so that both coders read the same. */
export async function isBeingCoded(db: Database, key: DocumentKey): Promise<boolean> {
  return (await openRoundsOn(db, key).executeTakeFirst()) !== undefined
}

function openRoundsOn(db: Database, { workspaceId, personId, documentId }: DocumentKey) {
  return db
    .selectFrom('codingDocument')
    .innerJoin('codingRound', 'codingRound.id', 'codingDocument.roundId')
    .select('codingRound.id')
    .where('codingDocument.workspaceId', '=', workspaceId)
    .where('codingDocument.personId', '=', personId)
    .where('codingDocument.documentId', '=', documentId)
    .where('codingRound.closedAt', 'is', null)
    .limit(1)
}

function rounds(db: Database) {
  return db
    .selectFrom('codingRound')
    .select([
      'id',
      'studyId',
      'number',
      'unit',
      'labels',
      'sampling',
      'showsSuggestions',
      'startedBy',
      'startedAt',
      'closedBy',
      'closedAt',
      sql<
        string[]
      >`(select array_agg(coder.account_id order by coder.position) from coding_coder coder where coder.round_id = coding_round.id)`.as(
        'coders',
      ),
    ])
}

/** Documents of the study that somebody who counts as a participant speaks in, by number. */
export function documentsToCode(db: Database, { workspaceId, studyId }: StudyKey) {
  return db
    .selectFrom('document')
    .select(['personId', 'id as documentId', 'number'])
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .where((where) =>
      where.exists(
        where
          .selectFrom('speaker')
          .select(sql<number>`1`.as('one'))
          .whereRef('speaker.personId', '=', 'document.personId')
          .whereRef('speaker.documentId', '=', 'document.id')
          .where('speaker.role', '=', 'participant'),
      ),
    )
    .orderBy('number')
    .execute()
}
