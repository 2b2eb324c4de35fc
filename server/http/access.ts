import { createHmac, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { AppError } from '../errors.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/connection.ts'
import { findReaderByKey } from '../access-keys/store.ts'
import { findAccountBySession } from '../accounts/store.ts'
import { hashSecret } from '../ids.ts'

/**
 * Who may call a route. 'account' is what a route gets that says nothing: a signed-in person of the workspace.
 * 'anonymous' is sign-in and set-up; 'respondent' proves itself by the secret in its own link, never by a cookie; 'key' is a
 * program that sends an access key of the workspace in the header, and never a cookie either.
 */
export type Access = 'account' | 'anonymous' | 'respondent' | 'key'

export interface SignedInAccount {
  accountId: string
  workspaceId: string
  workspaceName: string
  name: string
  role: 'owner' | 'researcher' | 'viewer'
}

/** What a route says of itself, as the tests that try each of them read it. */
export interface RouteEntry {
  method: 'GET' | 'POST'
  url: string
  access: Access
  isUpload: boolean
  viewersToo: boolean
}

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access
    /** Only the workspace's owner may do this. */
    needs?: 'owner'
    /** A form about the signed-in person alone, which somebody who may only look can send as well. */
    viewersToo?: boolean
    /** The handler reads the form token from its own parts: uploads are streamed, so nobody else can. */
    isUpload?: boolean
  }
  interface FastifyInstance {
    /** Every route as registered, for the tests that try each of them. */
    routeList: RouteEntry[]
  }
  interface FastifyRequest {
    clock: Clock
    session: { token: string; account: SignedInAccount } | null
    /** The signed-in account of a route with access 'account'. */
    account: SignedInAccount
    /** The workspace whose key a route with access 'key' was called with. */
    reader: { workspaceId: string; workspaceName: string }
  }
}

export class SignInNeeded extends AppError {
  readonly kind = 'unauthenticated'
  readonly code = 'sign_in_needed'
  constructor() {
    super('Sign in to see this page.')
  }
}

export class FormExpired extends AppError {
  readonly kind = 'forbidden'
  readonly code = 'form_expired'
  constructor() {
    super(
      'This form was opened in another session or came from another site. Go back, reload the page and send it again; what you typed is still there.',
    )
  }
}

export class NotAllowed extends AppError {
  readonly kind = 'forbidden'
  readonly code = 'not_allowed'
  constructor() {
    super('Your account can read this workspace but not change it.')
  }
}

export class KeyNeeded extends AppError {
  readonly kind = 'unauthenticated'
  readonly code = 'key_needed'
  constructor() {
    super(
      'Send an access key of the workspace as “Authorization: Bearer …”; this one is missing, unknown, ended or taken back.',
    )
  }
}

export class OwnerNeeded extends AppError {
  readonly kind = 'forbidden'
  readonly code = 'owner_needed'
  constructor() {
    super('Only an owner of this workspace can do this.')
  }
}

/** On https the __Host- prefix pins the cookie to this host; a client on plain http would drop it. */
export function sessionCookieName(request: FastifyRequest): string {
  return request.protocol === 'https' ? '__Host-verbatim' : 'verbatim'
}

/** Decides for every route who may pass, and checks the form token of every POST by a signed-in person. */
export function registerAccess(app: FastifyInstance, { db, clock }: { db: Database; clock: Clock }): void {
  app.decorate('routeList', [])
  app.addHook('onRoute', ({ method, url, config }) => {
    for (const one of [method].flat()) {
      if (one !== 'GET' && one !== 'POST') continue
      app.routeList.push({
        method: one as 'GET' | 'POST',
        url,
        access: config?.access ?? 'account',
        isUpload: config?.isUpload ?? false,
        viewersToo: config?.viewersToo ?? false,
      })
    }
  })
  app.decorateRequest('session', null)
  app.decorateRequest('clock')
  app.decorateRequest('account')
  app.decorateRequest('reader')

  app.addHook('onRequest', async (request, reply) => {
    request.clock = clock
    const access = accessOf(request)
    if (request.method === 'POST') refuseOtherSites(request)
    if (access === 'respondent') return
    if (access === 'key') {
      reply.header('www-authenticate', 'Bearer')
      request.reader = await readKey(db, request, clock)
      return
    }
    request.session = await readSession(db, request, clock)
    if (access !== 'account') return
    if (!request.session) throw new SignInNeeded()
    request.account = request.session.account
    assertRole(request)
  })

  app.addHook('preHandler', async (request) => {
    if (request.method !== 'POST' || accessOf(request) !== 'account') return
    const given = request.routeOptions.config.isUpload
      ? (request.query as { form?: string }).form
      : (request.body as { _form?: string } | undefined)?._form
    assertFormToken(request, given)
  })
}

function assertRole(request: FastifyRequest): void {
  const { needs, viewersToo } = request.routeOptions.config
  const { role } = request.account
  if (request.method === 'POST' && role === 'viewer' && !viewersToo) throw new NotAllowed()
  if (needs === 'owner' && role !== 'owner') throw new OwnerNeeded()
}

function accessOf(request: FastifyRequest): Access {
  return request.is404 ? 'anonymous' : (request.routeOptions.config.access ?? 'account')
}

async function readSession(db: Database, request: FastifyRequest, clock: Clock) {
  const token = request.cookies[sessionCookieName(request)]
  if (!token) return null
  const account = await findAccountBySession(db, { tokenHash: hashSecret(token), at: clock.now() })
  return account ? { token, account } : null
}

async function readKey(db: Database, request: FastifyRequest, clock: Clock) {
  const [, secret] = /^Bearer (\S{1,200})$/i.exec(request.headers.authorization ?? '') ?? []
  const reader = secret && (await findReaderByKey(db, { secretHash: hashSecret(secret), at: clock.now() }))
  if (!reader) throw new KeyNeeded()
  return reader
}

/** Browsers say where a form came from; a program that sends neither header has no cookies to misuse. */
function refuseOtherSites(request: FastifyRequest): void {
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new FormExpired()
  const { origin } = request.headers
  if (origin !== undefined && origin !== 'null' && URL.parse(origin)?.host !== request.host) throw new FormExpired()
}

/** The token every form of this session carries in the hidden field `_form` (uploads: in the query, `?form=`). */
export function formToken(sessionToken: string): string {
  return createHmac('sha256', sessionToken).update('form').digest('base64url')
}

/** A seal on what a page offered: only this session can have been given it, and not with other values. */
export function sealOf(sessionToken: string, offered: string): string {
  return createHmac('sha256', sessionToken).update(`offered ${offered}`).digest('base64url')
}

function assertFormToken(request: FastifyRequest, given: string | undefined): void {
  const expected = Buffer.from(formToken(request.session!.token))
  const actual = Buffer.from(given ?? '')
  if (expected.length !== actual.length || !timingSafeEqual(expected, actual)) throw new FormExpired()
}
