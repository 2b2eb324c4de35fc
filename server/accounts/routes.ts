import type { FastifyReply } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Database } from '../database/connection.ts'
import { sessionCookieName } from '../http/access.ts'
import { type FormErrors, formErrors, typedValues } from '../http/forms.ts'
import { ownPath } from '../http/own-address.ts'
import { sendPlainPage } from '../http/page.ts'
import { hashSecret, newId } from '../ids.ts'
import { colleagueRoutes } from './colleagues-routes.ts'
import { joinRoutes } from './join-routes.ts'
import { ownAccountRoutes } from './own-account-routes.ts'
import { hashPassword } from './password.ts'
import { setupForm, signInForm } from './schema.ts'
import { setSessionCookie } from './session-cookie.ts'
import { openSession, signIn } from './sign-in.ts'
import { createOwner, endSession, ownerExists } from './store.ts'

const returning = z.object({ returnTo: z.string().max(500).optional() })

export const accountRoutes: FastifyPluginAsyncZod<{ db: Database }> = async (app, { db }) => {
  await app.register(colleagueRoutes, { db })
  await app.register(joinRoutes, { db })
  await app.register(ownAccountRoutes, { db })

  const anonymous = { access: 'anonymous' } as const

  app.get(
    '/set-up',
    { config: anonymous, schema: { querystring: z.object({ token: z.string().max(100).optional() }) } },
    async (request, reply) => {
      if (await ownerExists(db)) return reply.redirect('/sign-in', 303)
      return setupPage(reply, { values: { token: request.query.token ?? '' }, errors: null })
    },
  )

  app.post('/set-up', { config: anonymous }, async (request, reply) => {
    const form = setupForm.safeParse(request.body)
    if (!form.success) return setupPage(reply, { values: typedValues(request.body), errors: formErrors(form.error) })
    const { token, name, workspace, email, password } = form.data
    const account = { workspaceId: newId(), accountId: newId(), at: request.clock.now() }
    const passwordHash = await hashPassword(password)
    const isMade = await createOwner(db, {
      ...account,
      tokenHash: hashSecret(token),
      workspaceName: workspace,
      email,
      name,
      passwordHash,
    })
    if (!isMade) {
      const errors = formErrors({ token: 'This token is not the one the terminal shows now.' })
      return setupPage(reply, { values: typedValues(request.body), errors })
    }
    setSessionCookie(request, reply, await openSession(db, account))
    return reply.redirect('/', 303)
  })

  app.get('/sign-in', { config: anonymous, schema: { querystring: returning } }, async (request, reply) => {
    if (!(await ownerExists(db))) return reply.redirect('/set-up', 303)
    return signInPage(reply, { values: { returnTo: request.query.returnTo ?? '/' }, errors: null })
  })

  app.post(
    '/sign-in',
    { config: { ...anonymous, rateLimit: { max: 20, timeWindow: '1 minute' } } },
    async (request, reply) => {
      const form = signInForm.safeParse(request.body)
      if (!form.success) return signInPage(reply, { values: typedValues(request.body), errors: formErrors(form.error) })
      const token = await signIn(db, { ...form.data, at: request.clock.now() })
      if (token === null) {
        const errors = formErrors({ password: 'This address and password do not belong together.' })
        return signInPage(reply, { values: typedValues(request.body), errors })
      }
      setSessionCookie(request, reply, token)
      return reply.redirect(ownPath(typedValues(request.body).returnTo), 303)
    },
  )

  app.post('/sign-out', { config: { viewersToo: true } }, async (request, reply) => {
    await endSession(db, { workspaceId: request.account.workspaceId, tokenHash: hashSecret(request.session!.token) })
    reply.clearCookie(sessionCookieName(request), { path: '/' })
    return reply.redirect('/sign-in', 303)
  })
}

interface FormPage {
  values: Record<string, string>
  errors: FormErrors | null
}

function setupPage(reply: FastifyReply, { values, errors }: FormPage) {
  const view = { token: '', name: '', workspace: '', email: '', ...values, errors }
  return sendPlainPage(
    reply.status(errors ? 422 : 200),
    'pages/accounts/set-up',
    { title: titled('Make the first account', errors), styles: ['plain'] },
    view,
  )
}

function signInPage(reply: FastifyReply, { values, errors }: FormPage) {
  const view = { email: '', ...values, returnTo: ownPath(values.returnTo), errors }
  return sendPlainPage(
    reply.status(errors ? 422 : 200),
    'pages/accounts/sign-in',
    { title: titled('Sign in', errors), styles: ['plain'] },
    view,
  )
}

function titled(title: string, errors: FormErrors | null): string {
  return errors ? `Error: ${title}` : title
}
