import type { Database } from '../database/connection.ts'
import {
  asWritten,
  deleteRows,
  type Moving,
  type PlacedRow,
  placeRows,
  type StoredRanges,
  type StoredRow,
  wordMover,
} from './moved-ranges-store.ts'
import type { DocumentKey } from './store.ts'

/**
 * What coders of closed rounds said, and what was settled, through edits: they follow their words, and go with those that go. No
 * document is edited while a round on it is open.
 */
export async function moveCodings(tx: Database, key: DocumentKey, { edits, text, stored }: Moving): Promise<void> {
  const move = wordMover(edits, text)
  for (const [table, kept] of [
    ['codingTag', stored.codings],
    ['codingResolution', stored.resolutions],
  ] as const) {
    const rows = await tx
      .selectFrom(table)
      .selectAll()
      .where('workspaceId', '=', key.workspaceId)
      .where('personId', '=', key.personId)
      .where('documentId', '=', key.documentId)
      .execute()
    const moved: PlacedRow[] = []
    const gone: string[] = []
    for (const row of rows) {
      const range = move({ start: row.startCodePoint, end: row.endCodePoint })
      if (range.state !== 'same') kept?.push(row as unknown as StoredRow)
      if (range.state === 'gone') gone.push(row.id)
      else if (range.start !== row.startCodePoint || range.end !== row.endCodePoint)
        moved.push({ id: row.id, start: range.start, end: range.end })
    }
    const name = table === 'codingTag' ? 'coding_tag' : 'coding_resolution'
    await deleteRows(tx, key, name, gone)
    await placeRows(tx, key, name, moved)
  }
}

/** Rows that an edit changed or took, as they were. */
export async function putCodingsBack(tx: Database, key: DocumentKey, stored: StoredRanges): Promise<void> {
  for (const [table, rows] of [
    ['codingTag', stored.codings],
    ['codingResolution', stored.resolutions],
  ] as const) {
    for (const row of rows ?? []) {
      await tx
        .insertInto(table)
        .values(asWritten({ ...row, personId: key.personId }, ['madeAt', 'resolvedAt']) as never)
        .onConflict((conflict) =>
          conflict
            .columns(['personId', 'id'])
            .doUpdateSet({ startCodePoint: row.startCodePoint, endCodePoint: row.endCodePoint } as never),
        )
        .execute()
    }
  }
}
