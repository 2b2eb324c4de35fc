import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Database } from '../database/connection.ts'
import { type FormErrors, formErrors, typedValues } from '../http/forms.ts'
import { addressOf } from '../http/own-address.ts'
import { sendPage } from '../http/page.ts'
import { hashSecret, newId, newSecret } from '../ids.ts'
import { AccessKeyNotFound } from './errors.ts'
import { keyForm, keyParams } from './schema.ts'
import { accessKeysOf, insertAccessKey, revokeAccessKey } from './store.ts'
import { accessKeysView } from './view.ts'

const ownersOnly = { config: { needs: 'owner' } } as const

/** Keys by which programs read the workspace through /api/v1: owners make them and take them back. */
export const accessKeyRoutes: FastifyPluginAsyncZod<{ db: Database }> = async (app, { db }) => {
  app.get('/settings/access-keys', (request, reply) => sendKeys(request, reply, {}))

  app.post('/settings/access-keys', ownersOnly, async (request, reply) => {
    const form = keyForm.safeParse(request.body)
    if (!form.success) return sendKeys(request, reply, { errors: formErrors(form.error) })
    // The beginning lets scanners of published code recognise a key that should not be there.
    const secret = `verbatim_${newSecret()}`
    const at = request.clock.now()
    await insertAccessKey(db, {
      keyId: newId(),
      workspaceId: request.account.workspaceId,
      secretHash: hashSecret(secret),
      holder: form.data.holder,
      accountName: request.account.name,
      at,
      expiresAt: new Date(at.getTime() + Number(form.data.days) * 86_400_000),
    })
    // Not a redirect: the key is shown in this answer alone, because only its fingerprint is kept.
    return sendKeys(request, reply.status(201), { made: secret })
  })

  app.post(
    '/settings/access-keys/:keyId/revocation',
    { ...ownersOnly, schema: { params: keyParams } },
    async (request, reply) => {
      const { workspaceId } = request.account
      const at = request.clock.now()
      if (!(await revokeAccessKey(db, { workspaceId, keyId: request.params.keyId, at }))) throw new AccessKeyNotFound()
      return reply.redirect('/settings/access-keys', 303)
    },
  )

  async function sendKeys(
    request: FastifyRequest,
    reply: FastifyReply,
    { made = '', errors = null }: { made?: string; errors?: FormErrors | null },
  ) {
    const { workspaceId, role } = request.account
    const view = accessKeysView(await accessKeysOf(db, workspaceId), {
      now: request.clock.now(),
      isOwner: role === 'owner',
      typed: errors ? typedValues(request.body) : {},
    })
    if (errors) reply.status(422)
    const title = errors ? 'Error: Access keys' : 'Access keys'
    const address = addressOf(request)
    return sendPage(
      request,
      reply,
      'pages/settings/access-keys',
      { title, styles: ['settings'] },
      { ...view, made, errors, address },
    )
  }
}
