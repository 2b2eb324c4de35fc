import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import type { CodeRow } from '../codebook/store.ts'
import { codesWithAncestors } from '../codebook/use-store.ts'
import type { StudyKey } from '../studies/store.ts'

/** Which tags count: those a person accepted, or suggestions nobody decided yet as well. */
export type Counted = 'accepted' | 'all'

/** What counts, and as what: with a codebook, a tag counts for its code and every code above it; with null, for its code alone. */
export type CountedCodes = StudyKey & { counted: Counted; rolledUp: CodeRow[] | null }

export interface CodeFrequency {
  code: string
  people: number
  /** Stretches of words that carry it. */
  mentions: number
}

/** How many people carry each code, each once, and on how many stretches of words. */
export async function codeFrequencies(db: Database, codes: CountedCodes): Promise<CodeFrequency[]> {
  const { rows } = await sql<CodeFrequency>`
    select code, count(distinct person_id) as people,
      count(distinct (person_id, source_id, item, start_code_point, end_code_point)) as mentions
    from (${codedTags(codes)}) as coded group by code`.execute(db)
  return rows.map(({ code, people, mentions }) => ({ code, people: Number(people), mentions: Number(mentions) }))
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

/** How many people carry both codes of each pair, the more frequent pairs first; a code and one it stands under are no pair. */
export async function codePairs(
  db: Database,
  { limit, ...codes }: CountedCodes & { limit: number },
): Promise<CodePair[]> {
  const { rows } = await sql<CodePair>`
    with carried as (${carriedBy(codes)}), related as (${relatedCodes(codes)})
    select first.code as one, second.code as other, count(*) as people
    from carried as first join carried as second on second.person_id = first.person_id and first.code < second.code
    where not exists (select 1 from related where (code, ancestor) in ((first.code, second.code), (second.code, first.code)))
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
  { familyId, ...codes }: CountedCodes & { familyId: string },
): Promise<CodeInGroup[]> {
  const { workspaceId } = codes
  const { rows } = await sql<CodeInGroup>`
    with carried as (${carriedBy(codes)})
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
  { item, ...codes }: CountedCodes & { item: string },
): Promise<CodeInGroup[]> {
  const { workspaceId, studyId } = codes
  const { rows } = await sql<CodeInGroup>`
    with carried as (${carriedBy(codes)})
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
function carriedBy(codes: CountedCodes): RawBuilder<unknown> {
  return sql`select distinct person_id, code from (${codedTags(codes)}) as coded`
}

/** Each tag that counts, as the code it counts for: once, or once for every code above it too. */
function codedTags({ workspaceId, studyId, counted, rolledUp }: CountedCodes): RawBuilder<unknown> {
  const place = sql`tag.person_id, tag.source_id, tag.item, tag.start_code_point, tag.end_code_point`
  const counts = sql`tag.workspace_id = ${workspaceId} and tag.study_id = ${studyId} and tag.code is not null
    and tag.state in (${sql.join(statesOf(counted))})`
  if (rolledUp === null) return sql`select ${place}, tag.code from tag where ${counts}`
  return sql`select ${place}, above.ancestor as code from tag join ${codesWithAncestors(rolledUp)} on above.code = tag.code where ${counts}`
}

/** Codes with those they stand under, where these count together. */
function relatedCodes({ rolledUp }: CountedCodes): RawBuilder<unknown> {
  return sql`select code, ancestor from ${codesWithAncestors(rolledUp ?? [])}`
}

function wordsOf({ workspaceId, studyId, textItems }: StudyKey & { textItems: string[] }): RawBuilder<unknown> {
  const inDocuments = sql`select person_id from document where workspace_id = ${workspaceId} and study_id = ${studyId}`
  if (textItems.length === 0) return sql`select distinct person_id from (${inDocuments}) as heard`
  const wrote = textItems.map((item) => sql`btrim(coalesce(answers ->> ${item}::text, '')) <> ''`)
  return sql`${inDocuments} union select person_id from response
    where workspace_id = ${workspaceId} and study_id = ${studyId} and outcome in ('completed', 'partial')
      and (${sql.join(wrote, sql` or `)})`
}
