import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Instrument } from '../../survey-forms/instrument.ts'
import type { FieldError } from '../../survey-forms/item-kind.ts'
import { directionOf } from '../../survey-forms/languages/direction.ts'
import { sayIn } from '../../survey-forms/languages/phrases.ts'
import { renderPage } from '../http/render.ts'
import { type Link, pagePath, type ResponseToAnswer, reviewPath, type SurveyToAnswer } from './link.ts'
import type { OpenResponse } from './respondent-store.ts'
import { respondentStyle } from './respondent-style.ts'
import {
  errorTitle,
  headView,
  languageViews,
  type PageToShow,
  pageTitle,
  pageView,
  sentenceWithLink,
  untilText,
} from './respondent-view.ts'
import { reviewView } from './review-view.ts'
import { linkPath, type Start } from './start.ts'

/** What every page that respondents see stands in. */
export interface RespondentFrame {
  title: string
  language: string
}

/** Answers with a page of the respondents' own: two files in all, no script, the language and direction of its texts. */
export function sendRespondentPage(
  reply: FastifyReply,
  name: string,
  frame: RespondentFrame,
  view: object,
): FastifyReply {
  const { language } = frame
  const layout = {
    name: 'respondent',
    view: {
      title: String(frame.title),
      language,
      direction: directionOf(language),
      skip: sayIn(language)('skip'),
      style: respondentStyle().path,
    },
  }
  return reply
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('content-language', language)
    .send(renderPage(name, view, layout))
}

/** The welcome with the first page's questions. `isBaited`: the field that must stay empty was filled. */
export function sendWelcome(
  request: FastifyRequest,
  reply: FastifyReply,
  given: { survey: SurveyToAnswer; start: Start; shown: PageToShow; isBaited: boolean; isKnown: boolean },
): FastifyReply {
  const { survey, start, shown, isBaited, isKnown } = given
  const { instrument } = shown
  const say = sayIn(instrument.language)
  const view = {
    ...pageView(shown, { shownAt: request.clock.now() }),
    introduction: instrument.introduction,
    takes: say('takes', { count: instrument.minutes }),
    promise: survey.isAnonymous
      ? say('anonymous')
      : isKnown
        ? say('with_name', { organisation: survey.organisation })
        : null,
    stored: say('nothing_stored'),
    start: say('start'),
    action: request.url,
    startKey: start.key,
    language: instrument.language,
    bait: { label: say('bait'), isShown: isBaited, title: say('bait_title'), text: say('bait_text') },
  }
  const title = `${instrument.title}. ${say('study_by', { organisation: survey.organisation })}`
  const frame = {
    title: shown.errors.length > 0 || isBaited ? errorTitle(say, title) : title,
    language: instrument.language,
  }
  return sendRespondentPage(reply, 'pages/respondent/welcome', frame, view)
}

export function sendQuestions(
  request: FastifyRequest,
  reply: FastifyReply,
  { link, found, pageIndex, errors }: { link: Link; found: ResponseToAnswer; pageIndex: number; errors: FieldError[] },
): FastifyReply {
  const { response, languages } = found
  const { answers, drafts, seed, organisation, shownOrder } = response
  const { instrument } = found
  const shown = { instrument, organisation, languages, pageIndex, answers, drafts, errors, seed, shownOrder }
  const view = {
    ...pageView(shown, { shownAt: request.clock.now() }),
    action: pagePath(link, pageIndex),
    ...footView(instrument, organisation, response),
    link: linkPath(link),
  }
  const frame = { title: pageTitle(shown), language: instrument.language }
  return sendRespondentPage(reply, 'pages/respondent/questions', frame, view)
}

/** All answers once more, each with a way back to its page, and the button that sends them. */
export function sendReview(
  _request: FastifyRequest,
  reply: FastifyReply,
  { link, found }: { link: Link; found: ResponseToAnswer },
): FastifyReply {
  const { instrument, response, languages } = found
  const say = sayIn(instrument.language)
  const view = {
    ...headView(instrument, response.organisation),
    title: say('check_title'),
    text: say('check_text'),
    change: say('change'),
    send: say('send'),
    action: reviewPath(link),
    parts: reviewView(instrument, response, link),
    languages: languageViews(languages, instrument.language),
    languageLabel: say('language'),
    ...footView(instrument, response.organisation, response),
    link: linkPath(link),
  }
  const frame = { title: `${say('check_title')}. ${instrument.title}`, language: instrument.language }
  return sendRespondentPage(reply, 'pages/respondent/review', frame, view)
}

function footView(
  instrument: Instrument,
  organisation: string,
  { secretExpiresAt, isInvited }: Pick<OpenResponse, 'secretExpiresAt' | 'isInvited'>,
) {
  const say = sayIn(instrument.language)
  return {
    comeBack: sentenceWithLink(say('come_back', { until: untilText(secretExpiresAt, instrument.language) })),
    withoutName: say(isInvited ? 'with_name' : 'without_name', { organisation }),
    stop: say('stop_and_delete'),
  }
}

/** A page that only says something: the end, a closed survey, a link that opens nothing. */
export function sendNotice(
  reply: FastifyReply,
  language: string,
  notice: {
    survey: string
    by: string
    title: string
    paragraphs: string[]
    foot: ReturnType<typeof sentenceWithLink> | null
    link: string
  },
): FastifyReply {
  const frame = { title: [notice.title, notice.survey].filter(Boolean).join(' '), language }
  return sendRespondentPage(reply, 'pages/respondent/notice', frame, notice)
}
