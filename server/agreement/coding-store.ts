import type { Database } from '../database/connection.ts'
import { newId } from '../ids.ts'
import type { RoundKey } from './round-store.ts'

export interface CodingTagRow {
  personId: string
  id: string
  documentId: string
  coder: 0 | 1
  start: number
  end: number
  label: string
  value: number | null
  state: 'said' | 'passed'
  origin: 'hand' | 'suggestion' | 'earlier'
}

export type CodingTagKey = RoundKey & { personId: string; codingTagId: string }
export type CodedDocumentKey = RoundKey & { personId: string; documentId: string }

/** One coder's tags on a document that touch a range, in reading order; those they passed over included. */
export async function ownTagsBetween(
  db: Database,
  { coder, start, end, ...key }: CodedDocumentKey & { coder: 0 | 1; start: number; end: number },
): Promise<CodingTagRow[]> {
  const rows = await codingTags(db)
    .where('workspaceId', '=', key.workspaceId)
    .where('personId', '=', key.personId)
    .where('roundId', '=', key.roundId)
    .where('documentId', '=', key.documentId)
    .where('coder', '=', coder)
    .where('startCodePoint', '<', end)
    .where('endCodePoint', '>', start)
    .orderBy('startCodePoint')
    .orderBy('endCodePoint')
    .orderBy('label')
    .orderBy('id')
    .execute()
  return rows as CodingTagRow[]
}

/** What both coders said of these documents. */
export async function saidInDocuments(
  db: Database,
  { workspaceId, roundId }: RoundKey,
  documents: { personId: string; documentId: string }[],
): Promise<CodingTagRow[]> {
  if (documents.length === 0) return []
  const rows = await codingTags(db)
    .where('workspaceId', '=', workspaceId)
    .where('roundId', '=', roundId)
    .where('personId', 'in', [...new Set(documents.map(({ personId }) => personId))])
    .where(
      'documentId',
      'in',
      documents.map(({ documentId }) => documentId),
    )
    .where('state', '=', 'said')
    .orderBy('documentId')
    .orderBy('startCodePoint')
    .orderBy('id')
    .execute()
  return rows as CodingTagRow[]
}

/** How many tags each coder has given, by where they came from: what was taken from suggestions is no independent reading. */
export async function tagsPerCoder(
  db: Database,
  { workspaceId, roundId }: RoundKey,
): Promise<{ coder: number; origin: CodingTagRow['origin']; count: number }[]> {
  const rows = await db
    .selectFrom('codingTag')
    .select((select) => ['coder', 'origin', select.fn.countAll<number>().as('count')])
    .where('workspaceId', '=', workspaceId)
    .where('roundId', '=', roundId)
    .where('state', '=', 'said')
    .groupBy(['coder', 'origin'])
    .execute()
  return rows.map((row) => ({ ...row, count: Number(row.count) }))
}

export async function findCodingTag(
  db: Database,
  { workspaceId, roundId, personId, codingTagId }: CodingTagKey,
): Promise<CodingTagRow | undefined> {
  const row = await codingTags(db)
    .where('workspaceId', '=', workspaceId)
    .where('roundId', '=', roundId)
    .where('personId', '=', personId)
    .where('id', '=', codingTagId)
    .executeTakeFirst()
  return row as CodingTagRow | undefined
}

/** Adds a coder's tag; the same one a second time (a double press) changes nothing but whether it is said or passed over. */
export async function insertCodingTag(
  db: Database,
  tag: CodedDocumentKey & Omit<CodingTagRow, 'id' | 'personId' | 'documentId'> & { at: Date },
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const { workspaceId, roundId, personId, documentId, coder, start, end, label, state } = tag
    const twin = await tx
      .updateTable('codingTag')
      .set({ state })
      .where('workspaceId', '=', workspaceId)
      .where('roundId', '=', roundId)
      .where('personId', '=', personId)
      .where('documentId', '=', documentId)
      .where('coder', '=', coder)
      .where('startCodePoint', '=', start)
      .where('endCodePoint', '=', end)
      .where('label', '=', label)
      .returning('id')
      .executeTakeFirst()
    if (twin) return
    await tx
      .insertInto('codingTag')
      .values({
        personId,
        id: newId(),
        workspaceId,
        roundId,
        documentId,
        coder,
        startCodePoint: start,
        endCodePoint: end,
        label,
        value: tag.value,
        state,
        origin: tag.origin,
        madeAt: tag.at,
      })
      .execute()
  })
}

/** Gives a coder's tag another label (its value then goes), or another value. */
export async function changeCodingTag(
  db: Database,
  { workspaceId, roundId, personId, codingTagId, ...change }: CodingTagKey & { label?: string; value: number | null },
): Promise<void> {
  await db
    .updateTable('codingTag')
    .set(change)
    .where('workspaceId', '=', workspaceId)
    .where('roundId', '=', roundId)
    .where('personId', '=', personId)
    .where('id', '=', codingTagId)
    .execute()
}

export async function deleteCodingTag(
  db: Database,
  { workspaceId, roundId, personId, codingTagId }: CodingTagKey,
): Promise<void> {
  await db
    .deleteFrom('codingTag')
    .where('workspaceId', '=', workspaceId)
    .where('roundId', '=', roundId)
    .where('personId', '=', personId)
    .where('id', '=', codingTagId)
    .execute()
}

/**
 * Gives coders the tags that they made by hand before the round. Suggestions that they accepted are left out: whoever agrees with a
 * proposal has not read on their own.
 */
export async function copyEarlierTags(
  tx: Database,
  {
    workspaceId,
    roundId,
    coders,
    labels,
    at,
  }: RoundKey & { coders: [string, string]; labels: ReadonlySet<string>; at: Date },
): Promise<void> {
  const rows = await tx
    .selectFrom('codingDocument')
    .innerJoin('tag', (join) =>
      join
        .onRef('tag.personId', '=', 'codingDocument.personId')
        .onRef('tag.sourceId', '=', 'codingDocument.documentId'),
    )
    .select([
      'tag.personId',
      'codingDocument.documentId',
      'tag.startCodePoint',
      'tag.endCodePoint',
      'tag.facet',
      'tag.code',
      'tag.decidedBy',
    ])
    .where('codingDocument.workspaceId', '=', workspaceId)
    .where('codingDocument.roundId', '=', roundId)
    .where('tag.state', '=', 'accepted')
    .where('tag.rules', '=', '')
    .where('tag.decidedBy', 'in', coders)
    .orderBy('tag.id')
    .execute()
  const earlier = rows.flatMap(({ facet, code, decidedBy, ...row }) => {
    const label = code ?? `facet:${facet}`
    if (!labels.has(label)) return []
    const coder = coders.indexOf(decidedBy!)
    return [
      {
        ...row,
        id: newId(),
        workspaceId,
        roundId,
        coder,
        label,
        state: 'said',
        origin: 'earlier',
        madeAt: at,
      } as const,
    ]
  })
  for (let from = 0; from < earlier.length; from += 500)
    await tx
      .insertInto('codingTag')
      .values(earlier.slice(from, from + 500))
      .execute()
}

function codingTags(db: Database) {
  return db
    .selectFrom('codingTag')
    .select([
      'personId',
      'id',
      'documentId',
      'coder',
      'startCodePoint as start',
      'endCodePoint as end',
      'label',
      'value',
      'state',
      'origin',
    ])
}
