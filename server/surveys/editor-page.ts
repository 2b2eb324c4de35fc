import { isDeepStrictEqual } from 'node:util'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Database } from '../database/connection.ts'
import { sendPage } from '../http/page.ts'
import { studyOf } from '../studies/store.ts'
import { publishingProblems, warningsOf } from './publishing.ts'
import { canTakeBack, publishedVersions, surveyOf, underWayByVersion } from './store.ts'
import { editorView, type RefusedEdit } from './view.ts'

/** The page a survey is edited on; with `refused`, the form that could not be saved shows what was typed and why. */
export async function sendEditor(
  db: Database,
  request: FastifyRequest,
  reply: FastifyReply,
  { surveyId, refused }: { surveyId: string; refused: RefusedEdit | null },
): Promise<FastifyReply> {
  const key = { workspaceId: request.account.workspaceId, surveyId }
  const survey = await surveyOf(db, key)
  const study = await studyOf(db, { workspaceId: key.workspaceId, studyId: survey.studyId })
  const versions = await publishedVersions(db, key)
  const definitions = versions.map((version) => version.definition)
  const isDraftPublished = isDeepStrictEqual(definitions.at(-1), survey.draft)
  const problems = publishingProblems(survey.draft, definitions)
  const address = `${request.protocol}://${request.host}/s/${surveyId}`
  const underWay = [...(await underWayByVersion(db, key)).values()].reduce((sum, count) => sum + count, 0)
  const facts = {
    versions,
    isDraftPublished,
    problems,
    warnings: warningsOf(survey.draft),
    canTakeBack: await canTakeBack(db, key),
    underWay,
    address,
  }
  const view = editorView(survey, facts, refused)
  const title = refused ? `Error: ${survey.title}` : survey.title
  return sendPage(
    request,
    reply,
    'pages/surveys/editor',
    { title, styles: ['survey-editor'], study, section: 'survey' },
    view,
  )
}
