import type { Database } from '../database/connection.ts'
import { saveVariables } from '../responses/store.ts'
import { publishable, studyVariables } from './publishing.ts'
import { saveQuotaCells } from './quota-store.ts'
import { insertVersion, publishedVersions, type SurveyKey, surveyOf } from './store.ts'

/**
 * Makes the draft the survey's next version, which nothing changes any more, and tells the study what its answers mean.
 * @returns the version's number
 * @throws {NotPublishable} with every reason against it
 */
export function publishSurvey(db: Database, { at, ...key }: SurveyKey & { at: Date }): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const survey = await surveyOf(tx, key)
    const published = (await publishedVersions(tx, key)).map((version) => version.definition)
    const definition = publishable(survey.draft, published)
    const number = published.length + 1
    await insertVersion(tx, { ...key, number, definition, at })
    await saveQuotaCells(tx, key, definition)
    await saveVariables(
      tx,
      { workspaceId: key.workspaceId, studyId: survey.studyId },
      studyVariables(definition, published),
    )
    return number
  })
}
