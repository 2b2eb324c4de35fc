import type { Database } from '../database/connection.ts'
import type { StudyKey } from '../studies/store.ts'

/** R-0213 of every person of a study, those known only from interviews included. */
export async function labelsOfStudy(db: Database, { workspaceId, studyId }: StudyKey): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('respondent')
    .select(['personId', 'label'])
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .execute()
  return new Map(rows.map(({ personId, label }) => [personId, label]))
}
