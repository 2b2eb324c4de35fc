import { type Instrument, instrumentSchema } from '../../survey-forms/instrument.ts'
import type { Database } from '../database/connection.ts'
import type { StudyKey } from '../studies/store.ts'

/**
 * Rows by their id alone: whoever sits at the machine and reads its database is no member of a workspace. Only the command line
 * may ask so; every page names its workspace.
 */
export async function findStudyById(db: Database, id: string): Promise<StudyKey | undefined> {
  return db.selectFrom('study').select(['id as studyId', 'workspaceId']).where('id', '=', id).executeTakeFirst()
}

/** A survey as last published, or its draft (version null) while it never was. */
export async function instrumentById(
  db: Database,
  id: string,
): Promise<{ instrument: Instrument; version: number | null } | undefined> {
  const survey = await db
    .selectFrom('survey')
    .leftJoin('surveyVersion', (join) =>
      join
        .onRef('surveyVersion.surveyId', '=', 'survey.id')
        .onRef('surveyVersion.version', '=', 'survey.publishedVersion'),
    )
    .select(['survey.draft', 'surveyVersion.definition', 'survey.publishedVersion'])
    .where('survey.id', '=', id)
    .executeTakeFirst()
  if (!survey) return undefined
  return { instrument: instrumentSchema.parse(survey.definition ?? survey.draft), version: survey.publishedVersion }
}
