import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { FastifyRequest } from 'fastify'
import { codePointCount, type FormBody, oneValue } from '../../survey-forms/form-body.ts'
import { type Instrument, itemsOf } from '../../survey-forms/instrument.ts'
import { keptValue } from '../../survey-forms/item-kinds/hidden/schema.ts'
import { inLanguage, languagesOf } from '../../survey-forms/languages/texts.ts'
import type { Database } from '../database/connection.ts'
import type { Answers } from '../responses/variable.ts'
import { dayOf, responseIdFor, withoutTimes } from './anonymity.ts'
import { cutExpired } from './anonymity-cuts.ts'
import { type Answered, answerPage, untouched } from './answering.ts'
import { LinkNeeded, LinkSpent } from './errors.ts'
import {
  isOver,
  languageOf,
  openSurveyByLink,
  pagePath,
  placeOf,
  responseOf,
  type SurveyToAnswer,
  starting,
} from './link.ts'
import { sendWelcome } from './respondent-page.ts'
import { findResponseByLink, startResponse } from './respondent-store.ts'
import type { PageToShow } from './respondent-view.ts'
import { saveAnswers } from './saving.ts'
import { surveyParams } from './schema.ts'
import { findSingleUseLink, linkCodeHash } from './single-use-store.ts'
import { linkExpiry, linkPath, type Start, startOf } from './start.ts'

/** The public link: looking stores nothing; pressing Start with the consent that is needed makes the response. */
export const startRoutes: FastifyPluginAsyncZod<{ db: Database }> = async (app, { db }) => {
  app.get('/s/:surveyId', { config: starting, schema: { params: surveyParams } }, async (request, reply) => {
    const survey = await openSurveyByLink(db, request.params.surveyId)
    const { start, begun } = await whoStarts(db, survey, request, undefined)
    // Whoever comes again by a link of their own goes on where they were, on whatever device.
    if (begun) return reply.redirect(placeOf(start, begun), 303)
    const language = languageOf(request, survey.written, oneValue(request.query as FormBody, 'language'))
    return sendWelcome(request, reply, {
      survey,
      start,
      shown: firstPage(survey, start, { language, answered: null }),
      isBaited: false,
    })
  })

  app.post('/s/:surveyId', { config: starting, schema: { params: surveyParams } }, async (request, reply) => {
    const survey = await openSurveyByLink(db, request.params.surveyId)
    const body = (request.body ?? {}) as FormBody
    const { start, begun, codeHash } = await whoStarts(db, survey, request, body._start)
    if (begun) return reply.redirect(placeOf(start, begun), 303)
    const at = request.clock.now()
    const switched = oneValue(body, '_language')
    const language = languageOf(request, survey.written, switched || oneValue(body, '_in'))
    const instrument = inLanguage(survey.written, language)
    const before = { ...untouched, answers: survey.isAnonymous ? {} : answersInLink(instrument, request.query) }
    const answered = answerPage(instrument, before, { pageIndex: 0, body, seed: start.seed, at })
    // A robot that fills every field is told so, in case it is a person with a helpful browser.
    const isBaited = oneValue(body, '_website') !== ''
    if (switched || answered.to === 'errors' || isBaited) {
      const shown = firstPage(survey, start, { language, answered })
      return sendWelcome(request, reply.status(switched ? 200 : 422), { survey, start, shown, isBaited })
    }
    if (survey.isAnonymous) await cutExpired(db, { workspaceId: survey.workspaceId, surveyId: survey.id }, at)
    return reply.redirect(
      await begin(db, survey, { request, start, codeHash, language, instrument, answered, at }),
      303,
    )
  })
}

interface Beginning {
  request: FastifyRequest
  start: Start
  codeHash: Buffer | null
  language: string
  instrument: Instrument
  answered: Answered
  at: Date
}

/** Stores the first page as a response of its own. @returns where to go on */
async function begin(db: Database, survey: SurveyToAnswer, beginning: Beginning): Promise<string> {
  const { request, start, codeHash, language, instrument, answered, at } = beginning
  const { progress } = answered
  const { isAnonymous } = survey
  // Places in quotas are held in a step of their own, once there is a response to hold them for; and what is to be cut from
  // its link must be there first.
  const isCut = isAnonymous && codeHash !== null && progress.outcome !== 'in_progress'
  const inTwoSteps = progress.quotaCells.length > 0 || isCut
  const first = inTwoSteps
    ? { ...progress, quotaCells: [], outcome: 'in_progress' as const, endedBy: null, completedAt: null }
    : progress
  const startedAt = isAnonymous ? dayOf(at) : at
  await startResponse(db, {
    ...start,
    responseId: responseIdFor(isAnonymous),
    workspaceId: survey.workspaceId,
    studyId: survey.studyId,
    surveyId: survey.id,
    version: survey.version,
    secretExpiresAt: linkExpiry(startedAt),
    language,
    linkCodeHash: codeHash,
    isAnonymous,
    // What an address carries could tell one person from the next.
    urlFields: isAnonymous ? {} : urlFieldsOf(survey.written, request.query),
    consents: answered.consents,
    progress: isAnonymous ? withoutTimes(first) : first,
    at: startedAt,
  })
  if (inTwoSteps) {
    const { response } = await responseOf(db, start, { at })
    if (response.revision === 0) {
      const saved = await saveAnswers(db, start, response, {
        instrument,
        progress,
        consents: [],
        language,
        at,
        isRetry: true,
      })
      if (saved && saved.progress.outcome !== 'in_progress') return `${linkPath(saved.link)}/thanks`
    }
  }
  if (answered.to === 'end') return `${linkPath(start)}/thanks`
  return typeof answered.to === 'object' ? pagePath(start, answered.to.page) : linkPath(start)
}

/**
 * Who starts here. Where links work once, the code in the address decides: the same code is the same person on every
 * device, an empty or unknown one is nobody, and a spent one has had its answer.
 * @throws {LinkNeeded} @throws {LinkSpent}
 */
async function whoStarts(db: Database, survey: SurveyToAnswer, request: FastifyRequest, given: unknown) {
  if (survey.linkMode === 'open') return { start: startOf(survey.id, given), begun: null, codeHash: null }
  const code = oneValue(request.query as FormBody, 'code')
  const codeHash = linkCodeHash(code)
  const known =
    codeHash && (await findSingleUseLink(db, { workspaceId: survey.workspaceId, surveyId: survey.id, codeHash }))
  if (!known) throw new LinkNeeded()
  const start = startOf(survey.id, code)
  const begun = await findResponseByLink(db, start)
  if (known.spentAt || (begun && isOver(begun))) throw new LinkSpent()
  return { start, codeHash, begun: begun ? await responseOf(db, start, { at: request.clock.now() }) : null }
}

function firstPage(
  survey: SurveyToAnswer,
  start: Start,
  { language, answered }: { language: string; answered: Answered | null },
): PageToShow {
  const { answers, drafts } = answered?.progress ?? untouched
  return {
    instrument: inLanguage(survey.written, language),
    organisation: survey.organisation,
    languages: languagesOf(survey.written),
    pageIndex: 0,
    answers,
    drafts,
    errors: answered?.errors ?? [],
    seed: start.seed,
  }
}

/** Only fields the instrument names, and only short ones: they come from whoever wrote the link. */
function urlFieldsOf(instrument: Instrument, query: unknown): Record<string, string> {
  const given = instrument.urlFields.map((name) => [name, oneValue(query as FormBody, name)] as const)
  return Object.fromEntries(given.filter(([, value]) => value !== '' && codePointCount(value) <= 200))
}

/** Values that hidden items take from the link. */
function answersInLink(instrument: Instrument, query: unknown): Answers {
  const kept = itemsOf(instrument).flatMap((item) => {
    if (item.kind !== 'hidden') return []
    const value = keptValue(item, oneValue(query as FormBody, item.field ?? item.code))
    return value === null ? [] : [[item.code, value] as const]
  })
  return Object.fromEntries(kept)
}
