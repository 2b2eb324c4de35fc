import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { FormBody } from '../../survey-forms/form-body.ts'
import type { Database } from '../database/connection.ts'
import { type Answered, answerPage } from './answering.ts'
import { SavedElsewhere, SurveyNotOpen } from './errors.ts'
import { answering, isReached, type Link, pagePath, placeOf, responseOf } from './link.ts'
import { sendQuestions } from './respondent-page.ts'
import { type OpenResponse, saveResponse } from './respondent-store.ts'
import type { PageToShow } from './respondent-view.ts'
import { linkPageParams, linkParams } from './schema.ts'
import { linkPath } from './start.ts'

/** How often a page is read and saved again when another post of the same respondent came between. */
const attempts = 5

/** A respondent's pages: each has an address of its own, so that the browser's Back is the survey's. */
export const pageRoutes: FastifyPluginAsyncZod<{ db: Database }> = async (app, { db }) => {
  app.get('/r/:personId/:secret', { config: answering, schema: { params: linkParams } }, async (request, reply) => {
    const { response } = await responseOf(db, request.params, request.clock.now())
    return reply.redirect(placeOf(request.params, response), 303)
  })

  const page = { config: answering, schema: { params: linkPageParams } }
  app.get('/r/:personId/:secret/pages/:number', page, async (request, reply) => {
    const { response, instrument } = await responseOf(db, request.params, request.clock.now())
    const pageIndex = request.params.number - 1
    if (!isReached(instrument, response, pageIndex)) return reply.redirect(placeOf(request.params, response), 303)
    const { answers, drafts, seed, organisation } = response
    const shown = { instrument, organisation, pageIndex, answers, drafts, errors: [], seed }
    return sendQuestions(request, reply, { link: request.params, response, shown })
  })

  app.post('/r/:personId/:secret/pages/:number', page, async (request, reply) => {
    const link = request.params
    const saved = await savePage(db, link, {
      pageIndex: link.number - 1,
      body: (request.body ?? {}) as FormBody,
      at: request.clock.now(),
    })
    if (saved.kind === 'elsewhere') return reply.redirect(placeOf(link, saved.response), 303)
    const { to } = saved.answered
    if (to === 'errors') return sendQuestions(request, reply.status(422), { link, ...saved })
    return reply.redirect(to === 'end' ? `${linkPath(link)}/thanks` : pagePath(link, to.page), 303)
  })
}

type SavedPage =
  | { kind: 'saved'; answered: Answered; response: OpenResponse; shown: PageToShow }
  | { kind: 'elsewhere'; response: OpenResponse } // the page is not, or no longer, theirs to answer

/** @throws {SurveyNotOpen} once the survey is closed; nothing is saved then */
async function savePage(
  db: Database,
  link: Link,
  posted: { pageIndex: number; body: FormBody; at: Date },
): Promise<SavedPage> {
  const { pageIndex, at } = posted
  for (let attempt = 0; attempt < attempts; attempt++) {
    const { response, instrument } = await responseOf(db, link, at)
    if (response.state !== 'open') throw new SurveyNotOpen({ surveyId: response.surveyId, state: response.state })
    if (!isReached(instrument, response, pageIndex)) return { kind: 'elsewhere', response }

    const { personId, id: responseId, workspaceId, studyId, revision, seed, organisation } = response
    const answered = answerPage(instrument, { ...response, outcome: 'in_progress' }, { ...posted, seed })
    const { progress, consents, errors } = answered
    const isSaved = await saveResponse(db, {
      personId,
      responseId,
      workspaceId,
      studyId,
      revision,
      progress,
      consents,
      at,
    })
    if (!isSaved) continue
    const { answers, drafts } = progress
    return {
      kind: 'saved',
      answered,
      response,
      shown: { instrument, organisation, pageIndex, answers, drafts, errors, seed },
    }
  }
  throw new SavedElsewhere()
}
