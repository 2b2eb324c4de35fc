import type { FastifyReply, FastifyRequest } from 'fastify'
import { sessionCookieName } from '../http/access.ts'
import { sessionDays } from './sign-in.ts'

/** Signs the browser in: the cookie is all it holds, and no script can read it. */
export function setSessionCookie(request: FastifyRequest, reply: FastifyReply, token: string): void {
  reply.setCookie(sessionCookieName(request), token, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: request.protocol === 'https',
    maxAge: sessionDays * 24 * 60 * 60,
  })
}
