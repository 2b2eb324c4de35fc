import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { codePointCount, type FormBody, oneValue } from '../../survey-forms/form-body.ts'
import type { Instrument } from '../../survey-forms/instrument.ts'
import type { Database } from '../database/connection.ts'
import { newId } from '../ids.ts'
import { type Answered, answerPage, untouched } from './answering.ts'
import { openSurveyByLink, pagePath, type SurveyToAnswer, starting } from './link.ts'
import { sendWelcome } from './respondent-page.ts'
import { startResponse } from './respondent-store.ts'
import type { PageToShow } from './respondent-view.ts'
import { surveyParams } from './schema.ts'
import { linkExpiry, linkPath, type Start, startOf } from './start.ts'

/** The public link: looking stores nothing; pressing Start with the consent that is needed makes the response. */
export const startRoutes: FastifyPluginAsyncZod<{ db: Database }> = async (app, { db }) => {
  app.get('/s/:surveyId', { config: starting, schema: { params: surveyParams } }, async (request, reply) => {
    const survey = await openSurveyByLink(db, request.params.surveyId)
    const start = startOf(survey.id, undefined)
    return sendWelcome(request, reply, { survey, start, shown: firstPage(survey, start, null), isBaited: false })
  })

  app.post('/s/:surveyId', { config: starting, schema: { params: surveyParams } }, async (request, reply) => {
    const survey = await openSurveyByLink(db, request.params.surveyId)
    const body = (request.body ?? {}) as FormBody
    const start = startOf(survey.id, body._start)
    const at = request.clock.now()
    const answered = answerPage(survey.instrument, untouched, { pageIndex: 0, body, seed: start.seed, at })
    // A robot that fills every field is told so, in case it is a person with a helpful browser.
    const isBaited = oneValue(body, '_website') !== ''
    if (answered.to === 'errors' || isBaited) {
      const shown = firstPage(survey, start, answered)
      return sendWelcome(request, reply.status(422), { survey, start, shown, isBaited })
    }
    await startResponse(db, {
      ...start,
      responseId: newId(),
      workspaceId: survey.workspaceId,
      studyId: survey.studyId,
      surveyId: survey.id,
      version: survey.version,
      secretExpiresAt: linkExpiry(at),
      language: survey.instrument.language,
      urlFields: urlFieldsOf(survey.instrument, request.query),
      consents: answered.consents,
      progress: answered.progress,
      at,
    })
    return reply.redirect(answered.to === 'end' ? `${linkPath(start)}/thanks` : pagePath(start, answered.to.page), 303)
  })
}

function firstPage(survey: SurveyToAnswer, start: Start, answered: Answered | null): PageToShow {
  const { instrument, organisation } = survey
  const { answers, drafts } = answered?.progress ?? untouched
  return { instrument, organisation, pageIndex: 0, answers, drafts, errors: answered?.errors ?? [], seed: start.seed }
}

/** Only fields the instrument names, and only short ones: they come from whoever wrote the link. */
function urlFieldsOf(instrument: Instrument, query: unknown): Record<string, string> {
  const given = instrument.urlFields.map((name) => [name, oneValue(query as FormBody, name)] as const)
  return Object.fromEntries(given.filter(([, value]) => value !== '' && codePointCount(value) <= 200))
}
