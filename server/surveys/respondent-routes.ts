import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { codePointCount, type FormBody, oneValue } from '../../survey-forms/form-body.ts'
import type { Instrument } from '../../survey-forms/instrument.ts'
import type { Database } from '../database/connection.ts'
import { sendPlainPage } from '../http/page.ts'
import { newId } from '../ids.ts'
import { erasePerson } from '../privacy/erasure.ts'
import { answerPage, untouched } from './answering.ts'
import { consentDecisions } from './consent.ts'
import { LinkExpired, LinkUnknown, SavedElsewhere, SurveyNotOpen, TooManyPages } from './errors.ts'
import { shownItems } from './journey.ts'
import {
  findResponseByLink,
  findSurveyByLink,
  type OpenResponse,
  saveResponse,
  startResponse,
  versionOf,
} from './respondent-store.ts'
import { directionOf, headView, type PageToShow, pageTitle, pageView, untilText } from './respondent-view.ts'
import { linkPageParams, linkParams, surveyParams } from './schema.ts'
import { linkExpiry, linkPath, type Start, startOf } from './start.ts'

type Link = { personId: string; secret: string }

/** Everything a respondent meets. Their link is their key: no cookie, no account, no script. */
export const respondentRoutes: FastifyPluginAsyncZod<{ db: Database }> = async (app, { db }) => {
  // Schools and offices share one address: starts are limited per address and generously, pages per link.
  const starting = {
    access: 'respondent',
    rateLimit: { max: 600, timeWindow: '1 minute', errorResponseBuilder: tooMany },
  } as const
  const answering = {
    access: 'respondent',
    rateLimit: { max: 120, timeWindow: '1 minute', errorResponseBuilder: tooMany, keyGenerator: linkKey },
  } as const

  app.get('/s/:surveyId', { config: starting, schema: { params: surveyParams } }, async (request, reply) => {
    const survey = await openSurveyByLink(db, request.params.surveyId)
    const start = startOf(survey.id, undefined)
    return sendWelcome(request, reply, { survey, start, shown: firstPage(survey, start) })
  })

  app.post('/s/:surveyId', { config: starting, schema: { params: surveyParams } }, async (request, reply) => {
    const survey = await openSurveyByLink(db, request.params.surveyId)
    const body = (request.body ?? {}) as FormBody
    const start = startOf(survey.id, body._start)
    const { instrument } = survey
    const at = request.clock.now()
    const { progress, to, errors } = answerPage(instrument, untouched, { pageIndex: 0, body, seed: start.seed, at })
    const isBaited = oneValue(body, '_website') !== ''
    if (to === 'errors' || isBaited) {
      const shown = { ...firstPage(survey, start), answers: progress.answers, drafts: progress.drafts, errors }
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
      language: instrument.language,
      urlFields: urlFieldsOf(instrument, request.query),
      consents: consentDecisions(instrument, { before: {}, after: progress.answers }),
      progress,
      at,
    })
    return reply.redirect(
      to === 'end' ? `${linkPath(start)}/thanks` : pagePath(start, typeof to === 'object' ? to.page : 0),
      303,
    )
  })

  app.get('/r/:personId/:secret', { config: answering, schema: { params: linkParams } }, async (request, reply) => {
    const { response } = await responseOf(db, request.params, request.clock.now())
    return reply.redirect(placeOf(request.params, response), 303)
  })

  app.get(
    '/r/:personId/:secret/pages/:number',
    { config: answering, schema: { params: linkPageParams } },
    async (request, reply) => {
      const { response, instrument } = await responseOf(db, request.params, request.clock.now())
      const pageIndex = request.params.number - 1
      if (!isReached(instrument, response, pageIndex)) return reply.redirect(placeOf(request.params, response), 303)
      const { answers, drafts, seed, organisation } = response
      return sendQuestions(request, reply, response, {
        instrument,
        organisation,
        pageIndex,
        answers,
        drafts,
        errors: [],
        seed,
      })
    },
  )

  app.post(
    '/r/:personId/:secret/pages/:number',
    { config: answering, schema: { params: linkPageParams } },
    async (request, reply) => {
      const body = (request.body ?? {}) as FormBody
      const pageIndex = request.params.number - 1
      const at = request.clock.now()
      for (let attempt = 0; attempt < 5; attempt++) {
        const { response, instrument } = await responseOf(db, request.params, at)
        if (response.state !== 'open') throw new SurveyNotOpen({ surveyId: response.surveyId, state: response.state })
        if (!isReached(instrument, response, pageIndex)) return reply.redirect(placeOf(request.params, response), 303)

        const stored = { ...response, outcome: 'in_progress' as const }
        const { progress, consents, to, errors } = answerPage(instrument, stored, {
          pageIndex,
          body,
          seed: response.seed,
          at,
        })
        const { personId, id: responseId, workspaceId, studyId, revision } = response
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
        if (to === 'end') return reply.redirect(`${linkPath(request.params)}/thanks`, 303)
        if (to !== 'errors') return reply.redirect(pagePath(request.params, to.page), 303)
        const { answers, drafts } = progress
        const shown = {
          instrument,
          organisation: response.organisation,
          pageIndex,
          answers,
          drafts,
          errors,
          seed: response.seed,
        }
        return sendQuestions(request, reply.status(422), response, shown)
      }
      throw new SavedElsewhere()
    },
  )

  app.get(
    '/r/:personId/:secret/thanks',
    { config: answering, schema: { params: linkParams } },
    async (request, reply) => {
      const { response, instrument } = await responseOf(db, request.params, request.clock.now())
      if (response.outcome !== 'completed') return reply.redirect(placeOf(request.params, response), 303)
      const view = {
        ...headView(instrument, response.organisation),
        thanks: instrument.thanks,
        link: linkPath(request.params),
        until: untilText(response.secretExpiresAt),
      }
      return sendPlainPage(
        reply,
        'pages/respondent/thanks',
        frameOf(instrument, `Your answers are stored. ${instrument.title}`),
        view,
      )
    },
  )

  app.get(
    '/r/:personId/:secret/withdrawal',
    { config: answering, schema: { params: linkParams } },
    async (request, reply) => {
      const { response, instrument } = await responseOf(db, request.params, request.clock.now())
      const count = Object.values(response.answers).filter((value) => value !== null).length
      const view = {
        ...headView(instrument, response.organisation),
        count,
        link: linkPath(request.params),
        back: placeOf(request.params, response),
      }
      return sendPlainPage(
        reply,
        'pages/respondent/withdrawal',
        frameOf(instrument, `Delete my answers? ${instrument.title}`),
        view,
      )
    },
  )

  app.post(
    '/r/:personId/:secret/withdrawal',
    { config: answering, schema: { params: linkParams } },
    async (request, reply) => {
      const at = request.clock.now()
      const { response } = await responseOf(db, request.params, at)
      await erasePerson(db, {
        workspaceId: response.workspaceId,
        personId: response.personId,
        reason: 'withdrawal',
        at,
      })
      return reply.redirect('/r/deleted', 303)
    },
  )

  app.get('/r/deleted', { config: starting }, async (_request, reply) =>
    sendPlainPage(reply, 'pages/respondent/deleted', { title: 'Your answers are deleted', styles: ['respondent'] }, {}),
  )
}

function tooMany() {
  return new TooManyPages()
}

/** The person of the link, so that a whole school behind one address can answer at once. */
function linkKey(request: FastifyRequest): string {
  return (request.params as Link).personId
}

interface SurveyToAnswer {
  id: string
  workspaceId: string
  studyId: string
  version: number
  organisation: string
  instrument: Instrument
}

/** @throws {LinkUnknown} for no survey, {SurveyNotOpen} for one that takes no answers */
async function openSurveyByLink(db: Database, surveyId: string): Promise<SurveyToAnswer> {
  const survey = await findSurveyByLink(db, surveyId)
  if (!survey) throw new LinkUnknown()
  if (survey.state !== 'open' || survey.publishedVersion === null) {
    throw new SurveyNotOpen({ surveyId, state: survey.state === 'closed' ? 'closed' : 'draft' })
  }
  const version = survey.publishedVersion
  return { ...survey, version, instrument: await versionOf(db, { workspaceId: survey.workspaceId, surveyId, version }) }
}

/** @throws {LinkUnknown} for a wrong secret or nobody, {LinkExpired} after its last day */
async function responseOf(
  db: Database,
  link: Link,
  at: Date,
): Promise<{ response: OpenResponse; instrument: Instrument }> {
  const response = await findResponseByLink(db, link)
  if (!response || response.version === null) throw new LinkUnknown()
  const { secretExpiresAt, workspaceId, surveyId, version } = response
  if (secretExpiresAt && secretExpiresAt < at) throw new LinkExpired({ expiredAt: secretExpiresAt })
  return { response, instrument: await versionOf(db, { workspaceId, surveyId, version }) }
}

/** Where a link leads: the first page not yet done, or the end. */
function placeOf(link: Link, response: OpenResponse): string {
  return response.outcome === 'completed' ? `${linkPath(link)}/thanks` : pagePath(link, response.page)
}

function pagePath(link: Link, pageIndex: number): string {
  return `${linkPath(link)}/pages/${pageIndex + 1}`
}

function isReached(instrument: Instrument, response: OpenResponse, pageIndex: number): boolean {
  if (response.outcome === 'completed' || pageIndex > response.page) return false
  return shownItems(instrument.pages[pageIndex], response.answers).length > 0
}

function firstPage(survey: SurveyToAnswer, start: Start): PageToShow {
  const { instrument, organisation } = survey
  return { instrument, organisation, pageIndex: 0, answers: {}, drafts: {}, errors: [], seed: start.seed }
}

/** Only fields the instrument names, and only short ones: they come from whoever wrote the link. */
function urlFieldsOf(instrument: Instrument, query: unknown): Record<string, string> {
  const given = instrument.urlFields.map((name) => [name, oneValue(query as FormBody, name)] as const)
  return Object.fromEntries(given.filter(([, value]) => value !== '' && codePointCount(value) <= 200))
}

function frameOf(instrument: Instrument, title: string) {
  return { title, language: instrument.language, direction: directionOf(instrument.language), styles: ['respondent'] }
}

function sendWelcome(
  request: FastifyRequest,
  reply: FastifyReply,
  {
    survey,
    start,
    shown,
    isBaited = false,
  }: { survey: SurveyToAnswer; start: Start; shown: PageToShow; isBaited?: boolean },
) {
  const { instrument } = survey
  const view = {
    ...pageView(shown, { shownAt: request.clock.now() }),
    introduction: instrument.introduction,
    minutes: instrument.minutes,
    action: request.url,
    startKey: start.key,
    isBaited,
  }
  const title = `${instrument.title}. A study by ${survey.organisation}`
  const frame = frameOf(instrument, shown.errors.length > 0 || isBaited ? `Error: ${title}` : title)
  return sendPlainPage(reply, 'pages/respondent/welcome', frame, view)
}

function sendQuestions(request: FastifyRequest, reply: FastifyReply, response: OpenResponse, shown: PageToShow) {
  const link = linkPath(request.params as Link)
  const view = {
    ...pageView(shown, { shownAt: request.clock.now() }),
    action: `${link}/pages/${shown.pageIndex + 1}`,
    link,
    until: untilText(response.secretExpiresAt),
  }
  return sendPlainPage(reply, 'pages/respondent/questions', frameOf(shown.instrument, pageTitle(shown)), view)
}
