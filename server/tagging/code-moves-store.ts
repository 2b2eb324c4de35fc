import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import type { StudyKey } from '../studies/store.ts'
import type { CodeDifference } from '../codebook/differences.ts'

/** Which tags a change gives another code: all that carry `from`, or only those named. */
export interface TagMove {
  from: string
  to: string
  only?: { personId: string; tagId: string }[]
}

export interface MovedTags {
  moved: number
  /** Tags that then stood on the same words twice under one code, and became one. */
  joined: number
}

type Numbered = StudyKey & { number: number }

/**
 * Gives tags another code, with its facet, and writes down which they were. Where two of them, or one and a tag that was there, now say
 * the same of the same words, the stronger decision stays (accepted, then rejected, then suggested), with the memos of both, and the other
 * row is kept with the change.
 */
export async function moveTags(tx: Database, change: Numbered, { from, to, only }: TagMove): Promise<MovedTags> {
  const { workspaceId, studyId } = change
  const isMoved = sql`tag.workspace_id = ${workspaceId} and tag.study_id = ${studyId} and tag.code = ${from} and ${chosen(only)}`
  await recordMoves(
    tx,
    change,
    sql`select person_id, id, source_id, code, ${to}::text as next from tag where ${isMoved}`,
  )
  return settleMoves(tx, change)
}

/**
 * Gives the tags that a change moved their former codes back, and brings back the rows that became one with another. A tag that carries
 * something else by now, or was removed, stays as it is.
 * @param undoes number of the change whose tags go back; `number` is the change that takes it back
 */
export async function takeTagsBack(tx: Database, change: Numbered & { undoes: number }): Promise<MovedTags> {
  const { workspaceId, studyId, undoes, number } = change
  const ofChange = sql`moved.workspace_id = ${workspaceId} and moved.study_id = ${studyId} and moved.number = ${undoes}`
  // A row that had become one with another comes back where the other stands today: the words may have been mended since.
  const back = await sql<{ personId: string; id: string; sourceId: string }>`
    insert into tag select restored.* from code_change_tag as moved
    join tag as twin on twin.person_id = moved.person_id and twin.id = moved.tag_id and twin.code = moved.to_code
    join code on code.study_id = moved.study_id and code.key = moved.from_code
    cross join lateral jsonb_populate_record(null::tag, moved.joined || jsonb_build_object(
      'person_id', twin.person_id, 'source_id', twin.source_id, 'speaker', twin.speaker, 'start_code_point', twin.start_code_point,
      'end_code_point', twin.end_code_point, 'are_words_changed', twin.are_words_changed, 'code', moved.from_code, 'facet', code.facet)) as restored
    where ${ofChange} and moved.joined is not null
    on conflict (person_id, id) do nothing
    returning person_id, id, source_id`.execute(tx)
  await recordMoves(
    tx,
    change,
    sql`select tag.person_id, tag.id, tag.source_id, tag.code, moved.from_code as next
      from code_change_tag as moved join tag on tag.person_id = moved.person_id and tag.id = moved.tag_id
      where ${ofChange} and moved.joined is null and tag.workspace_id = ${workspaceId} and tag.code = moved.to_code`,
  )
  const settled = await settleMoves(tx, change)
  for (const row of back.rows) {
    // Written down as moved, so that taking this back joins them again.
    await sql`
      insert into code_change_tag (person_id, study_id, number, tag_id, position, workspace_id, source_id, from_code, to_code)
      select ${row.personId}::uuid, ${studyId}::uuid, ${number}::integer, ${row.id}::uuid, 0, ${workspaceId}::uuid, ${row.sourceId}::uuid,
        moved.to_code, moved.from_code
      from code_change_tag as moved
      where ${ofChange} and moved.person_id = ${row.personId} and moved.joined ->> 'id' = ${row.id}::text
      on conflict do nothing`.execute(tx)
    await sql`
      update memo set tag_id = ${row.id}::uuid from code_change_tag as moved
      where ${ofChange} and moved.person_id = ${row.personId} and moved.joined ->> 'id' = ${row.id}::text
        and memo.workspace_id = ${workspaceId} and memo.person_id = moved.person_id and memo.tag_id = moved.tag_id
        and moved.joined -> 'memo_ids' ? memo.id::text`.execute(tx)
  }
  return { moved: settled.moved + back.rows.length, joined: settled.joined }
}

/** Tags of codes that changed their facet take the facet of their code. */
export async function followFacets(
  tx: Database,
  { workspaceId, studyId }: StudyKey,
  differences: CodeDifference[],
): Promise<void> {
  const keys = differences
    .filter(({ before, after }) => before !== null && after !== null && 'facet' in after)
    .map(({ key }) => key)
  if (keys.length === 0) return
  await sql`
    update tag set facet = code.facet from code
    where tag.workspace_id = ${workspaceId} and tag.study_id = ${studyId} and tag.code in (${sql.join(keys)})
      and code.study_id = tag.study_id and code.key = tag.code`.execute(tx)
}

/** Those of the codes that any tag carries. */
export async function tagsCarrying(
  tx: Database,
  { workspaceId, studyId }: StudyKey,
  keys: string[],
): Promise<string[]> {
  if (keys.length === 0) return []
  const rows = await tx
    .selectFrom('tag')
    .select('code')
    .distinct()
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .where('code', 'in', keys)
    .execute()
  return rows.map(({ code }) => code!)
}

/**
 * Tags on these sources that carry a code merged or moved in the meantime take the code and facet it has now: work that began before
 * the change, or an edit taken back, may write them afterwards.
 */
export async function followCodes(
  tx: Database,
  { workspaceId, personIds, sourceIds }: { workspaceId: string; personIds: string[]; sourceIds: string[] },
): Promise<void> {
  if (sourceIds.length === 0) return
  await sql`
    update tag set code = living.key, facet = living.facet
    from code join code as living on living.study_id = code.study_id and living.key = coalesce(code.merged_into, code.key)
    where tag.workspace_id = ${workspaceId} and tag.person_id in (${sql.join(personIds)}) and tag.source_id in (${sql.join(sourceIds)})
      and code.study_id = tag.study_id and code.key = tag.code and (tag.code <> living.key or tag.facet <> living.facet)`.execute(
    tx,
  )
}

/** Writes down which tags go from which code to which. @param moves rows of person_id, id, source_id, code and next */
async function recordMoves(
  tx: Database,
  { workspaceId, studyId, number }: Numbered,
  moves: RawBuilder<unknown>,
): Promise<void> {
  await sql`
    insert into code_change_tag (person_id, study_id, number, tag_id, position, workspace_id, source_id, from_code, to_code)
    select person_id, ${studyId}::uuid, ${number}::integer, id, 0, ${workspaceId}::uuid, source_id, code, next from (${moves}) as moves`.execute(
    tx,
  )
}

/** Carries out what is written down, and makes one of tags that then say the same of the same words. */
async function settleMoves(tx: Database, { workspaceId, studyId, number }: Numbered): Promise<MovedTags> {
  const ofChange = sql`moved.workspace_id = ${workspaceId} and moved.study_id = ${studyId} and moved.number = ${number} and moved.joined is null`
  const { rows } = await sql`
    update tag set code = moved.to_code, facet = code.facet
    from code_change_tag as moved join code on code.study_id = moved.study_id and code.key = moved.to_code
    where ${ofChange} and tag.workspace_id = ${workspaceId} and tag.person_id = moved.person_id and tag.id = moved.tag_id
    returning tag.id`.execute(tx)
  const joined = await joinTwins(tx, { workspaceId, studyId, number })
  return { moved: rows.length, joined }
}

async function joinTwins(tx: Database, { workspaceId, studyId, number }: Numbered): Promise<number> {
  const { rows } = await sql<{ personId: string; id: string; keeper: string; place: number; sourceId: string }>`
    with twins as (
      select tag.person_id, tag.id, tag.source_id, first_value(tag.id) over ranked as keeper, row_number() over ranked as place,
        count(moved.tag_id) over same as moved_here
      from tag left join code_change_tag as moved on moved.person_id = tag.person_id and moved.tag_id = tag.id
        and moved.study_id = ${studyId} and moved.number = ${number} and moved.joined is null
      where tag.workspace_id = ${workspaceId} and tag.study_id = ${studyId}
        and tag.code in (select to_code from code_change_tag where study_id = ${studyId} and number = ${number})
      window same as (partition by tag.person_id, tag.source_id, tag.item, tag.start_code_point, tag.end_code_point, tag.code),
        ranked as (same order by case tag.state when 'accepted' then 0 when 'rejected' then 1 else 2 end, (moved.tag_id is null) desc, tag.id)
    )
    select person_id, id, source_id, keeper, place from twins where place > 1 and moved_here > 0`.execute(tx)
  for (const { personId, id, keeper, place, sourceId } of rows) {
    await sql`
      insert into code_change_tag (person_id, study_id, number, tag_id, position, workspace_id, source_id, from_code, to_code, joined)
      select ${personId}::uuid, ${studyId}::uuid, ${number}::integer, ${keeper}::uuid, ${Number(place) - 1}::integer, ${workspaceId}::uuid,
        ${sourceId}::uuid, coalesce((select from_code from code_change_tag as own where own.person_id = ${personId}
          and own.study_id = ${studyId} and own.number = ${number} and own.tag_id = ${id} and own.joined is null), tag.code), tag.code, to_jsonb(tag) || jsonb_build_object('memo_ids', (
          select coalesce(jsonb_agg(memo.id), '[]') from memo where memo.person_id = tag.person_id and memo.tag_id = tag.id))
      from tag where tag.workspace_id = ${workspaceId} and tag.person_id = ${personId} and tag.id = ${id}`.execute(tx)
    await tx
      .deleteFrom('codeChangeTag')
      .where('workspaceId', '=', workspaceId)
      .where('personId', '=', personId)
      .where('studyId', '=', studyId)
      .where('number', '=', number)
      .where('tagId', '=', id)
      .where('joined', 'is', null)
      .execute()
    await tx
      .updateTable('memo')
      .set({ tagId: keeper })
      .where('workspaceId', '=', workspaceId)
      .where('personId', '=', personId)
      .where('tagId', '=', id)
      .execute()
    await tx
      .deleteFrom('tag')
      .where('workspaceId', '=', workspaceId)
      .where('personId', '=', personId)
      .where('id', '=', id)
      .execute()
  }
  return rows.length
}

function chosen(only: TagMove['only']): RawBuilder<unknown> {
  if (only === undefined) return sql`true`
  return sql`(tag.person_id, tag.id) in (
    select person, tag_id from jsonb_to_recordset(${JSON.stringify(only.map(({ personId, tagId }) => ({ person: personId, tag_id: tagId })))}::jsonb)
      as picked (person uuid, tag_id uuid))`
}
