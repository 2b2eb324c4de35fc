import type { FastifyReply } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Database } from '../database/connection.ts'
import { type FormErrors, formErrors, typedValues } from '../http/forms.ts'
import { sendPlainPage } from '../http/page.ts'
import { hashSecret, newId } from '../ids.ts'
import { acceptInvitation, findInvitation, renewPassword } from './colleagues-store.ts'
import { InvitationOver, TooManyTries } from './errors.ts'
import { hashPassword } from './password.ts'
import { joinForm, joinParams, renewalForm } from './schema.ts'
import { setSessionCookie } from './session-cookie.ts'
import { openSession } from './sign-in.ts'

type Invitation = NonNullable<Awaited<ReturnType<typeof findInvitation>>>

const open = {
  schema: { params: joinParams },
  config: {
    access: 'anonymous',
    rateLimit: { max: 20, timeWindow: '1 minute', errorResponseBuilder: () => new TooManyTries() },
  },
} as const

/** What a link from an owner opens: an account of one's own, or a new password for the one there is. */
export const joinRoutes: FastifyPluginAsyncZod<{ db: Database }> = async (app, { db }) => {
  app.get('/join/:secret', open, async (request, reply) => {
    const invitation = await invitationFor(request.params.secret, request.clock.now())
    return joinPage(reply, invitation, request.params.secret, { values: {}, errors: null })
  })

  app.post('/join/:secret', open, async (request, reply) => {
    const { secret } = request.params
    const at = request.clock.now()
    const invitation = await invitationFor(secret, at)
    const sendBack = (errors: FormErrors) =>
      joinPage(reply, invitation, secret, { values: typedValues(request.body), errors })
    const { workspaceId, id: invitationId, role } = invitation

    if (invitation.accountId !== null) {
      const form = renewalForm.safeParse(request.body)
      if (!form.success) return sendBack(formErrors(form.error))
      const passwordHash = await hashPassword(form.data.password)
      const { accountId } = invitation
      if (!(await renewPassword(db, { workspaceId, invitationId, accountId, passwordHash }))) throw new InvitationOver()
      setSessionCookie(request, reply, await openSession(db, { workspaceId, accountId, at }))
      return reply.redirect('/', 303)
    }

    const form = joinForm.safeParse(request.body)
    if (!form.success) return sendBack(formErrors(form.error))
    const { name, email, password } = form.data
    const account = { workspaceId, accountId: newId(), at }
    const passwordHash = await hashPassword(password)
    const outcome = await acceptInvitation(db, { ...account, invitationId, role, name, email, passwordHash })
    if (outcome === 'spent') throw new InvitationOver()
    if (outcome === 'taken')
      return sendBack(
        formErrors({ email: 'This address has an account here already. Sign in with it, or use another.' }),
      )
    setSessionCookie(request, reply, await openSession(db, account))
    return reply.redirect('/', 303)
  })

  async function invitationFor(secret: string, at: Date): Promise<Invitation> {
    const invitation = await findInvitation(db, { secretHash: hashSecret(secret), at })
    if (!invitation) throw new InvitationOver()
    return invitation
  }
}

function joinPage(
  reply: FastifyReply,
  { workspaceName, accountId, accountName, email }: Invitation,
  secret: string,
  { values, errors }: { values: Record<string, string>; errors: FormErrors | null },
) {
  const isRenewal = accountId !== null
  const title = isRenewal ? 'Choose a new password' : `Join ${workspaceName}`
  // The address holds the key: it must not reach a site that a link leads to, or a search engine.
  reply.header('referrer-policy', 'no-referrer').header('x-robots-tag', 'noindex')
  return sendPlainPage(
    reply.status(errors ? 422 : 200),
    'pages/accounts/join',
    { title: errors ? `Error: ${title}` : title, styles: ['plain'] },
    { name: '', email: '', ...values, secret, title, isRenewal, address: email ?? '', inviter: accountName, errors },
  )
}
