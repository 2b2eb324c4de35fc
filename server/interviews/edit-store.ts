import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { isBeingCoded } from '../agreement/round-store.ts'
import type { Database } from '../database/connection.ts'
import type { DocumentEditTable } from '../database/tables.ts'
import { forgetSteps } from '../tagging/tag-actions-store.ts'
import { codePointLength } from '../text/code-points.ts'
import { applyEdits, inverseEdits, type MadeEdit, madeEdits, type TextEdit } from '../text/edit-ranges.ts'
import { DocumentNotFound, EditRefused, TextChangedMeanwhile } from './errors.ts'
import {
  type EditOutcome,
  moveRedactions,
  moveReviews,
  moveSpans,
  moveTags,
  putBack,
  type Reach,
  type StoredRanges,
} from './moved-ranges-store.ts'
import { moveCodings, putCodingsBack } from './moved-coding-store.ts'
import type { DocumentKey } from './store.ts'
import { type Transcript, type TranscriptChange, type TranscriptTurn, turnsAfter } from './transcript-edits.ts'
import {
  exchangeTurns,
  renamedRows,
  speakerRows,
  type StoredSpeaker,
  transcriptOf,
  writeSpeakers,
} from './transcript-store.ts'

export type EditKind = DocumentEditTable['kind']

/** What an edit changed besides moving it: enough to put everything back. */
interface StoredChange extends StoredRanges {
  edits: MadeEdit[]
  at: number
  /** Turns that stood there before, and how many stand there after. */
  turns: TranscriptTurn[]
  after: number
  speakers: StoredSpeaker[]
}

type EditOfDocument = DocumentKey & { accountId: string; at: Date; revision: number }

/**
 * Makes an edit in one transaction: the text, its turns, and every range on it (tags, quotes of persona sets, redactions),
 * with what is needed to take it back.
 * @throws {TextChangedMeanwhile} when the text is no longer the one the edit was made on
 */
export async function editDocument(
  db: Database,
  edit: EditOfDocument & { kind: EditKind; plan: (transcript: Transcript) => TranscriptChange },
): Promise<EditOutcome> {
  return db.transaction().execute(async (tx) => {
    await lockDocument(tx, edit)
    const transcript = await transcriptOf(tx, edit)
    const change = edit.plan(transcript)
    const stored: StoredChange = {
      edits: madeEdits(transcript.text, change.edits),
      at: change.at,
      turns: transcript.turns.slice(change.at, change.at + change.replaced),
      after: change.turns.length,
      speakers: await speakerRows(tx, edit),
      tags: [],
      spans: [],
      redactions: [],
      reviews: [],
      codings: [],
      resolutions: [],
      outcome: { changedTags: 0, goneTags: 0, voidQuotes: 0 },
    }
    const text = applyEdits(transcript.text, change.edits)
    const turns = turnsAfter(transcript.turns, change)
    await writeText(tx, edit, text)
    const reach = reachOf(change.edits, stored.turns)
    await exchangeTurns(tx, edit, {
      text,
      at: change.at,
      replaced: change.replaced,
      turns: change.turns,
      shift: reach.shift,
    })
    await writeSpeakers(tx, edit, { turns, rows: renamedRows(stored.speakers, change.renamed) })
    await moveTags(tx, edit, { edits: change.edits, reach, text, exchanged: change.turns, stored })
    await moveSpans(tx, edit, { edits: change.edits, reach, text, stored })
    await moveRedactions(tx, edit, { edits: change.edits, reach, text, stored })
    await moveReviews(tx, edit, { edits: change.edits, reach, text, stored })
    await moveCodings(tx, edit, { edits: change.edits, reach, text, stored })
    await tx
      .insertInto('documentEdit')
      .values({
        personId: edit.personId,
        documentId: edit.documentId,
        number: await nextEditNumber(tx, edit),
        workspaceId: edit.workspaceId,
        kind: edit.kind,
        change: JSON.stringify(stored),
        accountId: edit.accountId,
        madeAt: edit.at,
      })
      .execute()
    return stored.outcome
  })
}

/**
 * Takes the newest edit back: text, turns, speakers and every range it touched stand as before; ranges made since move.
 * @throws {EditRefused} when there is none
 */
export async function undoEdit(db: Database, key: EditOfDocument): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await lockDocument(tx, key)
    const newest = await tx
      .selectFrom('documentEdit')
      .select(['number', 'change', 'kind'])
      .where('workspaceId', '=', key.workspaceId)
      .where('personId', '=', key.personId)
      .where('documentId', '=', key.documentId)
      .where('undoneAt', 'is', null)
      .orderBy('number', 'desc')
      .limit(1)
      .executeTakeFirst()
    if (!newest || newest.kind === 'reread') throw new EditRefused('There is no edit left to take back.')
    const stored = newest.change as StoredChange
    const transcript = await transcriptOf(tx, key)
    const edits = inverseEdits(stored.edits)
    const text = applyEdits(transcript.text, edits)
    const turns = turnsAfter(transcript.turns, { edits, at: stored.at, replaced: stored.after, turns: stored.turns })
    await writeText(tx, key, text)
    const reach = reachOf(edits, transcript.turns.slice(stored.at, stored.at + stored.after))
    await exchangeTurns(tx, key, {
      text,
      at: stored.at,
      replaced: stored.after,
      turns: stored.turns,
      shift: reach.shift,
    })
    const roles = new Map((await speakerRows(tx, key)).map((row) => [row.label, row]))
    await writeSpeakers(tx, key, {
      turns,
      // Roles that were confirmed since the edit stay.
      rows: stored.speakers.map((row) => ({ ...row, ...pick(roles.get(row.label)) })),
    })
    const kept: StoredChange = {
      ...stored,
      tags: [],
      spans: [],
      redactions: [],
      reviews: [],
      codings: [],
      resolutions: [],
    }
    await moveTags(tx, key, { edits, reach, text, exchanged: [], stored: kept })
    await moveSpans(tx, key, { edits, reach, text, stored: kept })
    await moveRedactions(tx, key, { edits, reach, text, stored: kept })
    await moveReviews(tx, key, { edits, reach, text, stored: kept })
    await moveCodings(tx, key, { edits, reach, text, stored: kept })
    await putBack(tx, key, stored)
    await putCodingsBack(tx, key, stored)
    await tx
      .updateTable('documentEdit')
      .set({ undoneAt: key.at })
      .where('workspaceId', '=', key.workspaceId)
      .where('personId', '=', key.personId)
      .where('documentId', '=', key.documentId)
      .where('number', '=', newest.number)
      .execute()
  })
}

/** What an edit reaches: its own places and the turns it exchanges. Whatever stands behind that is pushed along. */
function reachOf(edits: readonly TextEdit[], exchanged: TranscriptTurn[]): Reach {
  const starts = [...edits, ...exchanged].map(({ start }) => start)
  const ends = [...edits, ...exchanged].map(({ end }) => end)
  const shift = edits.reduce((sum, { start, end, inserted }) => sum + codePointLength(inserted) - (end - start), 0)
  return { start: starts.reduce((a, b) => Math.min(a, b)), end: ends.reduce((a, b) => Math.max(a, b)), shift }
}

/** The newest edits of a document, and whether each was taken back. */
export async function editsOf(db: Database, key: DocumentKey, limit: number) {
  const rows = await db
    .selectFrom('documentEdit')
    .select([
      'number',
      'kind',
      'accountId',
      'madeAt',
      'undoneAt',
      sql<EditOutcome | null>`change -> 'outcome'`.as('outcome'),
    ])
    .where('workspaceId', '=', key.workspaceId)
    .where('personId', '=', key.personId)
    .where('documentId', '=', key.documentId)
    .orderBy('number', 'desc')
    .limit(limit)
    .execute()
  return rows
}

async function lockDocument(tx: Database, key: EditOfDocument): Promise<void> {
  const row = await tx
    .selectFrom('document')
    .select('textRevision')
    .where('workspaceId', '=', key.workspaceId)
    .where('personId', '=', key.personId)
    .where('id', '=', key.documentId)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw new DocumentNotFound()
  if (row.textRevision !== key.revision) throw new TextChangedMeanwhile()
  if (await isBeingCoded(tx, key))
    throw new EditRefused('Two people are coding these words: they stay as they are until the coding round is closed.')
  await forgetSteps(tx, { workspaceId: key.workspaceId, personId: key.personId, sourceId: key.documentId })
}

async function writeText(tx: Database, key: EditOfDocument, text: string): Promise<void> {
  await tx
    .updateTable('document')
    .set({
      text,
      textSha256: createHash('sha256').update(text).digest('hex'),
      textRevision: key.revision + 1,
    })
    .where('workspaceId', '=', key.workspaceId)
    .where('personId', '=', key.personId)
    .where('id', '=', key.documentId)
    .execute()
}

async function nextEditNumber(tx: Database, key: DocumentKey): Promise<number> {
  const row = await tx
    .selectFrom('documentEdit')
    .select((select) => select.fn.max('number').as('last'))
    .where('workspaceId', '=', key.workspaceId)
    .where('personId', '=', key.personId)
    .where('documentId', '=', key.documentId)
    .executeTakeFirst()
  return (row?.last ?? 0) + 1
}

function pick(row: StoredSpeaker | undefined) {
  return row ? { role: row.role, reason: row.reason } : {}
}
