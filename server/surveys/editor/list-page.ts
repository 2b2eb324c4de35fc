import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Database } from '../../database/connection.ts'
import { sendPage } from '../../http/page.ts'
import { studyOf } from '../../studies/store.ts'
import { type RefusedSurvey, surveyListView } from './list-view.ts'
import { surveysOfStudy } from '../store.ts'

/** A study's surveys and what a new one can start from; with `refused`, why one could not be made. */
export async function sendList(
  db: Database,
  request: FastifyRequest,
  reply: FastifyReply,
  { studyId, refused }: { studyId: string; refused: RefusedSurvey | null },
): Promise<FastifyReply> {
  const key = { workspaceId: request.account.workspaceId, studyId }
  const study = await studyOf(db, key)
  const view = surveyListView(study.id, await surveysOfStudy(db, key), refused)
  const title = refused ? 'Error: Survey' : 'Survey'
  const frame = { title, styles: ['survey-editor'], study, section: 'survey' as const }
  return sendPage(request, reply, 'pages/surveys/list', frame, view)
}
