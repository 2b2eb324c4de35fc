import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { interfaceLanguages, sayIn } from '../../survey-forms/languages/phrases.ts'
import { bestLanguage } from '../../survey-forms/languages/texts.ts'
import type { Database } from '../database/connection.ts'
import { acceptedLanguages } from '../surveys/link.ts'
import { sendNotice, sendRespondentPage } from '../surveys/respondent-page.ts'
import { TooManyOptOuts } from './errors.ts'
import { findMailKey, isOptedOut, optOut, organisationName } from './message-store.ts'
import { isOptOutProven, type OptOut } from './opt-out.ts'
import { optOutParams } from './schema.ts'

const reading = {
  access: 'respondent',
  rateLimit: { max: 120, timeWindow: '1 minute', errorResponseBuilder: () => new TooManyOptOuts() },
} as const

/**
 * Where an address ends all mail of a workspace. Looking changes nothing, because scanners of mail look at every address; one
 * POST does it, from the page's button or from a mail program (RFC 8058, List-Unsubscribe=One-Click), without signing in.
 */
export const optOutRoutes: FastifyPluginAsyncZod<{ db: Database }> = async (app, { db }) => {
  const page = { config: reading, schema: { params: optOutParams } }

  app.get('/o/:workspaceId/:address/:proof', page, async (request, reply) => {
    const emailHash = await provenAddress(request.params)
    if (!emailHash) return sendUnknown(request, reply)
    const { workspaceId } = request.params
    if (await isOptedOut(db, { workspaceId, emailHash })) return sendDone(request, reply, workspaceId)
    const { language, say } = voiceOf(request)
    const organisation = await organisationName(db, workspaceId)
    const view = {
      title: say('opt_out_title'),
      text: say('opt_out_text', { organisation }),
      button: say('opt_out_button'),
      action: request.url.split('?')[0],
    }
    return sendRespondentPage(reply, 'pages/invitations/opt-out', { title: say('opt_out_title'), language }, view)
  })

  app.post('/o/:workspaceId/:address/:proof', page, async (request, reply) => {
    // Mail programs may send their one field as multipart/form-data. What it says does not matter, so it is let go by.
    request.raw.resume()
    const emailHash = await provenAddress(request.params)
    if (!emailHash) return sendUnknown(request, reply)
    const { workspaceId } = request.params
    await optOut(db, { workspaceId, emailHash, at: request.clock.now() })
    return sendDone(request, reply, workspaceId)
  })

  /** The fingerprint of the address, or null for an address of ours that was copied short, or made by somebody else. */
  async function provenAddress(params: OptOut): Promise<Buffer | null> {
    const key = await findMailKey(db, params.workspaceId)
    return key && isOptOutProven(key, params) ? Buffer.from(params.address, 'base64url') : null
  }

  async function sendDone(request: FastifyRequest, reply: FastifyReply, workspaceId: string) {
    const { say } = voiceOf(request)
    const organisation = await organisationName(db, workspaceId)
    return sendWords(request, reply, say('opted_out_title'), say('opted_out_text', { organisation }))
  }
}

function sendUnknown(request: FastifyRequest, reply: FastifyReply) {
  const { say } = voiceOf(request)
  return sendWords(request, reply.status(404), say('unknown_title'), say('unknown_text'))
}

function sendWords(request: FastifyRequest, reply: FastifyReply, title: string, text: string) {
  const notice = { survey: '', by: '', title, paragraphs: [text], foot: null, link: '' }
  return sendNotice(reply, voiceOf(request).language, notice)
}

function voiceOf(request: FastifyRequest) {
  const language = bestLanguage([...interfaceLanguages], acceptedLanguages(request.headers['accept-language']))
  return { language, say: sayIn(language) }
}
