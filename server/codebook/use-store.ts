import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import type { StudyKey } from '../studies/store.ts'
import type { CodeRow } from './store.ts'
import { ancestorPairs } from './tree.ts'

/** How much a code is used. */
export interface CodeUse {
  /** Distinct people on whose words it stands. */
  people: number
  /** Tags a person accepted, and suggestions still open. */
  accepted: number
  suggested: number
  /** Distinct people on whose words it or any code under it stands: nobody counts twice. */
  peopleWithin: number
}

/** What each code of a study is used for; a code that no tag carries, nor any under it, is missing. Rejected tags count nowhere. */
export async function useOfCodes(
  db: Database,
  { workspaceId, studyId }: StudyKey,
  codes: CodeRow[],
): Promise<Map<string, CodeUse>> {
  const { rows } = await sql<{ code: string } & CodeUse>`
    select above.ancestor as code,
      count(distinct tag.person_id) filter (where tag.code = above.ancestor) as people,
      count(*) filter (where tag.code = above.ancestor and tag.state = 'accepted') as accepted,
      count(*) filter (where tag.code = above.ancestor and tag.state = 'suggested') as suggested,
      count(distinct tag.person_id) as people_within
    from tag join ${codesWithAncestors(codes)} on above.code = tag.code
    where tag.workspace_id = ${workspaceId} and tag.study_id = ${studyId} and tag.state <> 'rejected'
    group by above.ancestor`.execute(db)
  return new Map(
    rows.map(({ code, people, accepted, suggested, peopleWithin }) => [
      code,
      {
        people: Number(people),
        accepted: Number(accepted),
        suggested: Number(suggested),
        peopleWithin: Number(peopleWithin),
      },
    ]),
  )
}

/** A table `above (code, ancestor)`: each code with itself and every code above it. */
export function codesWithAncestors(codes: CodeRow[]): RawBuilder<unknown> {
  return sql`jsonb_to_recordset(${JSON.stringify(ancestorPairs(codes))}::jsonb) as above (code text, ancestor text)`
}
