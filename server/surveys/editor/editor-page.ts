import { isDeepStrictEqual } from 'node:util'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Database } from '../../database/connection.ts'
import { addressOf } from '../../http/own-address.ts'
import { sendPage } from '../../http/page.ts'
import { studyOf } from '../../studies/store.ts'
import { draftSteps } from './draft-store.ts'
import { type EditorFacts, editorView, type OpenForm } from './editor-view.ts'
import type { RefusedEdit } from './item-view.ts'
import { findingsOf } from '../publishing.ts'
import { publishedVersions, type Survey, surveyOf, underWayByVersion } from '../store.ts'

/** The page a survey is edited on; with `refused`, the form that could not be saved shows what was typed and why. */
export async function sendEditor(
  db: Database,
  request: FastifyRequest,
  reply: FastifyReply,
  { surveyId, open, refused }: { surveyId: string; open: OpenForm; refused: RefusedEdit | null },
): Promise<FastifyReply> {
  const survey = await surveyOf(db, { workspaceId: request.account.workspaceId, surveyId })
  const study = await studyOf(db, { workspaceId: survey.workspaceId, studyId: survey.studyId })
  const address = `${addressOf(request)}/s/${surveyId}`
  const view = editorView(survey, await editorFacts(db, survey, address), open, refused)
  const frame = {
    title: refused ? `Error: ${survey.title}` : survey.title,
    styles: ['survey-editor'],
    scripts: ['survey-editor'],
    study,
    section: 'survey' as const,
  }
  return sendPage(request, reply, 'pages/surveys/editor', frame, view)
}

async function editorFacts(db: Database, survey: Survey, address: string): Promise<EditorFacts> {
  const key = { workspaceId: survey.workspaceId, surveyId: survey.id }
  const versions = await publishedVersions(db, key)
  const definitions = versions.map((version) => version.definition)
  return {
    versions,
    isDraftPublished: isDeepStrictEqual(definitions.at(-1), survey.draft),
    findings: findingsOf(survey.draft, definitions),
    steps: await draftSteps(db, key),
    underWay: [...(await underWayByVersion(db, key)).values()].reduce((sum, count) => sum + count, 0),
    address,
  }
}
