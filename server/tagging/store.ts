import { sql } from 'kysely'
import { followCodes } from './code-moves-store.ts'
import type { Database } from '../database/connection.ts'
import type { Facet } from '../facets.ts'
import { newId } from '../ids.ts'
import type { StudyKey } from '../studies/store.ts'
import { withoutDecided } from './suggestions.ts'

const rowsPerInsert = 500

export interface TagKey {
  workspaceId: string
  personId: string
  tagId: string
}

/** What a tag is on: a document's text, or one open answer of a response. */
export interface TagSource {
  personId: string
  sourceKind: 'document' | 'answer'
  sourceId: string
  /** '' for a document. */
  item: string
}

export interface TagRow extends TagSource {
  id: string
  studyId: string
  speaker: string
  /** Code points of the source's text, half-open. */
  start: number
  end: number
  facet: Facet
  code: string | null
  strength: number | null
  probability: number | null
  reason: string
  /** Version of the rules that suggested it, '' when a person made it. */
  rules: string
  state: 'suggested' | 'accepted' | 'rejected'
  decidedBy: string | null
  /** The words it covers were mended since it was made. */
  areWordsChanged: boolean
}

export interface NewSuggestion extends TagSource {
  speaker: string
  start: number
  end: number
  facet: Facet
  code: string | null
  strength: number
  probability: number | null
  reason: string
  rules: string
  /** Words that carried it: half-open ranges in code points from the suggestion's start. */
  evidence: [number, number][]
}

/**
 * Replaces the undecided suggestions on these sources by new ones. What a person decided stays, and is not asked again.
 * @returns how many suggestions were written
 */
export async function replaceSuggestions(
  db: Database,
  { workspaceId, studyId, at }: StudyKey & { at: Date },
  sources: { personId: string; sourceId: string }[],
  suggestions: NewSuggestion[],
): Promise<number> {
  if (sources.length === 0) return 0
  const personIds = [...new Set(sources.map(({ personId }) => personId))]
  const sourceIds = [...new Set(sources.map(({ sourceId }) => sourceId))]
  return db.transaction().execute(async (tx) => {
    await tx
      .deleteFrom('tag')
      .where('workspaceId', '=', workspaceId)
      .where('personId', 'in', personIds)
      .where('sourceId', 'in', sourceIds)
      .where('state', '=', 'suggested')
      .execute()
    const decided = await tags(tx)
      .where('workspaceId', '=', workspaceId)
      .where('personId', 'in', personIds)
      .where('sourceId', 'in', sourceIds)
      .execute()
    const open = withoutDecided(suggestions, decided as (TagRow & { state: 'accepted' | 'rejected' })[])
    for (let start = 0; start < open.length; start += rowsPerInsert) {
      await tx
        .insertInto('tag')
        .values(
          open.slice(start, start + rowsPerInsert).map((suggestion) => ({
            personId: suggestion.personId,
            id: newId(),
            workspaceId,
            studyId,
            sourceKind: suggestion.sourceKind,
            sourceId: suggestion.sourceId,
            item: suggestion.item,
            speaker: suggestion.speaker,
            startCodePoint: suggestion.start,
            endCodePoint: suggestion.end,
            facet: suggestion.facet,
            code: suggestion.code,
            strength: suggestion.strength,
            probability: suggestion.probability,
            reason: suggestion.reason,
            rules: suggestion.rules,
            evidence: JSON.stringify(suggestion.evidence),
            state: 'suggested' as const,
            createdAt: at,
          })),
        )
        .execute()
    }
    // Codes may have been merged or moved while these were made.
    await followCodes(tx, { workspaceId, personIds, sourceIds })
    return open.length
  })
}

export async function findTag(db: Database, { workspaceId, personId, tagId }: TagKey): Promise<TagRow | undefined> {
  const row = await tags(db)
    .where('workspaceId', '=', workspaceId)
    .where('personId', '=', personId)
    .where('id', '=', tagId)
    .executeTakeFirst()
  return row as TagRow | undefined
}

/** Accepts or rejects a tag, or leaves it open again. */
export async function decideTag(
  db: Database,
  decision: TagKey & { state: TagRow['state']; accountId: string; at: Date },
): Promise<void> {
  const isOpen = decision.state === 'suggested'
  await db
    .updateTable('tag')
    .set({
      state: decision.state,
      decidedBy: isOpen ? null : decision.accountId,
      decidedAt: isOpen ? null : decision.at,
    })
    .where('workspaceId', '=', decision.workspaceId)
    .where('personId', '=', decision.personId)
    .where('id', '=', decision.tagId)
    .execute()
}

/** Puts a tag on other words of its source; that somebody chose them decides on it. The words that carried a suggestion are no reason any more. */
export async function moveTag(
  db: Database,
  move: TagKey & { start: number; end: number; accountId: string; at: Date },
): Promise<void> {
  await db
    .updateTable('tag')
    .set({
      startCodePoint: move.start,
      endCodePoint: move.end,
      evidence: '[]',
      areWordsChanged: false,
      state: 'accepted',
      decidedBy: move.accountId,
      decidedAt: move.at,
    })
    .where('workspaceId', '=', move.workspaceId)
    .where('personId', '=', move.personId)
    .where('id', '=', move.tagId)
    .execute()
}

/** Removes a tag that a person made. A suggestion is rejected instead, so that it is not made again. */
export async function deleteTag(db: Database, { workspaceId, personId, tagId }: TagKey): Promise<void> {
  await db
    .deleteFrom('tag')
    .where('workspaceId', '=', workspaceId)
    .where('personId', '=', personId)
    .where('id', '=', tagId)
    .execute()
}

/** Adds a tag that a person made, accepted at once; the same one a second time (a double press) changes nothing. */
export async function insertTag(
  db: Database,
  tag: StudyKey &
    TagSource & { speaker: string; start: number; end: number; facet: Facet; code: string | null } & {
      accountId: string
      at: Date
    },
): Promise<void> {
  const twin = await db
    .selectFrom('tag')
    .select('id')
    .where('workspaceId', '=', tag.workspaceId)
    .where('personId', '=', tag.personId)
    .where('sourceId', '=', tag.sourceId)
    .where('item', '=', tag.item)
    .where('startCodePoint', '=', tag.start)
    .where('endCodePoint', '=', tag.end)
    .where('facet', '=', tag.facet)
    .where('code', tag.code === null ? 'is' : '=', tag.code)
    .where('state', '=', 'accepted')
    .executeTakeFirst()
  if (twin) return
  await db
    .insertInto('tag')
    .values({
      personId: tag.personId,
      id: newId(),
      workspaceId: tag.workspaceId,
      studyId: tag.studyId,
      sourceKind: tag.sourceKind,
      sourceId: tag.sourceId,
      item: tag.item,
      speaker: tag.speaker,
      startCodePoint: tag.start,
      endCodePoint: tag.end,
      facet: tag.facet,
      code: tag.code,
      reason: 'Added by a person.',
      state: 'accepted',
      decidedBy: tag.accountId,
      decidedAt: tag.at,
      createdAt: tag.at,
    })
    .execute()
  // The code may have been merged while its form was open.
  await followCodes(db, { workspaceId: tag.workspaceId, personIds: [tag.personId], sourceIds: [tag.sourceId] })
}

/** What two coders’ reading makes of a document’s tags. */
export interface TagSettlement {
  insert: { start: number; end: number; speaker: string; facet: Facet; code: string | null }[]
  /** Suggestions by their ids. */
  accept: string[]
  reject: string[]
  /** Tags made by hand that go. */
  remove: string[]
}

/** Makes a document’s tags say what was settled, in four statements however long the document is. */
export async function settleTags(
  tx: Database,
  document: StudyKey & { personId: string; documentId: string; accountId: string; at: Date; reason: string },
  { insert, accept, reject, remove }: TagSettlement,
): Promise<void> {
  const { workspaceId, studyId, personId, documentId, accountId, at, reason } = document
  for (const [ids, state] of [
    [accept, 'accepted'],
    [reject, 'rejected'],
  ] as const) {
    if (ids.length === 0) continue
    await tx
      .updateTable('tag')
      .set({ state, decidedBy: accountId, decidedAt: at })
      .where('workspaceId', '=', workspaceId)
      .where('personId', '=', personId)
      .where('id', 'in', ids)
      .execute()
  }
  if (remove.length > 0) {
    await tx
      .deleteFrom('tag')
      .where('workspaceId', '=', workspaceId)
      .where('personId', '=', personId)
      .where('id', 'in', remove)
      .execute()
  }
  for (let from = 0; from < insert.length; from += rowsPerInsert) {
    await tx
      .insertInto('tag')
      .values(
        insert.slice(from, from + rowsPerInsert).map(({ start, end, ...tag }) => ({
          ...tag,
          personId,
          id: newId(),
          workspaceId,
          studyId,
          sourceKind: 'document' as const,
          sourceId: documentId,
          startCodePoint: start,
          endCodePoint: end,
          reason,
          state: 'accepted' as const,
          decidedBy: accountId,
          decidedAt: at,
          createdAt: at,
        })),
      )
      .execute()
  }
}

/** Tags on a document that touch a range of its text, in reading order, rejected ones included. */
export async function tagsBetween(
  db: Database,
  {
    workspaceId,
    personId,
    documentId,
    start,
    end,
  }: {
    workspaceId: string
    personId: string
    documentId: string
    start: number
    end: number
  },
): Promise<TagRow[]> {
  const rows = await tags(db)
    .where('workspaceId', '=', workspaceId)
    .where('personId', '=', personId)
    .where('sourceId', '=', documentId)
    .where('startCodePoint', '<', end)
    .where('endCodePoint', '>', start)
    .orderBy('startCodePoint')
    .orderBy('endCodePoint')
    .orderBy('facet')
    .orderBy('id')
    .execute()
  return rows as TagRow[]
}

/** Tags on one question's answers in these responses, in reading order. */
export async function tagsOnAnswers(
  db: Database,
  {
    workspaceId,
    item,
    sources,
  }: {
    workspaceId: string
    item: string
    sources: { personId: string; responseId: string }[]
  },
): Promise<TagRow[]> {
  if (sources.length === 0) return []
  const rows = await tags(db)
    .where('workspaceId', '=', workspaceId)
    .where(
      'personId',
      'in',
      sources.map(({ personId }) => personId),
    )
    .where(
      'sourceId',
      'in',
      sources.map(({ responseId }) => responseId),
    )
    .where('item', '=', item)
    .orderBy('startCodePoint')
    .orderBy('endCodePoint')
    .orderBy('facet')
    .orderBy('id')
    .execute()
  return rows as TagRow[]
}

export interface TagCounts {
  accepted: number
  suggested: number
  /** Accepted and suggested, by facet, with the code point at which the first one begins. */
  facets: Map<string, { count: number; firstAt: number }>
}

/** How many tags a document carries. */
export async function countTagsOn(
  db: Database,
  { workspaceId, personId, documentId }: { workspaceId: string; personId: string; documentId: string },
): Promise<TagCounts> {
  const rows = await tagCounts(db)
    .where('workspaceId', '=', workspaceId)
    .where('personId', '=', personId)
    .where('sourceId', '=', documentId)
    .execute()
  return summed(rows)
}

/** How many tags the open answers of a study carry, those of one question only when it is named. */
export async function countTagsOnAnswers(
  db: Database,
  { workspaceId, studyId, item }: StudyKey & { item: string },
): Promise<TagCounts> {
  const rows = await tagCounts(db)
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .where('sourceKind', '=', 'answer')
    .where('item', '=', item)
    .execute()
  return summed(rows)
}

/** How many tags of the study carry each code: those a person accepted, and suggestions still open. */
export async function tagsPerCode(
  db: Database,
  { workspaceId, studyId }: StudyKey,
): Promise<Map<string, { accepted: number; suggested: number }>> {
  const rows = await db
    .selectFrom('tag')
    .select((select) => ['code', 'state', select.fn.countAll<number>().as('count')])
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .where('code', 'is not', null)
    .where('state', '<>', 'rejected')
    .groupBy(['code', 'state'])
    .execute()
  const counts = new Map<string, { accepted: number; suggested: number }>()
  for (const row of rows) {
    const count = counts.get(row.code!) ?? { accepted: 0, suggested: 0 }
    count[row.state as 'accepted' | 'suggested'] = Number(row.count)
    counts.set(row.code!, count)
  }
  return counts
}

export interface StudyTag extends TagSource {
  id: string
  speaker: string
  /** Code points of the source's text, half-open. */
  startCodePoint: number
  endCodePoint: number
  facet: Facet
  code: string | null
  strength: number | null
  probability: number | null
  state: 'suggested' | 'accepted'
  /** A note-taker's words about an answer: never a verbatim quote. */
  isAsNoted: boolean
}

/**
 * Every tag of a study that is not rejected, in key order, page by page. Tags on words of somebody who is no longer taken
 * for a participant are left out, whoever decided on them.
 */
export async function* tagsOfStudy(db: Database, { workspaceId, studyId }: StudyKey): AsyncGenerator<StudyTag> {
  const limit = 1000
  let after: { personId: string; id: string } | null = null
  for (;;) {
    const last: { personId: string; id: string } | null = after
    const page: StudyTag[] = (await db
      .selectFrom('tag')
      .leftJoin('document', (join) =>
        join.onRef('document.personId', '=', 'tag.personId').onRef('document.id', '=', 'tag.sourceId'),
      )
      .leftJoin('speaker', (join) =>
        join
          .onRef('speaker.personId', '=', 'tag.personId')
          .onRef('speaker.documentId', '=', 'tag.sourceId')
          .onRef('speaker.label', '=', 'tag.speaker'),
      )
      .select([
        'tag.personId',
        'tag.id',
        'tag.sourceKind',
        'tag.sourceId',
        'tag.item',
        'tag.speaker',
        'tag.startCodePoint',
        'tag.endCodePoint',
        'tag.facet',
        'tag.code',
        'tag.strength',
        'tag.probability',
        'tag.state',
        sql<boolean>`coalesce(document.kind = 'notes', false)`.as('isAsNoted'),
      ])
      .where('tag.workspaceId', '=', workspaceId)
      .where('tag.studyId', '=', studyId)
      .where('tag.state', '<>', 'rejected')
      .where((where) => where.or([where('tag.sourceKind', '=', 'answer'), where('speaker.role', '=', 'participant')]))
      .$if(last !== null, (query) =>
        query.where(sql<boolean>`(tag.person_id, tag.id) > (${last!.personId}::uuid, ${last!.id}::uuid)`),
      )
      .orderBy('tag.personId')
      .orderBy('tag.id')
      .limit(limit)
      .execute()) as StudyTag[]
    yield* page
    if (page.length < limit) return
    after = page.at(-1)!
  }
}

function tags(db: Database) {
  return db
    .selectFrom('tag')
    .select([
      'personId',
      'id',
      'studyId',
      'sourceKind',
      'sourceId',
      'item',
      'speaker',
      'startCodePoint as start',
      'endCodePoint as end',
      'facet',
      'code',
      'strength',
      'probability',
      'reason',
      'rules',
      'state',
      'decidedBy',
      'areWordsChanged',
    ])
}

function tagCounts(db: Database) {
  return db
    .selectFrom('tag')
    .select((select) => [
      'facet',
      'state',
      select.fn.countAll<number>().as('count'),
      select.fn.min('startCodePoint').as('firstAt'),
    ])
    .groupBy(['facet', 'state'])
}

function summed(rows: { facet: string; state: string; count: number; firstAt: number }[]): TagCounts {
  const counts: TagCounts = { accepted: 0, suggested: 0, facets: new Map() }
  for (const row of rows) {
    const count = Number(row.count)
    if (row.state === 'rejected') continue
    if (row.state === 'accepted') counts.accepted += count
    else counts.suggested += count
    const known = counts.facets.get(row.facet) ?? { count: 0, firstAt: row.firstAt }
    counts.facets.set(row.facet, { count: known.count + count, firstAt: Math.min(known.firstAt, row.firstAt) })
  }
  return counts
}
