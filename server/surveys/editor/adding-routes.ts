import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { type FormBody, oneValue } from '../../../survey-forms/form-body.ts'
import type { Database } from '../../database/connection.ts'
import { sendPage } from '../../http/page.ts'
import { studyOf } from '../../studies/store.ts'
import { addingView, galleryView } from './adding-view.ts'
import { addItem, type Edit } from './editing.ts'
import { EditRefused, PageNotFound } from '../errors.ts'
import { newItem } from './item-adding.ts'
import { itemKinds } from '../../../survey-forms/item-kinds/registry.ts'
import { addingQuery, surveyPageParams } from '../schema.ts'
import { editDraft } from './draft-store.ts'
import { publishedVersions, surveyOf } from '../store.ts'

/** Adding a question: first its kind out of a gallery of examples, then its words. */
export const addingRoutes: FastifyPluginAsyncZod<{ db: Database }> = async (app, { db }) => {
  app.get(
    '/surveys/:surveyId/pages/:pageCode/questions/new',
    { schema: { params: surveyPageParams, querystring: addingQuery } },
    (request, reply) =>
      sendAdding(db, request, reply, { ...request.params, kind: request.query.kind, typed: {}, error: null }),
  )

  app.post(
    '/surveys/:surveyId/pages/:pageCode/items',
    { schema: { params: surveyPageParams } },
    async (request, reply) => {
      const { surveyId, pageCode } = request.params
      const key = { workspaceId: request.account.workspaceId, surveyId }
      const typed = (request.body ?? {}) as FormBody
      const published = (await publishedVersions(db, key)).map((version) => version.definition)
      let code = ''
      const edit: Edit = (draft) => {
        const item = newItem(typed, draft, published)
        code = item.code
        return addItem(pageCode, item)(draft)
      }
      try {
        await editDraft(db, key, edit)
      } catch (error) {
        if (!(error instanceof EditRefused)) throw error
        const kind = oneValue(typed, 'kind')
        return sendAdding(db, request, reply.status(422), { surveyId, pageCode, kind, typed, error })
      }
      return reply.redirect(`/surveys/${surveyId}?open=item.${code}#item-${code}`, 303)
    },
  )
}

async function sendAdding(
  db: Database,
  request: FastifyRequest,
  reply: FastifyReply,
  shown: { surveyId: string; pageCode: string; kind: string; typed: FormBody; error: EditRefused | null },
): Promise<FastifyReply> {
  const { surveyId, pageCode, kind, error } = shown
  const survey = await surveyOf(db, { workspaceId: request.account.workspaceId, surveyId })
  const study = await studyOf(db, { workspaceId: survey.workspaceId, studyId: survey.studyId })
  const page = survey.draft.pages.find((one) => one.code === pageCode)
  if (!page) throw new PageNotFound({ pageCode })
  const frame = {
    title: `${error ? 'Error: ' : ''}New question: ${survey.title}`,
    styles: ['respondent', 'respondent-page', 'survey-editor'],
    study,
    section: 'survey' as const,
  }
  const given = { base: `/surveys/${surveyId}`, draft: survey.draft, page }
  if (!Object.hasOwn(itemKinds, kind))
    return sendPage(request, reply, 'pages/surveys/gallery', frame, galleryView(given, error))
  return sendPage(request, reply, 'pages/surveys/adding', frame, addingView(given, { ...shown, kind }))
}
