import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Database } from '../../database/connection.ts'
import { type FormErrors, formErrors, typedValues } from '../../http/forms.ts'
import { addressOf } from '../../http/own-address.ts'
import { sendPage, sendPlainPage } from '../../http/page.ts'
import { hashSecret, newId, newSecret } from '../../ids.ts'
import { mayBeQuoted } from '../../privacy/store.ts'
import { studyOf } from '../../studies/store.ts'
import type { PersonaFacts } from '../draw-set.ts'
import { setParams } from '../schema.ts'
import { claimsOfSet, type PersonaSet, personaSetOf } from '../store.ts'
import { storedClaims } from '../stored-claims.ts'
import { readSpan } from '../words.ts'
import { NothingToShare, ShareLinkNotFound, ShareLinkOver, ShareLinkUnknown, TooManyReads } from './errors.ts'
import { linksView } from './links-view.ts'
import { linkForm, linkParams, sharedParams } from './schema.ts'
import { type SharedQuote, sharedView } from './shared-view.ts'
import { findLinkBySecret, insertShareLink, linksOfSet, markUsed, revokeLink } from './store.ts'

const dayMilliseconds = 86_400_000

const reading = {
  access: 'respondent',
  rateLimit: { max: 60, timeWindow: '1 minute', errorResponseBuilder: () => new TooManyReads() },
} as const

/** Links by which somebody without an account reads one set, and the page that they open. */
export const sharingRoutes: FastifyPluginAsyncZod<{ db: Database }> = async (app, { db }) => {
  app.get('/personas/:personaSetId/share-links', { schema: { params: setParams } }, (request, reply) =>
    sendLinks(request, reply, request.params.personaSetId, { made: null, values: {}, errors: null }),
  )

  app.post('/personas/:personaSetId/share-links', { schema: { params: setParams } }, async (request, reply) => {
    const { workspaceId } = request.account
    const { personaSetId } = request.params
    const set = await personaSetOf(db, { workspaceId, personaSetId })
    if (set.word === 'none') throw new NothingToShare()
    const values = typedValues(request.body)
    const form = linkForm.safeParse(request.body)
    if (!form.success)
      return sendLinks(request, reply, personaSetId, { made: null, values, errors: formErrors(form.error) })
    const secret = newSecret()
    const at = request.clock.now()
    await insertShareLink(db, {
      workspaceId,
      personaSetId,
      linkId: newId(),
      secretHash: hashSecret(secret),
      reader: form.data.reader,
      accountName: request.account.name,
      expiresAt: new Date(at.getTime() + Number(form.data.days) * dayMilliseconds),
      at,
    })
    // Not a redirect: the secret is shown in this answer alone, because only its hash is kept.
    const made = `${addressOf(request)}/shared/${secret}`
    return sendLinks(request, reply.status(201), personaSetId, { made, values: {}, errors: null })
  })

  app.post(
    '/personas/:personaSetId/share-links/:linkId/revocation',
    { schema: { params: linkParams } },
    async (request, reply) => {
      const { workspaceId } = request.account
      const { personaSetId, linkId } = request.params
      if (!(await revokeLink(db, { workspaceId, personaSetId, linkId, at: request.clock.now() })))
        throw new ShareLinkNotFound()
      return reply.redirect(`/personas/${personaSetId}/share-links`, 303)
    },
  )

  app.get('/shared/:secret', { schema: { params: sharedParams }, config: reading }, async (request, reply) => {
    const now = request.clock.now()
    const link = await findLinkBySecret(db, hashSecret(request.params.secret))
    if (!link) throw new ShareLinkUnknown()
    if (link.revokedAt) throw new ShareLinkOver({ revokedAt: link.revokedAt })
    if (link.expiresAt <= now) throw new ShareLinkOver({ expiresAt: link.expiresAt })
    const key = { workspaceId: link.workspaceId, personaSetId: link.personaSetId }
    const set = await personaSetOf(db, key)
    const study = await studyOf(db, { workspaceId: key.workspaceId, studyId: set.studyId })
    const view = sharedView(set, storedClaims(await claimsOfSet(db, key), []), {
      quotes: await consentedQuotes(key.workspaceId, set),
      workspaceName: link.workspaceName,
      studyName: study.name,
      expiresAt: link.expiresAt,
    })
    await markUsed(db, { workspaceId: key.workspaceId, linkId: link.id, day: now.toISOString().slice(0, 10) })
    reply.header('x-robots-tag', 'noindex, nofollow, noarchive').header('referrer-policy', 'no-referrer')
    return sendPlainPage(
      reply,
      'pages/personas/shared',
      { title: `Personas, ${study.name}`, styles: ['workplace', 'one-pager', 'persona-set', 'shared'] },
      { ...view, isSimulated: study.isSimulated },
    )
  })

  async function sendLinks(
    request: FastifyRequest,
    reply: FastifyReply,
    personaSetId: string,
    { made, values, errors }: { made: string | null; values: Record<string, string>; errors: FormErrors | null },
  ) {
    const { workspaceId, role } = request.account
    const set = await personaSetOf(db, { workspaceId, personaSetId })
    const study = await studyOf(db, { workspaceId, studyId: set.studyId })
    const view = linksView(set, await linksOfSet(db, { workspaceId, personaSetId }), {
      now: request.clock.now(),
      mayChange: role !== 'viewer',
      made,
      form: { values, errors },
    })
    if (errors) reply.status(422)
    const title = errors ? 'Error: Links for readers' : 'Links for readers'
    const frame = { title, styles: ['versions'], study, section: 'personas' as const }
    return sendPage(request, reply, 'pages/personas/share-links', frame, view)
  }

  /** Quotes whose speakers agree to it today, without saying who they are. */
  async function consentedQuotes(workspaceId: string, set: PersonaSet): Promise<Map<string, SharedQuote>> {
    const study = { workspaceId, studyId: set.studyId }
    const quotes = new Map<string, SharedQuote>()
    for (const persona of set.personas) {
      const { quote } = persona.view as PersonaFacts
      if (quote?.quotable !== 'consented') continue
      if (!(await mayBeQuoted(db, { ...study, personId: quote.personId }))) continue
      const words = await readSpan(db, study, quote)
      const source = quote.sourceKind === 'document' ? 'a member, in an interview' : 'a member, in an open answer'
      if (words) quotes.set(persona.key, { text: words.text, source })
    }
    return quotes
  }
}
