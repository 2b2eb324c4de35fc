import { sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import { newId } from '../ids.ts'
import type { StudyKey } from '../studies/store.ts'
import type { TagSource } from './store.ts'

export interface MemoKey {
  workspaceId: string
  personId: string
  memoId: string
}

/** What a researcher noted on a tag, or on a whole document (tagId null). */
export interface MemoRow extends TagSource {
  id: string
  studyId: string
  tagId: string | null
  text: string
  writtenBy: string
  writtenAt: Date
  changedAt: Date | null
}

/** Every memo on a source, oldest first; those on tags of other parts of it too. */
export async function memosOn(
  db: Database,
  { workspaceId, sources }: { workspaceId: string; sources: { personId: string; sourceId: string }[] },
): Promise<MemoRow[]> {
  if (sources.length === 0) return []
  return memos(db)
    .where('workspaceId', '=', workspaceId)
    .where('personId', 'in', [...new Set(sources.map(({ personId }) => personId))])
    .where('sourceId', 'in', [...new Set(sources.map(({ sourceId }) => sourceId))])
    .orderBy('id')
    .execute()
}

export async function findMemo(db: Database, { workspaceId, personId, memoId }: MemoKey): Promise<MemoRow | undefined> {
  return memos(db)
    .where('workspaceId', '=', workspaceId)
    .where('personId', '=', personId)
    .where('id', '=', memoId)
    .executeTakeFirst()
}

export async function insertMemo(
  db: Database,
  memo: StudyKey & TagSource & { tagId: string | null; text: string; accountId: string; at: Date },
): Promise<void> {
  await db
    .insertInto('memo')
    .values({
      personId: memo.personId,
      id: newId(),
      workspaceId: memo.workspaceId,
      studyId: memo.studyId,
      sourceKind: memo.sourceKind,
      sourceId: memo.sourceId,
      item: memo.item,
      tagId: memo.tagId,
      text: memo.text,
      writtenBy: memo.accountId,
      writtenAt: memo.at,
    })
    .execute()
}

export async function updateMemo(
  db: Database,
  { workspaceId, personId, memoId, text, at }: MemoKey & { text: string; at: Date },
): Promise<void> {
  await db
    .updateTable('memo')
    .set({ text, changedAt: at })
    .where('workspaceId', '=', workspaceId)
    .where('personId', '=', personId)
    .where('id', '=', memoId)
    .execute()
}

export async function deleteMemo(db: Database, { workspaceId, personId, memoId }: MemoKey): Promise<void> {
  await db
    .deleteFrom('memo')
    .where('workspaceId', '=', workspaceId)
    .where('personId', '=', personId)
    .where('id', '=', memoId)
    .execute()
}

export interface FoundMemo extends MemoRow {
  /** Of the tag it stands on; null on a whole source, or when the tag was removed. */
  tag: { facet: string; code: string | null; start: number } | null
  documentNumber: number | null
  documentKind: string | null
  /** Whoever the words are of, as the study calls them. */
  respondent: string | null
}

/** One page of a study's memos, newest first; with words, those that hold them in any case. */
export async function memoPage(
  db: Database,
  { workspaceId, studyId, words, before, limit }: StudyKey & { words: string; before: string | null; limit: number },
): Promise<FoundMemo[]> {
  const pattern = `%${words.replace(/[\\%_]/g, '\\$&')}%`
  const rows = await db
    .selectFrom('memo')
    .leftJoin('tag', (join) => join.onRef('tag.personId', '=', 'memo.personId').onRef('tag.id', '=', 'memo.tagId'))
    .leftJoin('document', (join) =>
      join.onRef('document.personId', '=', 'memo.personId').onRef('document.id', '=', 'memo.sourceId'),
    )
    .leftJoin('respondent', (join) =>
      join.onRef('respondent.personId', '=', 'memo.personId').onRef('respondent.studyId', '=', 'memo.studyId'),
    )
    .select([
      'memo.personId',
      'memo.id',
      'memo.studyId',
      'memo.sourceKind',
      'memo.sourceId',
      'memo.item',
      'memo.tagId',
      'memo.text',
      'memo.writtenBy',
      'memo.writtenAt',
      'memo.changedAt',
      'tag.facet',
      'tag.code',
      'tag.startCodePoint as start',
      'document.number as documentNumber',
      'document.kind as documentKind',
      'respondent.label as respondent',
    ])
    .where('memo.workspaceId', '=', workspaceId)
    .where('memo.studyId', '=', studyId)
    .$if(words !== '', (query) => query.where('memo.text', 'ilike', pattern))
    .$if(before !== null, (query) => query.where('memo.id', '<', before!))
    .orderBy('memo.id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(({ facet, code, start, ...row }) => ({
    ...row,
    tag: facet === null || start === null ? null : { facet, code, start },
  }))
}

/** The memos of a study in one text each: by tag, and by document for those on the whole of it. */
export async function memoTexts(
  db: Database,
  { workspaceId, studyId }: StudyKey,
): Promise<{ byTag: Map<string, string>; bySource: Map<string, string> }> {
  const rows = await db
    .selectFrom('memo')
    .select(['tagId', 'sourceId', sql<string>`string_agg(text, E'\n' order by id)`.as('texts')])
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .groupBy(['tagId', 'sourceId'])
    .execute()
  return {
    byTag: new Map(rows.flatMap(({ tagId, texts }) => (tagId === null ? [] : [[tagId, texts] as const]))),
    bySource: new Map(
      rows.flatMap(({ tagId, sourceId, texts }) => (tagId === null ? [[sourceId, texts] as const] : [])),
    ),
  }
}

function memos(db: Database) {
  return db
    .selectFrom('memo')
    .select([
      'personId',
      'id',
      'studyId',
      'sourceKind',
      'sourceId',
      'item',
      'tagId',
      'text',
      'writtenBy',
      'writtenAt',
      'changedAt',
    ])
}
