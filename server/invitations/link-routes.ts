import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Database } from '../database/connection.ts'
import { type FormErrors, formErrors, offeredValues, typedValues } from '../http/forms.ts'
import { addressOf } from '../http/own-address.ts'
import { sendPage } from '../http/page.ts'
import { studyOf } from '../studies/store.ts'
import { countLinked, makeAnonymous } from '../surveys/anonymity-store.ts'
import { surveyParams } from '../surveys/schema.ts'
import { countSingleUseLinks, makeSingleUseLinks, setLinkMode } from '../surveys/single-use-store.ts'
import { hasResponses, type SurveyKey, surveyOf } from '../surveys/store.ts'
import { AlreadyAnswered } from './errors.ts'
import { linksView } from './links-view.ts'
import { anonymityForm, linkModeForm, singleUseForm } from './schema.ts'
import { singleUseLinksCsv } from './single-use-csv.ts'

/** Who can answer a survey: anybody, whoever has a link, people by name; and whether their answers lead back to them. */
export const linkRoutes: FastifyPluginAsyncZod<{ db: Database }> = async (app, { db }) => {
  const survey = { schema: { params: surveyParams } }
  const keyOf = (request: FastifyRequest): SurveyKey => ({
    workspaceId: request.account.workspaceId,
    surveyId: (request.params as { surveyId: string }).surveyId,
  })
  app.get('/surveys/:surveyId/links', survey, (request, reply) => sendLinks(request, reply, null))

  app.post('/surveys/:surveyId/link-mode', survey, async (request, reply) => {
    const key = keyOf(request)
    await surveyOf(db, key)
    const { linkMode } = offeredValues(linkModeForm, request.body)
    await setLinkMode(db, { ...key, linkMode })
    return reply.redirect(`/surveys/${key.surveyId}/links`, 303)
  })

  app.post('/surveys/:surveyId/anonymity', survey, async (request, reply) => {
    const key = keyOf(request)
    await surveyOf(db, key)
    const form = anonymityForm.safeParse(request.body)
    if (!form.success) return sendLinks(request, reply, formErrors(form.error))
    if (!(await makeAnonymous(db, key))) throw new AlreadyAnswered()
    return reply.redirect(`/surveys/${key.surveyId}/links#anonymity`, 303)
  })

  app.post('/surveys/:surveyId/single-use-links', survey, async (request, reply) => {
    const key = keyOf(request)
    const { title } = await surveyOf(db, key)
    const form = singleUseForm.safeParse(request.body)
    if (!form.success) return sendLinks(request, reply, formErrors(form.error))
    const codes = await makeSingleUseLinks(db, { ...key, count: form.data.howMany, at: request.clock.now() })
    // Not a redirect: the codes are shown in this answer alone, because only their hashes are kept.
    reply.header('content-disposition', 'attachment; filename="links.csv"').header('cache-control', 'no-store')
    return reply
      .type('text/csv; charset=utf-8')
      .send(singleUseLinksCsv(title, { address: addressOf(request), surveyId: key.surveyId, codes }))
  })

  async function sendLinks(request: FastifyRequest, reply: FastifyReply, errors: FormErrors | null) {
    const key = keyOf(request)
    const found = await surveyOf(db, key)
    const study = await studyOf(db, { workspaceId: key.workspaceId, studyId: found.studyId })
    const view = linksView({
      survey: found,
      address: addressOf(request),
      singleUse: await countSingleUseLinks(db, key),
      linked: found.isAnonymous ? await countLinked(db, key) : 0,
      hasResponses: await hasResponses(db, key),
      mayChange: request.account.role !== 'viewer',
      typedHowMany: errors ? (typedValues(request.body).howMany ?? '') : '',
      errors,
    })
    if (errors) reply.status(422)
    const title = `${errors ? 'Error: ' : ''}Who can answer: ${found.draft.title}`
    const frame = { title, styles: ['survey-editor', 'invitations'], study, section: 'survey' as const }
    return sendPage(request, reply, 'pages/invitations/links', frame, view)
  }
}
