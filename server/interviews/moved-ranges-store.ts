import { sql } from 'kysely'
import { followCodes } from '../tagging/code-moves-store.ts'
import type { Database } from '../database/connection.ts'
import type { RedactionTable, TagTable } from '../database/tables.ts'
import { offsetMap, type Range, sliceCodePoints } from '../text/code-points.ts'
import { type MovedRange, rangeMover, type TextEdit } from '../text/edit-ranges.ts'
import type { DocumentKey } from './store.ts'
import type { TranscriptTurn } from './transcript-edits.ts'

/** How many ranges an edit touched: tags over other words now, tags whose words went, quotes of persona sets that are void. */
export interface EditOutcome {
  changedTags: number
  goneTags: number
  voidQuotes: number
}

export type StoredRow = Record<string, unknown>

/** Rows of ranges that an edit changed or took, as they were before it. */
export interface StoredRanges {
  tags: StoredRow[]
  spans: StoredRow[]
  redactions: StoredRow[]
  /** Missing from edits kept before reviews were moved. */
  reviews?: StoredRow[]
  /** What coders of closed rounds said and what was settled; missing from edits kept before there were rounds. */
  codings?: StoredRow[]
  resolutions?: StoredRow[]
  outcome: EditOutcome
}

/** Code points of the text before that an edit reaches: what stands behind it is only pushed along. */
export interface Reach extends Range {
  /** By how much. */
  shift: number
}

export interface Moving {
  edits: readonly TextEdit[]
  reach: Reach
  /** The text after the edits. */
  text: string
  /** Filled while ranges are moved. */
  stored: StoredRanges
}

/** Moves ranges; one of which nothing but marks and spaces is left has lost its words. */
export function wordMover(edits: readonly TextEdit[], text: string): (range: Range) => MovedRange {
  const move = rangeMover(edits)
  const map = offsetMap(text)
  return (range) => {
    const moved = move(range)
    if (moved.state !== 'changed' || /[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(sliceCodePoints(text, map, moved)))
      return moved
    return { ...moved, state: 'gone' }
  }
}

/** Tags through edits. Of the turns that were exchanged, each tag stands within one and names its speaker. */
export async function moveTags(
  tx: Database,
  key: DocumentKey,
  { edits, reach, text, exchanged, stored }: Moving & { exchanged: TranscriptTurn[] },
): Promise<void> {
  const tags = await tx
    .selectFrom('tag')
    .selectAll()
    .where('workspaceId', '=', key.workspaceId)
    .where('personId', '=', key.personId)
    .where('sourceId', '=', key.documentId)
    .where('startCodePoint', '<', Math.max(reach.end, reach.start + 1))
    .where('endCodePoint', '>', reach.start)
    .execute()
  if (reach.shift !== 0) {
    await tx
      .updateTable('tag')
      .set({
        startCodePoint: sql`start_code_point + ${reach.shift}::integer`,
        endCodePoint: sql`end_code_point + ${reach.shift}::integer`,
      })
      .where('workspaceId', '=', key.workspaceId)
      .where('personId', '=', key.personId)
      .where('sourceId', '=', key.documentId)
      .where('startCodePoint', '>=', Math.max(reach.end, reach.start + 1))
      .execute()
  }
  const move = wordMover(edits, text)
  const gone: string[] = []
  const moved: { id: string; start: number; end: number; speaker: string; changed: boolean }[] = []
  for (const tag of tags) {
    const range = move({ start: tag.startCodePoint, end: tag.endCodePoint })
    const place = range.state === 'gone' ? undefined : withinOneTurn(range, exchanged)
    if (!place) {
      stored.tags.push(tag as unknown as StoredRow)
      gone.push(tag.id)
      continue
    }
    const speaker = place.turn?.speaker ?? tag.speaker
    const changed = tag.areWordsChanged || range.state === 'changed' || place.isCut
    if (changed !== tag.areWordsChanged || speaker !== tag.speaker || place.isCut || range.state === 'changed')
      stored.tags.push(tag as unknown as StoredRow)
    if (range.state === 'changed' || place.isCut) stored.outcome.changedTags++
    if (
      place.start !== tag.startCodePoint ||
      place.end !== tag.endCodePoint ||
      changed !== tag.areWordsChanged ||
      speaker !== tag.speaker
    )
      moved.push({ id: tag.id, start: place.start, end: place.end, speaker, changed })
  }
  stored.outcome.goneTags += gone.length
  await deleteRows(tx, key, 'tag', gone)
  if (moved.length > 0) {
    await sql`
      update tag set start_code_point = row.start, end_code_point = row."end", speaker = row.speaker, are_words_changed = row.changed
      from jsonb_to_recordset(${JSON.stringify(moved)}::jsonb) as row (id uuid, start integer, "end" integer, speaker text, changed boolean)
      where tag.workspace_id = ${key.workspaceId} and tag.person_id = ${key.personId} and tag.id = row.id`.execute(tx)
  }
}

/** A tag stands within one turn: one that a division cuts keeps its longer part. Only turns of the exchanged stretch can cut. */
function withinOneTurn(
  { start, end }: { start: number; end: number },
  turns: TranscriptTurn[],
): { start: number; end: number; turn: TranscriptTurn | undefined; isCut: boolean } | undefined {
  const around = turns.find((turn) => start >= turn.start && end <= turn.end)
  if (around) return { start, end, turn: around, isCut: false }
  const parts = turns
    .map((turn) => ({ start: Math.max(start, turn.start), end: Math.min(end, turn.end), turn, isCut: true }))
    .filter((part) => part.end > part.start)
    .sort((a, b) => b.end - b.start - (a.end - a.start))
  return parts[0] ?? { start, end, turn: undefined, isCut: false }
}

/** Quotes and evidence of persona sets through edits: they follow their words, and are void where those went. */
export async function moveSpans(tx: Database, key: DocumentKey, { edits, text, stored }: Moving): Promise<void> {
  const spans = await tx
    .selectFrom('claimSpan')
    .selectAll()
    .where('workspaceId', '=', key.workspaceId)
    .where('personId', '=', key.personId)
    .where('sourceId', '=', key.documentId)
    .execute()
  const move = wordMover(edits, text)
  for (const span of spans) {
    const range = move({ start: span.startCodePoint, end: span.endCodePoint })
    if (range.state !== 'same') stored.spans.push(span as unknown as StoredRow)
    if (range.state === 'same' && range.start === span.startCodePoint) continue
    if (range.state === 'gone') stored.outcome.voidQuotes++
    if (range.state === 'gone') await deleteSpan(tx, key, span)
    else {
      const { personaSetId, claimId, position } = span
      await placeSpan(tx, key, { personaSetId, claimId, position, start: range.start, end: range.end })
    }
  }
}

interface SpanPlace {
  personaSetId: string
  claimId: string
  position: number
}

async function deleteSpan(tx: Database, key: DocumentKey, span: SpanPlace): Promise<void> {
  await tx
    .deleteFrom('claimSpan')
    .where('workspaceId', '=', key.workspaceId)
    .where('personId', '=', key.personId)
    .where('personaSetId', '=', span.personaSetId)
    .where('claimId', '=', span.claimId)
    .where('position', '=', span.position)
    .execute()
}

async function placeSpan(
  tx: Database,
  key: DocumentKey,
  { start, end, ...span }: SpanPlace & { start: number; end: number },
): Promise<void> {
  await tx
    .updateTable('claimSpan')
    .set({ startCodePoint: start, endCodePoint: end })
    .where('workspaceId', '=', key.workspaceId)
    .where('personId', '=', key.personId)
    .where('personaSetId', '=', span.personaSetId)
    .where('claimId', '=', span.claimId)
    .where('position', '=', span.position)
    .execute()
}

/** Redactions through edits. */
export async function moveRedactions(tx: Database, key: DocumentKey, { edits, text, stored }: Moving): Promise<void> {
  const redactions = await tx
    .selectFrom('redaction')
    .selectAll()
    .where('workspaceId', '=', key.workspaceId)
    .where('personId', '=', key.personId)
    .where('documentId', '=', key.documentId)
    .execute()
  const move = wordMover(edits, text)
  const moved: PlacedRow[] = []
  const gone: string[] = []
  for (const redaction of redactions) {
    const range = move({ start: redaction.startCodePoint, end: redaction.endCodePoint })
    if (range.state !== 'same') stored.redactions.push(redaction as unknown as StoredRow)
    if (range.state === 'gone') gone.push(redaction.id)
    else if (range.start !== redaction.startCodePoint || range.end !== redaction.endCodePoint)
      moved.push({ id: redaction.id, start: range.start, end: range.end })
  }
  await deleteRows(tx, key, 'redaction', gone)
  await placeRows(tx, key, 'redaction', moved)
}

/** Reviewed sentences through edits: they follow their words, and one whose words were changed was not reviewed as it stands. */
export async function moveReviews(
  tx: Database,
  key: DocumentKey,
  { edits, reach, text, stored }: Moving,
): Promise<void> {
  const reviews = await tx
    .selectFrom('sentenceReview')
    .selectAll()
    .where('workspaceId', '=', key.workspaceId)
    .where('personId', '=', key.personId)
    .where('sourceId', '=', key.documentId)
    .where('endCodePoint', '>', reach.start)
    .execute()
  const move = wordMover(edits, text)
  const moved: PlacedRow[] = []
  const gone: string[] = []
  for (const review of reviews) {
    const range = move({ start: review.startCodePoint, end: review.endCodePoint })
    if (range.state !== 'same') {
      stored.reviews?.push(review as unknown as StoredRow)
      gone.push(review.id)
    } else if (range.start !== review.startCodePoint) moved.push({ id: review.id, start: range.start, end: range.end })
  }
  await deleteRows(tx, key, 'sentence_review', gone)
  await placeRows(tx, key, 'sentence_review', moved)
}

export interface PlacedRow {
  id: string
  start: number
  end: number
}

type RangeTable = 'tag' | 'redaction' | 'sentence_review' | 'coding_tag' | 'coding_resolution'

export async function deleteRows(tx: Database, key: DocumentKey, table: RangeTable, ids: string[]): Promise<void> {
  if (ids.length === 0) return
  await sql`
    delete from ${sql.table(table)}
    where workspace_id = ${key.workspaceId} and person_id = ${key.personId} and id in (${sql.join(ids)})`.execute(tx)
}

/** New places of many rows in one statement: an edit at the start of a long transcript moves all that stands behind it. */
export async function placeRows(tx: Database, key: DocumentKey, table: RangeTable, rows: PlacedRow[]): Promise<void> {
  if (rows.length === 0) return
  await sql`
    update ${sql.table(table)} as placed set start_code_point = row.start, end_code_point = row."end"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (id uuid, start integer, "end" integer)
    where placed.workspace_id = ${key.workspaceId} and placed.person_id = ${key.personId} and placed.id = row.id`.execute(
    tx,
  )
}

/** Rows that the edit changed or took, as they were: what was decided on a tag since stays decided. */
export async function putBack(tx: Database, key: DocumentKey, stored: StoredRanges): Promise<void> {
  // Since the edit the document may have been joined to whom it belongs: what is put back is theirs.
  const ofPerson = (rows: StoredRow[]) => rows.map((row) => ({ ...row, personId: key.personId }))
  for (const row of ofPerson(stored.tags)) {
    const tag = row as unknown as TagTable
    const place = {
      startCodePoint: tag.startCodePoint,
      endCodePoint: tag.endCodePoint,
      speaker: tag.speaker,
      areWordsChanged: tag.areWordsChanged,
    }
    await tx
      .insertInto('tag')
      .values(asWritten(row, ['decidedAt', 'createdAt']) as never)
      .onConflict((conflict) => conflict.columns(['personId', 'id']).doUpdateSet(place as never))
      .execute()
  }
  // Codes may have been merged or moved since the edit took a tag away.
  await followCodes(tx, { workspaceId: key.workspaceId, personIds: [key.personId], sourceIds: [key.documentId] })
  for (const row of ofPerson(stored.redactions)) {
    const redaction = row as unknown as RedactionTable
    const place = { startCodePoint: redaction.startCodePoint, endCodePoint: redaction.endCodePoint }
    await tx
      .insertInto('redaction')
      .values(asWritten(row, ['decidedAt']) as never)
      .onConflict((conflict) => conflict.columns(['personId', 'id']).doUpdateSet(place as never))
      .execute()
  }
  for (const row of ofPerson(stored.reviews ?? [])) {
    await tx
      .insertInto('sentenceReview')
      .values(asWritten(row, ['reviewedAt']) as never)
      .onConflict((conflict) => conflict.columns(['personId', 'id']).doNothing())
      .execute()
  }
  for (const row of ofPerson(stored.spans) as StoredRow[]) {
    // A set that was deleted since takes its spans along.
    const claim = await tx
      .selectFrom('claim')
      .select('id')
      .where('workspaceId', '=', key.workspaceId)
      .where('personaSetId', '=', row.personaSetId as string)
      .where('id', '=', row.claimId as string)
      .executeTakeFirst()
    if (!claim) continue
    await tx
      .insertInto('claimSpan')
      .values(asWritten(row, []) as never)
      .onConflict((conflict) =>
        conflict
          .columns(['personId', 'personaSetId', 'claimId', 'position'])
          .doUpdateSet({ startCodePoint: row.startCodePoint, endCodePoint: row.endCodePoint } as never),
      )
      .execute()
  }
}

/** A row that was kept as JSON as the drivers take it: dates are dates again, and columns that hold JSON are text. */
export function asWritten(row: StoredRow, dates: string[]): StoredRow {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => {
      if (dates.includes(column) && typeof value === 'string') return [column, new Date(value)]
      return [column, typeof value === 'object' && value !== null ? JSON.stringify(value) : value]
    }),
  )
}
