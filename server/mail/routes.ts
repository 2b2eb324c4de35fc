import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { ownAccount } from '../accounts/colleagues-store.ts'
import type { Database } from '../database/connection.ts'
import { offeredValues } from '../http/forms.ts'
import { sendPage } from '../http/page.ts'
import type { Mailer } from './mailer.ts'

const testForm = z.object({ what: z.enum(['connection', 'mail']) })

const encryption = {
  'from the start': 'TLS from the start',
  'before anything': 'STARTTLS before anything is said',
  none: 'none: a relay on a network of one’s own',
} as const

/** How mail is set up, to look at and to try; changing it is the operator's, in the environment. */
export const mailSettingsRoutes: FastifyPluginAsyncZod<{
  db: Database
  mailer: Mailer | null
}> = async (app, { db, mailer }) => {
  app.get('/settings/mail', (request, reply) => sendSettings(request, reply, null))

  app.post('/settings/mail', async (request, reply) => {
    const { what } = offeredValues(testForm, request.body)
    if (!mailer)
      return sendSettings(request, reply.status(409), { isGood: false, sentence: 'No mail server is set up.' })
    const said = what === 'connection' ? await tryConnection(mailer) : await tryMail(request, mailer)
    return sendSettings(request, reply, said)
  })

  async function tryConnection(given: Mailer) {
    const wrong = await given.verify()
    return wrong === null
      ? { isGood: true, sentence: 'The server answered and let us in. Nothing was sent.' }
      : { isGood: false, sentence: `The server could not be used (${wrong}).` }
  }

  async function tryMail(request: FastifyRequest, given: Mailer) {
    const { email, name } = await ownAccount(db, request.account)
    const handover = await given.send({
      to: { name, address: email },
      subject: 'A test mail from Verbatim',
      text: 'Mail is set up: this was sent by the server that will send your invitations.\n',
      html: '<!doctype html><html lang="en"><head><meta charset="utf-8"><title></title></head><body><p>Mail is set up: this was sent by the server that will send your invitations.</p></body></html>',
      language: 'en',
      optOutAddress: null,
    })
    await given.close()
    return handover.kind === 'sent'
      ? { isGood: true, sentence: `A test mail is on its way to ${email}.` }
      : { isGood: false, sentence: `The test mail was not sent (${handover.reason}).` }
  }

  async function sendSettings(
    request: FastifyRequest,
    reply: FastifyReply,
    said: { isGood: boolean; sentence: string } | null,
  ) {
    const config = mailer?.config
    const view = {
      said,
      mayTry: request.account.role !== 'viewer',
      publicAddress: app.publicAddress ?? '',
      server: config
        ? {
            place: `${config.host}, port ${config.port}`,
            encryption: encryption[config.tls],
            signsIn: config.credentials ? `as ${config.credentials.user}; the password is shown nowhere` : 'no',
            from: config.from.name ? `${config.from.name} <${config.from.address}>` : config.from.address,
            perMinute: config.perMinute,
          }
        : null,
    }
    return sendPage(request, reply, 'pages/settings/mail', { title: 'Mail', styles: ['settings', 'invitations'] }, view)
  }
}
