import type { Database } from '../database/connection.ts'
import type { StudyKey } from '../studies/store.ts'
import type { Answers } from './variable.ts'

/** What one person answered in a study, later answers over earlier ones; empty when they never finished a survey. */
export async function answersOfPerson(
  db: Database,
  { workspaceId, studyId, personId }: StudyKey & { personId: string },
): Promise<Answers> {
  const rows = await db
    .selectFrom('response')
    .select('answers')
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .where('personId', '=', personId)
    .where('outcome', 'in', ['completed', 'partial'])
    .orderBy('id')
    .execute()
  const merged: Answers = {}
  for (const { answers } of rows) {
    for (const [name, answer] of Object.entries(answers as Answers)) if (answer !== null) merged[name] = answer
  }
  return merged
}
