import { sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import { offsetMap, sliceCodePoints } from '../text/code-points.ts'
import { DocumentNotFound } from './errors.ts'
import { countWords } from './keep-documents.ts'
import { roleOfNewLabel } from './speaker-roles.ts'
import type { DocumentKey } from './store.ts'
import type { Transcript, TranscriptTurn } from './transcript-edits.ts'

/** A speaker as the table has them, for edits that put everybody back. */
export interface StoredSpeaker {
  label: string
  role: string
  reason: string
  turns: number
  position: number
}

/** A document's text and turns as an edit needs them. */
export async function transcriptOf(db: Database, key: DocumentKey): Promise<Transcript & { revision: number }> {
  const document = await db
    .selectFrom('document')
    .select(['text', 'textRevision'])
    .where('workspaceId', '=', key.workspaceId)
    .where('personId', '=', key.personId)
    .where('id', '=', key.documentId)
    .executeTakeFirst()
  if (!document) throw new DocumentNotFound()
  const turns = await db
    .selectFrom('utterance')
    .select(['speaker', 'startCodePoint as start', 'endCodePoint as end', 'startMilliseconds', 'isAsNoted'])
    .where('workspaceId', '=', key.workspaceId)
    .where('personId', '=', key.personId)
    .where('documentId', '=', key.documentId)
    .orderBy('position')
    .execute()
  return { text: document.text, turns, revision: document.textRevision }
}

/**
 * Exchanges a stretch of turns. Those behind it are pushed along in the text by a shift, and in their order where there
 * are more or fewer turns now: no statement names them one by one, however many they are.
 * @param exchange.at       first turn that is exchanged
 * @param exchange.replaced how many go
 * @param exchange.turns    what stands there now
 * @param exchange.shift    code points by which all turns behind them move
 */
export async function exchangeTurns(
  tx: Database,
  key: DocumentKey,
  exchange: { text: string; at: number; replaced: number; turns: TranscriptTurn[]; shift: number },
): Promise<void> {
  const { text, at, replaced, turns, shift } = exchange
  const moved = turns.length - replaced
  await tx
    .deleteFrom('utterance')
    .where('workspaceId', '=', key.workspaceId)
    .where('personId', '=', key.personId)
    .where('documentId', '=', key.documentId)
    .where('position', '>=', at)
    .where('position', '<', at + replaced)
    .execute()
  if (shift !== 0 || moved !== 0) {
    // Positions are unique row by row, so they step aside into the negative before they take their new place.
    await tx
      .updateTable('utterance')
      .set({
        startCodePoint: sql`start_code_point + ${shift}::integer`,
        endCodePoint: sql`end_code_point + ${shift}::integer`,
        ...(moved === 0 ? {} : { position: sql`-1 - position` }),
      })
      .where('workspaceId', '=', key.workspaceId)
      .where('personId', '=', key.personId)
      .where('documentId', '=', key.documentId)
      .where('position', '>=', at + replaced)
      .execute()
  }
  if (moved !== 0) {
    await tx
      .updateTable('utterance')
      .set({ position: sql`-1 - position + ${moved}::integer` })
      .where('workspaceId', '=', key.workspaceId)
      .where('personId', '=', key.personId)
      .where('documentId', '=', key.documentId)
      .where('position', '<', 0)
      .execute()
  }
  await insertTurns(tx, key, { text, turns, from: at })
}

/** Writes turns at their positions in one statement, however many they are. */
export async function insertTurns(
  tx: Database,
  key: DocumentKey,
  { text, turns, from }: { text: string; turns: TranscriptTurn[]; from: number },
): Promise<void> {
  const map = offsetMap(text)
  const rows = turns.map((turn, index) => ({
    position: from + index,
    speaker: turn.speaker,
    start_code_point: turn.start,
    end_code_point: turn.end,
    start_milliseconds: turn.startMilliseconds,
    is_as_noted: turn.isAsNoted,
    words: countWords(sliceCodePoints(text, map, turn)),
  }))
  await sql`
    insert into utterance (person_id, document_id, workspace_id, position, speaker, start_code_point, end_code_point, start_milliseconds, is_as_noted, words)
    select ${key.personId}::uuid, ${key.documentId}::uuid, ${key.workspaceId}::uuid, row.* from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as row (position integer, speaker text, start_code_point integer, end_code_point integer, start_milliseconds integer, is_as_noted boolean, words integer)`.execute(
    tx,
  )
}

/** Speakers of a document in their order. */
export async function speakerRows(tx: Database, key: DocumentKey): Promise<StoredSpeaker[]> {
  return tx
    .selectFrom('speaker')
    .select(['label', 'role', 'reason', 'turns', 'position'])
    .where('workspaceId', '=', key.workspaceId)
    .where('personId', '=', key.personId)
    .where('documentId', '=', key.documentId)
    .orderBy('position')
    .execute()
}

/** Speakers after one of them has another name. */
export function renamedRows(rows: StoredSpeaker[], renamed: { from: string; to: string } | undefined): StoredSpeaker[] {
  if (!renamed) return rows
  // Somebody who is already there keeps their role; the name they had twice goes.
  if (rows.some(({ label }) => label === renamed.to)) return rows.filter(({ label }) => label !== renamed.from)
  return rows.map((row) => (row.label === renamed.from ? { ...row, label: renamed.to } : row))
}

/** Speakers as the turns name them: known ones keep their role, a new label waits for somebody to say who it is. */
export async function writeSpeakers(
  tx: Database,
  key: DocumentKey,
  { turns, rows }: { turns: TranscriptTurn[]; rows: StoredSpeaker[] },
): Promise<void> {
  const counts = new Map<string, number>()
  for (const { speaker } of turns) counts.set(speaker, (counts.get(speaker) ?? 0) + 1)
  const known = rows.filter(({ label }) => counts.has(label))
  const fresh = [...counts.keys()]
    .filter((label) => !rows.some((row) => row.label === label))
    .map((label) => ({ label, ...roleOfNewLabel(label) }))
  await tx
    .deleteFrom('speaker')
    .where('workspaceId', '=', key.workspaceId)
    .where('personId', '=', key.personId)
    .where('documentId', '=', key.documentId)
    .execute()
  const written = [...known, ...fresh].map(({ label, role, reason }, position) => ({
    personId: key.personId,
    documentId: key.documentId,
    workspaceId: key.workspaceId,
    label,
    role: role as 'unknown',
    reason,
    turns: counts.get(label)!,
    position,
  }))
  if (written.length > 0) await tx.insertInto('speaker').values(written).execute()
}
