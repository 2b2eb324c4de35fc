import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { interfaceLanguages, sayIn } from '../../survey-forms/languages/phrases.ts'
import { bestLanguage } from '../../survey-forms/languages/texts.ts'
import type { Database } from '../database/connection.ts'
import { AppError } from '../errors.ts'
import { compressPages } from '../http/compression.ts'
import { endRoutes } from './end-routes.ts'
import { acceptedLanguages, starting } from './link.ts'
import { pageRoutes } from './page-routes.ts'
import { sendNotice } from './respondent-page.ts'
import { respondentStyle } from './respondent-style.ts'
import { startRoutes } from './start-routes.ts'

/** Everything a respondent meets. Their link is their key: no cookie, no account, no script. */
export const respondentRoutes: FastifyPluginAsyncZod<{ db: Database }> = async (app, { db }) => {
  compressPages(app)
  app.setErrorHandler((error: FastifyError, request, reply) => sayWhatIsWrong(error, request, reply))

  app.get('/r/style/:name', { config: starting }, async (request, reply) => {
    const { path, plain, gzip, brotli } = respondentStyle()
    const isCurrent = request.url.split('?')[0] === path
    reply.type('text/css; charset=utf-8').header('vary', 'accept-encoding')
    reply.header('cache-control', isCurrent ? 'public, max-age=31536000, immutable' : 'no-store')
    const accepted = String(request.headers['accept-encoding'] ?? '')
    if (/\bbr\b/.test(accepted)) return reply.header('content-encoding', 'br').send(brotli)
    if (/\bgzip\b/.test(accepted)) return reply.header('content-encoding', 'gzip').send(gzip)
    return reply.send(plain)
  })

  await app.register(startRoutes, { db })
  await app.register(pageRoutes, { db })
  await app.register(endRoutes, { db })
}

/** The phrases for each thing that can be wrong with a link. */
const phrasesOf: Record<string, string> = {
  survey_not_open: 'closed',
  link_unknown: 'unknown',
  link_expired: 'expired',
  link_spent: 'spent',
  link_needed: 'personal',
  too_many_pages: 'many',
  saved_elsewhere: 'elsewhere',
}

const statusOf: Partial<Record<AppError['kind'], number>> = {
  not_found: 404,
  conflict: 409,
  gone: 410,
  forbidden: 403,
  too_many: 429,
}

/**
 * What went wrong, in the look and the language respondents know. What only a program would read, and what is no
 * respondent's matter (a form sent from another site), is left to the handler of all pages.
 */
function sayWhatIsWrong(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (!(request.headers.accept ?? '').includes('text/html')) throw error
  const wrong = wrongOf(error)
  if (!wrong) throw error
  const language = bestLanguage([...interfaceLanguages], acceptedLanguages(request.headers['accept-language']))
  const say = sayIn(language)
  return sendNotice(reply.status(wrong.status), language, {
    survey: '',
    by: '',
    title: say(`${wrong.phrase}_title`),
    paragraphs: [say(`${wrong.phrase}_text`)],
    foot: null,
    link: '',
  })
}

function wrongOf(error: FastifyError): { phrase: string; status: number } | null {
  if (error instanceof AppError) {
    const known = error as AppError
    const phrase = known.details.state === 'draft' ? 'not_open' : phrasesOf[known.code]
    const status = statusOf[known.kind]
    return phrase && status ? { phrase, status } : null
  }
  // An address with a malformed id opens nothing, like one with a wrong id.
  const isMalformed = hasZodFastifySchemaValidationErrors(error) && error.validationContext === 'params'
  return isMalformed ? { phrase: 'unknown', status: 404 } : null
}
