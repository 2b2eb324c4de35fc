import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { FormBody } from '../../../survey-forms/form-body.ts'
import type { Database } from '../../database/connection.ts'
import { sendPage } from '../../http/page.ts'
import { studyOf } from '../../studies/store.ts'
import { firstLook, nextLook, type PreviewState, previewView } from './preview.ts'
import { previewQuery, surveyParams } from '../schema.ts'
import { type Survey, surveyOf } from '../store.ts'

/** The draft as a phone shows it, answered page by page by the rules that respondents follow. Nothing is stored. */
export const previewRoutes: FastifyPluginAsyncZod<{ db: Database }> = async (app, { db }) => {
  const key = (request: FastifyRequest, surveyId: string) => ({ workspaceId: request.account.workspaceId, surveyId })

  app.get(
    '/surveys/:surveyId/preview',
    { schema: { params: surveyParams, querystring: previewQuery } },
    async (request, reply) => {
      const survey = await surveyOf(db, key(request, request.params.surveyId))
      return sendPreview(db, request, reply, { survey, state: firstLook(survey.draft, request.query) })
    },
  )

  app.post('/surveys/:surveyId/preview', { schema: { params: surveyParams } }, async (request, reply) => {
    const survey = await surveyOf(db, key(request, request.params.surveyId))
    const body = (request.body ?? {}) as FormBody
    const state = nextLook(survey.draft, body, request.clock.now())
    return sendPreview(db, request, state.errors.length > 0 ? reply.status(422) : reply, { survey, state })
  })
}

async function sendPreview(
  db: Database,
  request: FastifyRequest,
  reply: FastifyReply,
  { survey, state }: { survey: Survey; state: PreviewState },
): Promise<FastifyReply> {
  const study = await studyOf(db, { workspaceId: survey.workspaceId, studyId: survey.studyId })
  const frame = {
    title: `Preview: ${survey.draft.title}`,
    styles: ['respondent', 'respondent-page', 'survey-editor'],
    study,
    section: 'survey' as const,
  }
  const given = {
    base: `/surveys/${survey.id}`,
    organisation: request.account.workspaceName,
    shownAt: request.clock.now(),
  }
  return sendPage(request, reply, 'pages/surveys/preview', frame, previewView(survey.draft, state, given))
}
