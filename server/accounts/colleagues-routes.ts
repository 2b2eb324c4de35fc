import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Database } from '../database/connection.ts'
import { type FormErrors, formErrors, offeredValues, typedValues } from '../http/forms.ts'
import { addressOf } from '../http/own-address.ts'
import { sendPage } from '../http/page.ts'
import { changeAccount, colleaguesOf, deleteInvitation, invitationsOf } from './colleagues-store.ts'
import { colleaguesView } from './colleagues-view.ts'
import { LastOwner, NoSuchColleague } from './errors.ts'
import { invite } from './inviting.ts'
import { accountParams, invitationForm, invitationParams, roleForm } from './schema.ts'

const ownersOnly = { config: { needs: 'owner' } } as const

/** Who works in a workspace: everybody sees it, its owners invite, change and close. */
export const colleagueRoutes: FastifyPluginAsyncZod<{ db: Database }> = async (app, { db }) => {
  app.get('/settings/colleagues', (request, reply) => sendColleagues(request, reply, {}))

  app.post('/settings/colleagues/invitations', ownersOnly, async (request, reply) => {
    const form = invitationForm.safeParse(request.body)
    if (!form.success) return sendColleagues(request, reply, { errors: formErrors(form.error) })
    const made = await linkFor(request, { ...form.data, accountId: null })
    return sendColleagues(request, reply.status(201), { made })
  })

  app.post(
    '/settings/colleagues/invitations/:invitationId/removal',
    { ...ownersOnly, schema: { params: invitationParams } },
    async (request, reply) => {
      const { workspaceId } = request.account
      if (!(await deleteInvitation(db, { workspaceId, ...request.params }))) throw new NoSuchColleague()
      return reply.redirect('/settings/colleagues', 303)
    },
  )

  const ofAccount = { ...ownersOnly, schema: { params: accountParams } }

  app.post('/settings/colleagues/:accountId/role', ofAccount, async (request, reply) => {
    await changed(request, offeredValues(roleForm, request.body))
    return reply.redirect('/settings/colleagues', 303)
  })

  app.post('/settings/colleagues/:accountId/closing', ofAccount, async (request, reply) => {
    await changed(request, { closedAt: request.clock.now() })
    return reply.redirect('/settings/colleagues', 303)
  })

  app.post('/settings/colleagues/:accountId/reopening', ofAccount, async (request, reply) => {
    await changed(request, { closedAt: null })
    return reply.redirect('/settings/colleagues', 303)
  })

  app.post('/settings/colleagues/:accountId/password-link', ofAccount, async (request, reply) => {
    const { accountId } = request.params
    const colleagues = await colleaguesOf(db, request.account.workspaceId)
    const colleague = colleagues.find(({ id, closedAt }) => id === accountId && closedAt === null)
    if (!colleague) throw new NoSuchColleague()
    const made = await linkFor(request, { invitee: colleague.name, role: colleague.role, accountId })
    return sendColleagues(request, reply.status(201), { made })
  })

  /** The link is shown in the answer that made it and nowhere else: only its fingerprint is kept. */
  async function linkFor(
    request: FastifyRequest,
    invitation: Pick<Parameters<typeof invite>[1], 'invitee' | 'role' | 'accountId'>,
  ): Promise<string> {
    const { workspaceId, name } = request.account
    const path = await invite(db, { ...invitation, workspaceId, accountName: name, at: request.clock.now() })
    return `${addressOf(request)}${path}`
  }

  async function changed(request: FastifyRequest, change: Parameters<typeof changeAccount>[1]['change']) {
    const { workspaceId } = request.account
    const { accountId } = request.params as { accountId: string }
    const outcome = await changeAccount(db, { workspaceId, accountId, change })
    if (outcome === 'unknown') throw new NoSuchColleague()
    if (outcome === 'last_owner') throw new LastOwner()
  }

  async function sendColleagues(
    request: FastifyRequest,
    reply: FastifyReply,
    { made = '', errors = null }: { made?: string; errors?: FormErrors | null },
  ) {
    const { workspaceId } = request.account
    const view = colleaguesView({
      account: request.account,
      colleagues: await colleaguesOf(db, workspaceId),
      invitations: await invitationsOf(db, workspaceId),
      now: request.clock.now(),
      typed: errors ? typedValues(request.body) : {},
    })
    if (errors) reply.status(422)
    const title = errors ? 'Error: Colleagues' : 'Colleagues'
    return sendPage(
      request,
      reply,
      'pages/settings/colleagues',
      { title, styles: ['settings'] },
      { ...view, made, errors },
    )
  }
}
