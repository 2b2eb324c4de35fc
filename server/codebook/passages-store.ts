import { sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import { documentConsents } from '../interviews/consent-store.ts'
import { documentHref, documentTitle } from '../interviews/document-title.ts'
import { replacementsOfStudy } from '../redaction/readable.ts'
import { codePointLength } from '../text/code-points.ts'
import { redactedWords } from '../text/redaction.ts'
import { foldedForSearch } from '../text/search-words.ts'
import type { CodeKey } from './store.ts'

/** Words that carry a code, as readers may see them. */
export interface Passage {
  personId: string
  tagId: string
  words: string
  /** Interview 07, or Open answer, R-0213 */
  source: string
  /** Where they stand. */
  href: string
  state: 'accepted' | 'suggested'
}

export interface PassagePage {
  passages: Passage[]
  /** Tag after which the list goes on, null at its end. */
  next: string | null
}

const readAtOnce = 300

/**
 * One page of the passages of a code in the order they were tagged, only those that hold the words searched for, whatever their case and
 * accents. Rejected tags are left out, and so are documents that may not be analysed.
 * @param after tag after which the page begins, null for the first
 */
export async function passagesOfCode(
  db: Database,
  { search, after, limit, ...code }: CodeKey & { search: string; after: string | null; limit: number },
): Promise<PassagePage> {
  const passages: Passage[] = []
  for await (const passage of allPassages(db, { ...code, after })) {
    if (!holds(passage, search)) continue
    if (passages.length === limit) return { passages, next: passages.at(-1)!.tagId }
    passages.push(passage)
  }
  return { passages, next: null }
}

/** The tags behind every passage of a code that holds the words searched for. */
export async function tagsOfPassages(
  db: Database,
  { search, ...code }: CodeKey & { search: string },
): Promise<{ personId: string; tagId: string }[]> {
  const found: { personId: string; tagId: string }[] = []
  for await (const passage of allPassages(db, { ...code, after: null })) {
    if (holds(passage, search)) found.push({ personId: passage.personId, tagId: passage.tagId })
  }
  return found
}

function holds({ words }: Passage, search: string): boolean {
  return search.trim() === '' || foldedForSearch(words).includes(foldedForSearch(search.trim()))
}

async function* allPassages(
  db: Database,
  { workspaceId, studyId, codeKey, after }: CodeKey & { after: string | null },
): AsyncGenerator<Passage> {
  const study = { workspaceId, studyId }
  const replacements = await replacementsOfStudy(db, study)
  const mayAnalyse = await documentConsents(db, { ...study, purpose: 'analysis' })
  for (let last = after; ; ) {
    const rows = await passageRows(db, { ...study, codeKey, after: last })
    for (const row of rows) {
      if (row.words === null || mayAnalyse.get(row.sourceId) === false) continue
      yield {
        personId: row.personId,
        tagId: row.id,
        words: readable(row.words, row.start, replacements.get(row.sourceId) ?? []),
        source:
          row.kind !== null && row.number !== null
            ? documentTitle({ kind: row.kind, number: row.number })
            : `Open answer, ${row.label ?? ''}`,
        href:
          row.sourceKind === 'document'
            ? documentHref({ personId: row.personId, documentId: row.sourceId, at: row.start })
            : `/studies/${studyId}/answers?${new URLSearchParams({ item: row.item, alone: row.sourceId })}`,
        state: row.state as Passage['state'],
      }
    }
    if (rows.length < readAtOnce) return
    last = rows.at(-1)!.id
  }
}

function passageRows(db: Database, { workspaceId, studyId, codeKey, after }: CodeKey & { after: string | null }) {
  return db
    .selectFrom('tag')
    .leftJoin('document', (join) =>
      join.onRef('document.personId', '=', 'tag.personId').onRef('document.id', '=', 'tag.sourceId'),
    )
    .leftJoin('response', (join) =>
      join.onRef('response.personId', '=', 'tag.personId').onRef('response.id', '=', 'tag.sourceId'),
    )
    .leftJoin('respondent', (join) =>
      join.onRef('respondent.personId', '=', 'tag.personId').onRef('respondent.studyId', '=', 'tag.studyId'),
    )
    .select([
      'tag.personId',
      'tag.id',
      'tag.sourceKind',
      'tag.sourceId',
      'tag.item',
      'tag.startCodePoint as start',
      'tag.state',
      'document.kind',
      'document.number',
      'respondent.label',
      // A database in UTF-8 counts characters, which are code points: no text is fetched whole.
      sql<string | null>`substr(coalesce(document.text, response.answers ->> tag.item), tag.start_code_point + 1,
        tag.end_code_point - tag.start_code_point)`.as('words'),
    ])
    .where('tag.workspaceId', '=', workspaceId)
    .where('tag.studyId', '=', studyId)
    .where('tag.code', '=', codeKey)
    .where('tag.state', '<>', 'rejected')
    .$if(after !== null, (query) => query.where('tag.id', '>', after!))
    .orderBy('tag.id')
    .limit(readAtOnce)
    .execute()
}

function readable(words: string, start: number, replacements: Parameters<typeof redactedWords>[1]): string {
  const length = codePointLength(words)
  const here = replacements
    .filter((edit) => edit.start < start + length && edit.end > start)
    .map((edit) => ({ ...edit, start: Math.max(0, edit.start - start), end: Math.min(length, edit.end - start) }))
  return redactedWords(words, here, { start: 0, end: length })
}
