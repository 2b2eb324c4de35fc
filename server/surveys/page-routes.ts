import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { type FormBody, oneValue } from '../../survey-forms/form-body.ts'
import { movedKey } from '../../survey-forms/item-kinds/ranking/moves.ts'
import type { Database } from '../database/connection.ts'
import { type Answered, answerPage, sendAnswers } from './answering.ts'
import { SavedElsewhere, SurveyNotOpen } from './errors.ts'
import {
  answering,
  isOver,
  isReached,
  type Link,
  pagePath,
  placeOf,
  responseOf,
  type ResponseToAnswer,
  reviewPath,
} from './link.ts'
import { sendQuestions, sendReview } from './respondent-page.ts'
import { moveOf } from './respondent-memory.ts'
import type { OpenResponse } from './respondent-store.ts'
import { saveAnswers } from './saving.ts'
import { linkPageParams, linkParams } from './schema.ts'
import { linkPath } from './start.ts'

/** How often a page is read and saved again when another post of the same respondent came between. */
const attempts = 5

/** A respondent's pages: each has an address of its own, so that the browser's Back is the survey's. */
export const pageRoutes: FastifyPluginAsyncZod<{ db: Database }> = async (app, { db }) => {
  const whole = { config: answering, schema: { params: linkParams } }
  app.get('/r/:personId/:secret', whole, async (request, reply) => {
    const found = await responseOf(db, request.params, { at: request.clock.now() })
    return reply.redirect(placeOf(request.params, found), 303)
  })

  const page = { config: answering, schema: { params: linkPageParams } }
  app.get('/r/:personId/:secret/pages/:number', page, async (request, reply) => {
    const found = await responseOf(db, request.params, { at: request.clock.now() })
    const pageIndex = request.params.number - 1
    if (!isReached(found, pageIndex)) return reply.redirect(placeOf(request.params, found), 303)
    return sendQuestions(request, reply, { link: request.params, found, pageIndex, errors: [] })
  })

  app.post('/r/:personId/:secret/pages/:number', page, async (request, reply) => {
    const link = request.params
    const pageIndex = link.number - 1
    const body = (request.body ?? {}) as FormBody
    const saved = await savePage(db, link, { pageIndex, body, at: request.clock.now() })
    if (saved.kind === 'moved') return reply.redirect(`${linkPath(saved.link)}/thanks`, 303)
    if (saved.kind === 'elsewhere') return reply.redirect(placeOf(link, saved.found), 303)
    const { to, errors } = saved.answered
    if (to === 'errors')
      return sendQuestions(request, reply.status(422), { link, found: saved.found, pageIndex, errors })
    // Whoever moved one thing goes on at that thing.
    const moved = movedKey(body)
    const place = moved && typeof to === 'object' && to.page === pageIndex ? `#${moved}` : ''
    return reply.redirect(`${addressOf(saved.link, isOver(saved.found.response) ? 'end' : to)}${place}`, 303)
  })

  app.get('/r/:personId/:secret/answers', whole, async (request, reply) => {
    const found = await responseOf(db, request.params, { at: request.clock.now() })
    const place = placeOf(request.params, found)
    if (place !== reviewPath(request.params)) return reply.redirect(place, 303)
    return sendReview(request, reply, { link: request.params, found })
  })

  app.post('/r/:personId/:secret/answers', whole, async (request, reply) => {
    const link = request.params
    const body = (request.body ?? {}) as FormBody
    const sent = await sendAll(db, link, { body, at: request.clock.now() })
    return reply.redirect(addressOf(sent.link, sent.to), 303)
  })
}

function addressOf(link: Link, to: Exclude<Answered['to'], 'errors'>): string {
  if (to === 'end') return `${linkPath(link)}/thanks`
  return to === 'review' ? reviewPath(link) : pagePath(link, to.page)
}

type SavedPage =
  | { kind: 'saved'; answered: Answered; found: ResponseToAnswer; link: Link }
  | { kind: 'moved'; link: Link } // a button pressed twice: the first press ended it and cut it from this address
  | { kind: 'elsewhere'; found: ResponseToAnswer } // the page is not, or no longer, theirs to answer

/** @throws {SurveyNotOpen} once the survey is closed; nothing is saved then */
async function savePage(
  db: Database,
  link: Link,
  posted: { pageIndex: number; body: FormBody; at: Date },
): Promise<SavedPage> {
  const { pageIndex, body, at } = posted
  for (let attempt = 0; attempt < attempts; attempt++) {
    const moved = moveOf(link, at)
    if (moved) return { kind: 'moved', link: moved }
    // What is remembered will do for the first attempt, but not to turn somebody away.
    let found = await responseOf(db, link, { at, remembered: attempt === 0 })
    const isRefused = found.response.state !== 'open' || !isReached(found, pageIndex)
    if (attempt === 0 && isRefused) found = await responseOf(db, link, { at })
    const { response, instrument, languages } = found
    assertOpen(response)
    if (!isReached(found, pageIndex)) return { kind: 'elsewhere', found }

    const answered = answerPage(instrument, inProgress(response), { pageIndex, body, at, seed: response.seed })
    const language = chosenLanguage(body, found)
    const { progress, consents } = answered
    const saved = await saveAnswers(db, link, response, {
      instrument,
      progress,
      consents,
      language,
      at,
      isRetry: attempt > 0,
    })
    if (!saved) continue
    const written = { ...response, ...saved.progress, language }
    return { kind: 'saved', answered, found: { response: written, instrument, languages }, link: saved.link }
  }
  throw new SavedElsewhere()
}

/** Ends a response whose answers were looked at once more; or changes the language of the page that shows them. */
async function sendAll(
  db: Database,
  link: Link,
  { body, at }: { body: FormBody; at: Date },
): Promise<{ to: Exclude<Answered['to'], 'errors'>; link: Link }> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const moved = moveOf(link, at)
    if (moved) return { to: 'end', link: moved }
    const found = await responseOf(db, link, { at })
    const { response, instrument } = found
    if (isOver(response)) return { to: 'end', link }
    assertOpen(response)
    const language = chosenLanguage(body, found)
    const isSwitch = oneValue(body, '_language') !== ''
    const stored = inProgress(response)
    const { progress, to } = isSwitch
      ? { progress: stored, to: 'review' as const }
      : sendAnswers(instrument, stored, { seed: response.seed, at })
    const saved = await saveAnswers(db, link, response, {
      instrument,
      progress,
      consents: [],
      language,
      at,
      isRetry: attempt > 0,
    })
    if (!saved) continue
    const isSent = saved.progress.outcome !== 'in_progress'
    return { to: isSent ? 'end' : (to as Exclude<Answered['to'], 'errors'>), link: saved.link }
  }
  throw new SavedElsewhere()
}

function assertOpen({ surveyId, state }: OpenResponse): void {
  if (state !== 'open') throw new SurveyNotOpen({ surveyId, state })
}

/** Whoever goes on with a response that a closed survey had cut short is in progress again. */
function inProgress(response: OpenResponse) {
  const { answers, drafts, shownOrder, pageSeconds, page, quotaCells } = response
  return {
    answers,
    drafts,
    shownOrder,
    pageSeconds,
    page,
    quotaCells,
    outcome: 'in_progress' as const,
    endedBy: null,
    completedAt: null,
  }
}

function chosenLanguage(body: FormBody, { response, languages }: ResponseToAnswer): string {
  const named = oneValue(body, '_language')
  return languages.includes(named) ? named : response.language
}
