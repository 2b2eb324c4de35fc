import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import type { Facet } from '../facets.ts'
import type { StudyKey } from '../studies/store.ts'

/** Which tags count: those a person accepted, or suggestions nobody decided yet as well. */
export type Counted = 'accepted' | 'all'

export interface CodeFrequency {
  code: string
  facet: Facet
  people: number
  mentions: number
}

/** How many people carry each code, and how often it was marked. */
export async function codeFrequencies(
  db: Database,
  { workspaceId, studyId, counted }: StudyKey & { counted: Counted },
): Promise<CodeFrequency[]> {
  const rows = await db
    .selectFrom('tag')
    .select((select) => [
      'code',
      'facet',
      select.fn.count<number>('personId').distinct().as('people'),
      select.fn.countAll<number>().as('mentions'),
    ])
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .where('code', 'is not', null)
    .where('state', 'in', statesOf(counted))
    .groupBy(['code', 'facet'])
    .execute()
  return rows as CodeFrequency[]
}

/** People of a study who said or wrote anything that could be tagged: the base of every count of people. */
export async function peopleWithWords(
  db: Database,
  { workspaceId, studyId, textItems }: StudyKey & { textItems: string[] },
): Promise<number> {
  const { rows } = await sql<{ people: number }>`
    select count(*) as people from (${wordsOf({ workspaceId, studyId, textItems })}) as speakers`.execute(db)
  return rows[0]!.people
}

export interface CodePair {
  one: string
  other: string
  people: number
}

/** How many people carry both codes of each pair, the more frequent pairs first. */
export async function codePairs(
  db: Database,
  { workspaceId, studyId, counted, limit }: StudyKey & { counted: Counted; limit: number },
): Promise<CodePair[]> {
  const { rows } = await sql<CodePair>`
    with carried as (${carriedBy({ workspaceId, studyId, counted })})
    select first.code as one, second.code as other, count(*) as people
    from carried as first join carried as second on second.person_id = first.person_id and first.code < second.code
    group by first.code, second.code order by people desc, first.code, second.code limit ${limit}`.execute(db)
  return rows
}

export interface CodeInGroup {
  /** Segment or answer. */
  group: string
  code: string
  people: number
}

/** How many people of each segment carry each code. */
export async function codesBySegment(
  db: Database,
  { workspaceId, studyId, familyId, counted }: StudyKey & { familyId: string; counted: Counted },
): Promise<CodeInGroup[]> {
  const { rows } = await sql<CodeInGroup>`
    with carried as (${carriedBy({ workspaceId, studyId, counted })})
    select membership.segment as "group", carried.code, count(*) as people
    from carried join segment_membership as membership
      on membership.person_id = carried.person_id and membership.workspace_id = ${workspaceId}
    where membership.family_id = ${familyId} group by 1, 2`.execute(db)
  return rows
}

/** People with words in each segment. */
export async function segmentBases(
  db: Database,
  { workspaceId, studyId, familyId, textItems }: StudyKey & { familyId: string; textItems: string[] },
): Promise<{ group: string; people: number }[]> {
  const { rows } = await sql<{ group: string; people: number }>`
    select membership.segment as "group", count(*) as people
    from (${wordsOf({ workspaceId, studyId, textItems })}) as speakers
    join segment_membership as membership
      on membership.person_id = speakers.person_id and membership.workspace_id = ${workspaceId}
    where membership.family_id = ${familyId} group by 1`.execute(db)
  return rows
}

/** How many people who gave each answer to a closed question carry each code. */
export async function codesByAnswer(
  db: Database,
  { workspaceId, studyId, item, counted }: StudyKey & { item: string; counted: Counted },
): Promise<CodeInGroup[]> {
  const { rows } = await sql<CodeInGroup>`
    with carried as (${carriedBy({ workspaceId, studyId, counted })})
    select response.answers ->> ${item}::text as "group", carried.code, count(distinct carried.person_id) as people
    from carried join response on response.person_id = carried.person_id
    where response.workspace_id = ${workspaceId} and response.study_id = ${studyId}
      and jsonb_typeof(response.answers -> ${item}::text) = 'string'
    group by 1, 2`.execute(db)
  return rows
}

/** People with words who gave each answer. */
export async function answerBases(
  db: Database,
  { workspaceId, studyId, item, textItems }: StudyKey & { item: string; textItems: string[] },
): Promise<{ group: string; people: number }[]> {
  const { rows } = await sql<{ group: string; people: number }>`
    select response.answers ->> ${item}::text as "group", count(distinct speakers.person_id) as people
    from (${wordsOf({ workspaceId, studyId, textItems })}) as speakers
    join response on response.person_id = speakers.person_id
    where response.workspace_id = ${workspaceId} and response.study_id = ${studyId}
      and jsonb_typeof(response.answers -> ${item}::text) = 'string'
    group by 1`.execute(db)
  return rows
}

/** Codes of each document, in the order the documents came in; one without any code is an empty list. */
export async function codesOfDocuments(
  db: Database,
  { workspaceId, studyId, counted, limit }: StudyKey & { counted: Counted; limit: number },
): Promise<string[][]> {
  const { rows } = await sql<{ codes: string[] }>`
    select coalesce(
      (select jsonb_agg(distinct tag.code) from tag
        where tag.person_id = document.person_id and tag.source_id = document.id and tag.workspace_id = ${workspaceId}
          and tag.code is not null and tag.state in (${sql.join(statesOf(counted))})), '[]') as codes
    from document where workspace_id = ${workspaceId} and study_id = ${studyId}
    order by number, id limit ${limit}`.execute(db)
  return rows.map(({ codes }) => codes)
}

function statesOf(counted: Counted): ('accepted' | 'suggested')[] {
  return counted === 'all' ? ['accepted', 'suggested'] : ['accepted']
}

/** Each person with each code they carry, once. */
function carriedBy({ workspaceId, studyId, counted }: StudyKey & { counted: Counted }): RawBuilder<unknown> {
  return sql`select distinct person_id, code from tag
    where workspace_id = ${workspaceId} and study_id = ${studyId} and code is not null
      and state in (${sql.join(statesOf(counted))})`
}

function wordsOf({ workspaceId, studyId, textItems }: StudyKey & { textItems: string[] }): RawBuilder<unknown> {
  const inDocuments = sql`select person_id from document where workspace_id = ${workspaceId} and study_id = ${studyId}`
  if (textItems.length === 0) return sql`select distinct person_id from (${inDocuments}) as heard`
  const wrote = textItems.map((item) => sql`btrim(coalesce(answers ->> ${item}::text, '')) <> ''`)
  return sql`${inDocuments} union select person_id from response
    where workspace_id = ${workspaceId} and study_id = ${studyId} and outcome in ('completed', 'partial')
      and (${sql.join(wrote, sql` or `)})`
}
