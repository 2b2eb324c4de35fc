import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Database } from '../database/connection.ts'
import { type FormErrors, formErrors, typedValues } from '../http/forms.ts'
import { sendPage } from '../http/page.ts'
import { changePassword, ownAccount, renameAccount } from './colleagues-store.ts'
import { TooManyTries } from './errors.ts'
import { hashPassword, passwordMatches } from './password.ts'
import { nameForm, passwordForm } from './schema.ts'
import { setSessionCookie } from './session-cookie.ts'
import { openSession } from './sign-in.ts'

/** A person's own name and password, whatever they may do in the workspace, and the list of its settings. */
export const ownAccountRoutes: FastifyPluginAsyncZod<{ db: Database }> = async (app, { db }) => {
  const own = { config: { viewersToo: true } } as const

  app.get('/settings', async (request, reply) =>
    sendPage(
      request,
      reply,
      'pages/settings/settings',
      { title: 'Settings', styles: ['settings'] },
      {
        workspaceName: request.account.workspaceName,
      },
    ),
  )

  app.get('/settings/account', (request, reply) => sendAccount(request, reply, {}))

  app.post('/settings/account/name', own, async (request, reply) => {
    const form = nameForm.safeParse(request.body)
    if (!form.success) return sendAccount(request, reply, { errors: formErrors(form.error) })
    await renameAccount(db, { ...ofRequest(request), name: form.data.name })
    return reply.redirect('/settings/account', 303)
  })

  app.post(
    '/settings/account/password',
    {
      config: {
        ...own.config,
        rateLimit: { max: 10, timeWindow: '1 minute', errorResponseBuilder: () => new TooManyTries() },
      },
    },
    async (request, reply) => {
      const form = passwordForm.safeParse(request.body)
      if (!form.success) return sendAccount(request, reply, { errors: formErrors(form.error) })
      const account = ofRequest(request)
      const { passwordHash } = await ownAccount(db, account)
      if (!(await passwordMatches(form.data.current, passwordHash)))
        return sendAccount(request, reply, {
          errors: formErrors({ current: 'This is not the password you have now.' }),
        })
      await changePassword(db, { ...account, passwordHash: await hashPassword(form.data.password) })
      setSessionCookie(request, reply, await openSession(db, { ...account, at: request.clock.now() }))
      return sendAccount(request, reply, { isChanged: true })
    },
  )

  async function sendAccount(
    request: FastifyRequest,
    reply: FastifyReply,
    { errors = null, isChanged = false }: { errors?: FormErrors | null; isChanged?: boolean },
  ) {
    const { name, email, role } = await ownAccount(db, ofRequest(request))
    if (errors) reply.status(422)
    const title = errors ? 'Error: Your account' : 'Your account'
    return sendPage(
      request,
      reply,
      'pages/settings/account',
      { title, styles: ['settings'], viewersToo: true },
      { name, email, role, isChanged, errors, ...(errors ? typedValues(request.body) : {}) },
    )
  }
}

function ofRequest({ account: { workspaceId, accountId } }: FastifyRequest) {
  return { workspaceId, accountId }
}
