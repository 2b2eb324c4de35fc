import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import { forgetSteps } from '../tagging/tag-actions-store.ts'
import type { ParsedDocument } from '../text/document.ts'
import { EditRefused, TextChangedMeanwhile } from './errors.ts'
import type { DocumentKey } from './store.ts'
import type { TranscriptTurn } from './transcript-edits.ts'
import { insertTurns } from './transcript-store.ts'

/** Why a document's file can't be read another way any more: what hangs on its words as they are; null when nothing does. */
export async function whyNotReread(
  db: Database,
  { workspaceId, personId, documentId }: DocumentKey,
): Promise<string | null> {
  const row = await db
    .selectFrom('document')
    .select([
      'fileId',
      'studyId',
      sql<number>`(select count(*)::integer from document other where other.workspace_id = document.workspace_id and other.file_id = document.file_id)`.as(
        'ofFile',
      ),
      sql<number>`(select count(*)::integer from tag where tag.person_id = document.person_id and tag.source_id = document.id and tag.state <> 'suggested')`.as(
        'tags',
      ),
      sql<number>`(select count(*)::integer from document_edit edit where edit.person_id = document.person_id and edit.document_id = document.id and edit.undone_at is null and edit.kind <> 'reread')`.as(
        'edits',
      ),
      sql<number>`(select count(*)::integer from redaction where redaction.person_id = document.person_id and redaction.document_id = document.id)`.as(
        'redactions',
      ),
      sql<number>`(select count(*)::integer from coding_document coding where coding.person_id = document.person_id and coding.document_id = document.id)`.as(
        'rounds',
      ),
      sql<number>`(select count(*)::integer from claim_span where claim_span.person_id = document.person_id and claim_span.source_id = document.id)`.as(
        'spans',
      ),
    ])
    .where('workspaceId', '=', workspaceId)
    .where('personId', '=', personId)
    .where('id', '=', documentId)
    .executeTakeFirst()
  if (!row || row.fileId === null) return 'Its file is no longer kept.'
  if (row.ofFile > 1) return `Its file holds ${row.ofFile} documents; bring the file in again to read it another way.`
  if (row.tags > 0) return `${row.tags} tags were decided on its words as they are.`
  if (row.rounds > 0) return 'A coding round holds its words as they are.'
  if (row.spans > 0) return 'A persona set points at its words as they are.'
  if (row.edits > 0) return 'Its words were mended by hand.'
  if (row.redactions > 0) return 'Words in it were replaced by pseudonyms.'
  return null
}

/** Puts a new reading of the file in place of the words: its turns and speakers, to be confirmed again. */
export async function replaceReading(
  db: Database,
  document: DocumentKey & { accountId: string; at: Date; revision: number },
  parsed: ParsedDocument,
): Promise<void> {
  const { workspaceId, personId, documentId, accountId, at, revision } = document
  await db.transaction().execute(async (tx) => {
    const row = await tx
      .selectFrom('document')
      .select('textRevision')
      .where('workspaceId', '=', workspaceId)
      .where('personId', '=', personId)
      .where('id', '=', documentId)
      .forUpdate()
      .executeTakeFirst()
    if (row?.textRevision !== revision) throw new TextChangedMeanwhile()
    const reason = await whyNotReread(tx, document)
    if (reason !== null) throw new EditRefused(`The file can\u2019t be read another way: ${reason}`)
    await tx
      .updateTable('document')
      .set({
        text: parsed.text,
        textSha256: createHash('sha256').update(parsed.text).digest('hex'),
        textRevision: revision + 1,
        kind: parsed.kind,
        format: parsed.format,
        warnings: JSON.stringify(parsed.warnings),
        areSpeakersConfirmed: false,
      })
      .where('workspaceId', '=', workspaceId)
      .where('personId', '=', personId)
      .where('id', '=', documentId)
      .execute()
    await tx
      .deleteFrom('tag')
      .where('workspaceId', '=', workspaceId)
      .where('personId', '=', personId)
      .where('sourceId', '=', documentId)
      .execute()
    await forgetSteps(tx, { workspaceId, personId, sourceId: documentId })
    await tx
      .deleteFrom('speaker')
      .where('workspaceId', '=', workspaceId)
      .where('personId', '=', personId)
      .where('documentId', '=', documentId)
      .execute()
    const turns = parsed.utterances.map(
      (utterance): TranscriptTurn => ({
        speaker: utterance.speaker,
        start: utterance.start,
        end: utterance.end,
        startMilliseconds: utterance.startMs === undefined ? null : Math.round(utterance.startMs),
        isAsNoted: utterance.asNoted ?? false,
      }),
    )
    await tx
      .deleteFrom('utterance')
      .where('workspaceId', '=', workspaceId)
      .where('personId', '=', personId)
      .where('documentId', '=', documentId)
      .execute()
    await insertTurns(tx, document, { text: parsed.text, turns, from: 0 })
    const speakers = parsed.speakers.map((speaker, position) => ({
      personId,
      documentId,
      workspaceId,
      label: speaker.label,
      role: speaker.role,
      reason: speaker.reason,
      turns: speaker.turns,
      position,
    }))
    if (speakers.length > 0) await tx.insertInto('speaker').values(speakers).execute()
    const last = await tx
      .selectFrom('documentEdit')
      .select((select) => select.fn.max('number').as('number'))
      .where('workspaceId', '=', workspaceId)
      .where('personId', '=', personId)
      .where('documentId', '=', documentId)
      .executeTakeFirst()
    await tx
      .insertInto('documentEdit')
      .values({
        personId,
        documentId,
        workspaceId,
        number: (last?.number ?? 0) + 1,
        kind: 'reread',
        change: '{}',
        accountId,
        madeAt: at,
      })
      .execute()
  })
}
