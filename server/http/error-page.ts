import { randomBytes } from 'node:crypto'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { AppError, type ErrorKind } from '../errors.ts'
import { SignInNeeded } from './access.ts'
import { sendPlainPage } from './page.ts'

const statusOf: Record<ErrorKind, number> = {
  invalid: 422,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  gone: 410,
  too_large: 413,
  too_many: 429,
}

interface Problem {
  status: number
  code: string
  title: string
  /** What was kept and what to do. */
  advice: string
}

/** Every failure ends here: as RFC 9457 problem details for programs, as a page in plain words for people. */
export function registerErrorPages(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    if (error instanceof SignInNeeded && request.method === 'GET' && wantsPage(request)) {
      return reply.redirect(`/sign-in?returnTo=${encodeURIComponent(request.url)}`, 303)
    }
    return answer(request, reply, problemOf(error, request))
  })
  app.setNotFoundHandler((request, reply) =>
    answer(request, reply, {
      status: 404,
      code: 'not_found',
      title: 'There is nothing at this address.',
      advice: 'It may have been typed or copied short. Nothing was changed.',
    }),
  )
}

function problemOf(error: FastifyError, request: FastifyRequest): Problem {
  if (error instanceof AppError) {
    if (Object.keys(error.details).length > 0) request.log.info({ code: error.code, details: error.details }, 'refused')
    return { status: statusOf[error.kind], code: error.code, title: error.message, advice: 'Nothing else was changed.' }
  }
  if (hasZodFastifySchemaValidationErrors(error)) {
    // An address with a malformed id names nothing; saying so tells no more than "not found" does.
    const status = error.validationContext === 'params' ? 404 : 422
    const title =
      status === 404 ? 'There is nothing at this address.' : 'This address carries a value that cannot be used.'
    return { status, code: 'invalid_request', title, advice: 'Nothing was changed.' }
  }
  if (error.statusCode !== undefined && error.statusCode < 500) {
    const title = knownByFramework[error.code] ?? 'This request cannot be used as it was sent.'
    return { status: error.statusCode, code: error.code.toLowerCase(), title, advice: 'Nothing was changed.' }
  }
  if (tornForms.some((words) => error.message.includes(words))) {
    const title = 'This form did not arrive whole.'
    return { status: 400, code: 'torn_form', title, advice: 'Nothing was changed. Send it again.' }
  }
  const reference = randomBytes(2).toString('hex').toUpperCase()
  request.log.error({ err: error, reference }, 'failed')
  return {
    status: 500,
    code: 'our_fault',
    title: 'This page could not be made.',
    advice: `What you typed is still in the form: go back and press the button again. If it happens twice, tell the study's owner code ${reference}.`,
  }
}

const knownByFramework: Record<string, string> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'This is larger than Verbatim takes in one form.',
  FST_REQ_FILE_TOO_LARGE: 'A file is larger than Verbatim takes.',
  FST_FILES_LIMIT: 'These are more files than Verbatim takes at once.',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'Verbatim does not know this kind of request.',
}

/** What the reader of uploaded forms says, without a code, of one that stops in the middle or has no boundary. */
const tornForms = ['unexpected end of multipart data', 'Unexpected end of multipart data', 'Boundary not found']

function answer(request: FastifyRequest, reply: FastifyReply, problem: Problem): FastifyReply {
  reply.status(problem.status)
  if (!wantsPage(request)) {
    return reply.type('application/problem+json').send({
      type: `urn:verbatim:problem:${problem.code}`,
      title: problem.title,
      status: problem.status,
      detail: problem.advice,
    })
  }
  return sendPlainPage(
    reply,
    'pages/error',
    { title: problem.title, styles: ['plain'] },
    { ...problem, isSignedIn: request.session !== null },
  )
}

function wantsPage(request: FastifyRequest): boolean {
  if (request.url.startsWith('/api/')) return false
  return (request.headers.accept ?? '').includes('text/html')
}
