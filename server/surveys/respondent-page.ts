import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Instrument } from '../../survey-forms/instrument.ts'
import { sendPlainPage } from '../http/page.ts'
import { type Link, pagePath, type SurveyToAnswer } from './link.ts'
import type { OpenResponse } from './respondent-store.ts'
import { directionOf, type PageToShow, pageTitle, pageView, untilText } from './respondent-view.ts'
import { linkPath, type Start } from './start.ts'

/** A page in the language of its instrument. */
export function frameOf(instrument: Instrument, title: string) {
  return { title, language: instrument.language, direction: directionOf(instrument.language), styles: ['respondent'] }
}

/** The welcome with the first page's questions. `isBaited`: the field that must stay empty was filled. */
export function sendWelcome(
  request: FastifyRequest,
  reply: FastifyReply,
  { survey, start, shown, isBaited }: { survey: SurveyToAnswer; start: Start; shown: PageToShow; isBaited: boolean },
): FastifyReply {
  const { instrument, organisation } = survey
  const view = {
    ...pageView(shown, { shownAt: request.clock.now() }),
    introduction: instrument.introduction,
    minutes: instrument.minutes,
    action: request.url,
    startKey: start.key,
    isBaited,
  }
  const title = `${instrument.title}. A study by ${organisation}`
  const frame = frameOf(instrument, shown.errors.length > 0 || isBaited ? `Error: ${title}` : title)
  return sendPlainPage(reply, 'pages/respondent/welcome', frame, view)
}

export function sendQuestions(
  request: FastifyRequest,
  reply: FastifyReply,
  { link, response, shown }: { link: Link; response: OpenResponse; shown: PageToShow },
): FastifyReply {
  const view = {
    ...pageView(shown, { shownAt: request.clock.now() }),
    action: pagePath(link, shown.pageIndex),
    link: linkPath(link),
    until: untilText(response.secretExpiresAt),
  }
  return sendPlainPage(reply, 'pages/respondent/questions', frameOf(shown.instrument, pageTitle(shown)), view)
}
