import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import { buildApp } from '../../server/app.ts'
import { nobodysPassword } from '../../server/accounts/password.ts'
import { openSession } from '../../server/accounts/sign-in.ts'
import type { OpenDatabase } from '../../server/database/connection.ts'
import { formToken } from '../../server/http/access.ts'
import { newId } from '../../server/ids.ts'
import { tasksInLine } from '../../server/jobs/tasks.ts'
import type { MailParts } from '../../server/invitations/send-task.ts'
import { mailTaskHandlers, taskHandlers } from '../../server/task-handlers.ts'

/** A clock that stands still until it is told to move. */
export class StillClock {
  #now: Date
  constructor(now = '2026-03-02T10:00:00Z') {
    this.#now = new Date(now)
  }
  now = () => new Date(this.#now)
  advance({ seconds = 0, minutes = 0, days = 0 }: { seconds?: number; minutes?: number; days?: number }) {
    this.#now = new Date(this.#now.getTime() + seconds * 1000 + minutes * 60_000 + days * 86_400_000)
  }
}

export interface TestApp {
  app: FastifyInstance
  open: OpenDatabase
  clock: StillClock
}

/** The whole product on this database. Long work is done before the request that started it is answered. */
export async function testApp(
  open: OpenDatabase,
  clock = new StillClock(),
  mail: MailParts | null = null,
): Promise<TestApp> {
  const tasks = tasksInLine({ db: open.db, clock, handlers: { ...taskHandlers, ...mailTaskHandlers(mail) } })
  const config = { uploadBytes: 100 * 1024 * 1024, publicAddress: mail?.publicAddress }
  const app = await buildApp({ db: open.db, clock, config, tasks, mailer: mail?.mailer ?? null, log: false })
  await app.ready()
  return { app, open, clock }
}

/** A signed-in person of a workspace of their own: sends requests with the cookie, and forms with their token. */
export interface Researcher {
  workspaceId: string
  accountId: string
  form: string
  /** The session's cookie, for requests put together by hand. */
  cookie: string
  get: (url: string, headers?: Record<string, string>) => Promise<LightMyRequestResponse>
  post: (
    url: string,
    fields?: Record<string, string | string[]>,
    headers?: Record<string, string>,
  ) => Promise<LightMyRequestResponse>
  upload: (
    url: string,
    files: { name: string; bytes: Buffer | string; field?: string }[],
    fields?: Record<string, string>,
  ) => Promise<LightMyRequestResponse>
}

export async function aResearcher(world: TestApp, name = 'L. Okafor'): Promise<Researcher> {
  const workspaceId = newId()
  const createdAt = world.clock.now()
  await world.open.db.insertInto('workspace').values({ id: workspaceId, name: 'Northfield Home', createdAt }).execute()
  return signedIn(world, { workspaceId, name, role: 'owner' })
}

/** Somebody else who may change the same workspace. */
export function aColleague(world: TestApp, { workspaceId }: Researcher, name: string): Promise<Researcher> {
  return signedIn(world, { workspaceId, name, role: 'researcher' })
}

async function signedIn(
  { app, open, clock }: TestApp,
  { workspaceId, name, role }: { workspaceId: string; name: string; role: 'owner' | 'researcher' },
): Promise<Researcher> {
  const accountId = newId()
  const at = clock.now()
  await open.db
    .insertInto('account')
    .values({
      id: accountId,
      workspaceId,
      email: `${accountId}@example.org`,
      name,
      passwordHash: nobodysPassword,
      role,
      createdAt: at,
    })
    .execute()
  const token = await openSession(open.db, { workspaceId, accountId, at })
  const form = formToken(token)
  const send = (options: InjectOptions) =>
    app.inject({ ...options, cookies: { verbatim: token }, headers: { accept: 'text/html', ...options.headers } })
  return {
    workspaceId,
    accountId,
    form,
    cookie: token,
    get: (url, headers) => send({ method: 'GET', url, headers }),
    post: (url, fields = {}, more = {}) => {
      const { payload, headers } = urlEncoded({ _form: form, ...fields })
      return send({ method: 'POST', url, payload, headers: { ...headers, ...more } })
    },
    upload: (url, files, fields = {}) =>
      send({ method: 'POST', url: `${url}?form=${form}`, ...multipartBody(files, fields) }),
  }
}

/** The cookies that an answer sets, for the next request. */
export function cookiesOf(reply: { cookies: { name: string; value: string }[] }): Record<string, string> {
  return Object.fromEntries(reply.cookies.map(({ name, value }) => [name, value]))
}

/** Payload and header of a form sent the ordinary way. */
export function urlEncoded(fields: Record<string, string | string[]>) {
  const body = new URLSearchParams()
  for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) body.append(name, one)
  return { payload: body.toString(), headers: { 'content-type': 'application/x-www-form-urlencoded' } }
}

function multipartBody(
  files: { name: string; bytes: Buffer | string; field?: string }[],
  fields: Record<string, string>,
) {
  const boundary = 'verbatim-test-boundary'
  const parts: Buffer[] = []
  for (const [name, value] of Object.entries(fields)) {
    parts.push(Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`))
  }
  for (const file of files) {
    const head = `--${boundary}\r\ncontent-disposition: form-data; name="${file.field ?? 'files'}"; filename="${file.name}"\r\ncontent-type: application/octet-stream\r\n\r\n`
    parts.push(Buffer.from(head), Buffer.from(file.bytes), Buffer.from('\r\n'))
  }
  parts.push(Buffer.from(`--${boundary}--\r\n`))
  return { payload: Buffer.concat(parts), headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } }
}
