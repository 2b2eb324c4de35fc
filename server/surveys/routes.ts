import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { shippedInstruments } from '../../survey-forms/catalogue.ts'
import type { Database } from '../database/connection.ts'
import { newId } from '../ids.ts'
import { studyParams } from '../studies/schema.ts'
import { studyOf } from '../studies/store.ts'
import { addingRoutes } from './editor/adding-routes.ts'
import { cutLinksOfClosed } from './anonymity-cuts.ts'
import { sendEditor } from './editor/editor-page.ts'
import { editorRoutes } from './editor/editor-routes.ts'
import { NotPublishable } from './errors.ts'
import { flowRoutes } from './editor/flow-routes.ts'
import { imageRoutes } from './editor/image-routes.ts'
import { emptyInstrument } from './editor/item-adding.ts'
import { languageRoutes } from './editor/language-routes.ts'
import { sendList } from './editor/list-page.ts'
import { publishSurvey } from './publication.ts'
import { previewRoutes } from './editor/preview-routes.ts'
import { newSurveyForm, surveyParams } from './schema.ts'
import { closeSurvey, createSurvey, openSurvey, surveyOf } from './store.ts'
import { versionRoutes } from './editor/version-routes.ts'

/** Choosing, editing, publishing, opening and closing surveys. */
export const surveyRoutes: FastifyPluginAsyncZod<{ db: Database }> = async (app, { db }) => {
  await app.register(editorRoutes, { db })
  await app.register(addingRoutes, { db })
  await app.register(previewRoutes, { db })
  await app.register(imageRoutes, { db })
  await app.register(flowRoutes, { db })
  await app.register(languageRoutes, { db })
  await app.register(versionRoutes, { db })

  app.get('/studies/:studyId/survey', { schema: { params: studyParams } }, async (request, reply) => {
    return sendList(db, request, reply, { studyId: request.params.studyId, refused: null })
  })

  app.post('/studies/:studyId/surveys', { schema: { params: studyParams } }, async (request, reply) => {
    const { workspaceId } = request.account
    const study = await studyOf(db, { workspaceId, studyId: request.params.studyId })
    const form = newSurveyForm.safeParse(request.body)
    const { instrument: code, title } = form.data ?? { instrument: '', title: '' }
    const refuse = (message: string) =>
      sendList(db, request, reply.status(422), { studyId: study.id, refused: { form: 'empty', typed: title, message } })
    if (code === '' && title.trim() === '') return refuse('Give the survey a title.')
    if (title.trim().length > 120) return refuse('Use at most 120 characters for the title.')
    const instrument =
      code === '' ? emptyInstrument(title.trim()) : shippedInstruments().find((one) => one.code === code)
    if (!instrument) return refuse('Choose one of the questionnaires listed here.')
    const surveyId = newId()
    await createSurvey(db, { workspaceId, studyId: study.id, surveyId, instrument, at: request.clock.now() })
    return reply.redirect(`/surveys/${surveyId}`, 303)
  })

  app.post('/surveys/:surveyId/versions', { schema: { params: surveyParams } }, async (request, reply) => {
    const { surveyId } = request.params
    try {
      await publishSurvey(db, { workspaceId: request.account.workspaceId, surveyId, at: request.clock.now() })
    } catch (error) {
      // The page lists the reasons itself.
      if (!(error instanceof NotPublishable)) throw error
      return sendEditor(db, request, reply.status(422), {
        surveyId,
        open: { name: '', addsEntry: '' },
        refused: null,
      })
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
