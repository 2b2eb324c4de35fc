import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { shippedInstruments } from '../../survey-forms/catalogue.ts'
import type { Database } from '../database/connection.ts'
import { sendPage } from '../http/page.ts'
import { newId } from '../ids.ts'
import { studyParams } from '../studies/schema.ts'
import { studyOf } from '../studies/store.ts'
import { cutLinksOfClosed } from './anonymity-cuts.ts'
import { sendEditor } from './editor-page.ts'
import { editorRoutes } from './editor-routes.ts'
import { EditRefused, NotPublishable } from './errors.ts'
import { flowRoutes } from './flow-routes.ts'
import { languageRoutes } from './language-routes.ts'
import { publishSurvey } from './publication.ts'
import { headView, itemViews } from './respondent-view.ts'
import { newSurveyForm, previewQuery, surveyParams } from './schema.ts'
import { closeSurvey, createSurvey, openSurvey, surveyOf, surveysOfStudy } from './store.ts'
import { versionRoutes } from './version-routes.ts'
import { surveyListView } from './view.ts'

/** Choosing, editing, publishing, opening and closing surveys. */
export const surveyRoutes: FastifyPluginAsyncZod<{ db: Database }> = async (app, { db }) => {
  await app.register(editorRoutes, { db })
  await app.register(flowRoutes, { db })
  await app.register(languageRoutes, { db })
  await app.register(versionRoutes, { db })

  app.get('/studies/:studyId/survey', { schema: { params: studyParams } }, async (request, reply) => {
    const key = { workspaceId: request.account.workspaceId, studyId: request.params.studyId }
    const study = await studyOf(db, key)
    const view = surveyListView(study.id, await surveysOfStudy(db, key))
    const frame = { title: 'Survey', styles: ['survey-editor'], study, section: 'survey' as const }
    return sendPage(request, reply, 'pages/surveys/list', frame, view)
  })

  app.post('/studies/:studyId/surveys', { schema: { params: studyParams } }, async (request, reply) => {
    const { workspaceId } = request.account
    const study = await studyOf(db, { workspaceId, studyId: request.params.studyId })
    const form = newSurveyForm.safeParse(request.body)
    const instrument = shippedInstruments().find((one) => one.code === form.data?.instrument)
    if (!instrument) throw new EditRefused('Choose one of the questionnaires listed here.')
    const surveyId = newId()
    await createSurvey(db, { workspaceId, studyId: study.id, surveyId, instrument, at: request.clock.now() })
    return reply.redirect(`/surveys/${surveyId}`, 303)
  })

  app.get('/surveys/:surveyId', { schema: { params: surveyParams } }, async (request, reply) =>
    sendEditor(db, request, reply, { surveyId: request.params.surveyId, refused: null }),
  )

  app.get(
    '/surveys/:surveyId/preview',
    { schema: { params: surveyParams, querystring: previewQuery } },
    async (request, reply) => {
      const { workspaceId } = request.account
      const survey = await surveyOf(db, { workspaceId, surveyId: request.params.surveyId })
      const study = await studyOf(db, { workspaceId, studyId: survey.studyId })
      const { draft } = survey
      const pageIndex = Math.min(request.query.page, draft.pages.length) - 1
      const items = itemViews({ instrument: draft, pageIndex, answers: {}, drafts: {}, errors: [], seed: 1 })
      const base = `/surveys/${survey.id}`
      const link = (index: number) => (draft.pages[index] ? `${base}/preview?page=${index + 1}` : null)
      const view = {
        ...headView(draft, request.account.workspaceName),
        base,
        heading: draft.pages[pageIndex].title,
        place: `Page ${pageIndex + 1} of ${draft.pages.length}`,
        items: items.map(({ partial, field }) => ({ partial, field })),
        before: link(pageIndex - 1),
        after: link(pageIndex + 1),
      }
      const frame = {
        title: `Preview: ${draft.title}`,
        styles: ['respondent', 'survey-editor'],
        study,
        section: 'survey' as const,
      }
      return sendPage(request, reply, 'pages/surveys/preview', frame, view)
    },
  )

  app.post('/surveys/:surveyId/versions', { schema: { params: surveyParams } }, async (request, reply) => {
    const { surveyId } = request.params
    try {
      await publishSurvey(db, { workspaceId: request.account.workspaceId, surveyId, at: request.clock.now() })
    } catch (error) {
      // The page lists the reasons itself.
      if (!(error instanceof NotPublishable)) throw error
      return sendEditor(db, request, reply.status(422), { surveyId, refused: null })
    }
    return reply.redirect(`/surveys/${surveyId}#state`, 303)
  })

  app.post('/surveys/:surveyId/opening', { schema: { params: surveyParams } }, async (request, reply) => {
    const { surveyId } = request.params
    const key = { workspaceId: request.account.workspaceId, surveyId }
    await surveyOf(db, key)
    if (!(await openSurvey(db, { ...key, at: request.clock.now() }))) {
      throw new NotPublishable(['Publish a version first: what respondents see never changes under them.'])
    }
    return reply.redirect(`/surveys/${surveyId}#state`, 303)
  })

  app.post('/surveys/:surveyId/closure', { schema: { params: surveyParams } }, async (request, reply) => {
    const { surveyId } = request.params
    const key = { workspaceId: request.account.workspaceId, surveyId }
    await surveyOf(db, key)
    const at = request.clock.now()
    await closeSurvey(db, { ...key, at })
    await cutLinksOfClosed(db, key, at)
    return reply.redirect(`/surveys/${surveyId}#state`, 303)
  })
}
