import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Database } from '../../database/connection.ts'
import type { Facet } from '../../facets.ts'
import { type FormErrors, formErrors, offeredValues, typedValues } from '../../http/forms.ts'
import { sendPage } from '../../http/page.ts'
import { newId } from '../../ids.ts'
import { studyOf } from '../../studies/store.ts'
import { zoneOf } from '../claim.ts'
import { PersonaNotFound } from '../errors.ts'
import { claimParams, personaParams } from '../schema.ts'
import { claimsOfSet, personaSetOf, spansOfSet } from '../store.ts'
import { storedClaims } from '../stored-claims.ts'
import { claimInSet, sendClaimPage, wordsBehind } from './claim-page.ts'
import { EditNotFound, NotAStatement } from './errors.ts'
import { monthsAfter } from './expiry.ts'
import { reviewForm, type StatementZone, statementForm, undoForm, wordsForm } from './schema.ts'
import {
  type ClaimEdit,
  type ClaimKey,
  deleteStatement,
  editsOfClaim,
  insertStatement,
  saveReviewDate,
  saveWords,
} from './store.ts'
import { claimListView } from './view.ts'
import { refusalOf } from './wording.ts'

/** The lines of a persona: their evidence, their words, who changed them, and the team's own guesses beside them. */
export const claimEditingRoutes: FastifyPluginAsyncZod<{ db: Database }> = async (app, { db }) => {
  const keyOf = (request: FastifyRequest, params: { personaSetId: string; claimId: string }): ClaimKey => ({
    workspaceId: request.account.workspaceId,
    ...params,
  })

  app.get('/personas/:personaSetId/claims/:claimId', { schema: { params: claimParams } }, (request, reply) =>
    sendClaimPage(db, request, reply, keyOf(request, request.params)),
  )

  app.post(
    '/personas/:personaSetId/claims/:claimId/words',
    { schema: { params: claimParams } },
    async (request, reply) => {
      const key = keyOf(request, request.params)
      const { set, claim } = await claimInSet(db, key)
      const typed = typedValues(request.body).words ?? ''
      const form = wordsForm.safeParse(request.body)
      if (!form.success) return sendClaimPage(db, request, reply, key, { typed, errors: formErrors(form.error) })
      const { words } = form.data
      const drawn = claim.drawnWords ?? claim.words
      const behind = await wordsBehind(db, { workspaceId: key.workspaceId, set, claim })
      const heard = behind.flatMap((span) => (span.words ? [span.words.text] : []))
      const refusal = refusalOf(words, { drawn, heard })
      if (refusal) return sendClaimPage(db, request, reply, key, { typed, errors: formErrors({ words: refusal }) })
      if (words !== claim.words) {
        const edit = editBy(request, { kind: 'words', wordsBefore: claim.words, wordsAfter: words })
        await saveWords(db, { ...key, ...asEdited(words, drawn), edit })
      }
      return reply.redirect(pageOf(key), 303)
    },
  )

  app.post(
    '/personas/:personaSetId/claims/:claimId/reversals',
    { schema: { params: claimParams } },
    async (request, reply) => {
      const key = keyOf(request, request.params)
      const { claim } = await claimInSet(db, key)
      const { edit: editId } = offeredValues(undoForm, request.body)
      const undone = (await editsOfClaim(db, key)).find(
        ({ id, kind }) => id === editId && (kind === 'words' || kind === 'undo'),
      )
      if (!undone) throw new EditNotFound()
      const words = undone.wordsBefore
      const edit = editBy(request, { kind: 'undo', wordsBefore: claim.words, wordsAfter: words })
      await saveWords(db, { ...key, ...asEdited(words, claim.drawnWords ?? claim.words), edit })
      return reply.redirect(pageOf(key), 303)
    },
  )

  app.post(
    '/personas/:personaSetId/claims/:claimId/review',
    { schema: { params: claimParams } },
    async (request, reply) => {
      const key = keyOf(request, request.params)
      await claimInSet(db, key)
      const { months } = offeredValues(reviewForm, request.body)
      const reviewBy = monthsAfter(request.clock.now(), Number(months))
      const edit = editBy(request, { kind: 'review', wordsBefore: '', wordsAfter: reviewBy.toISOString() })
      await saveReviewDate(db, { ...key, reviewBy, edit })
      return reply.redirect(pageOf(key), 303)
    },
  )

  app.post(
    '/personas/:personaSetId/claims/:claimId/withdrawal',
    { schema: { params: claimParams } },
    async (request, reply) => {
      const key = keyOf(request, request.params)
      const { persona, claim } = await claimInSet(db, key)
      const edit = editBy(request, { kind: 'withdrawal', wordsBefore: claim.words, wordsAfter: '' })
      if (!(await deleteStatement(db, { ...key, edit }))) throw new NotAStatement()
      return reply.redirect(`/personas/${key.personaSetId}/${persona.key}/claims`, 303)
    },
  )

  app.get('/personas/:personaSetId/:personaKey/claims', { schema: { params: personaParams } }, (request, reply) =>
    sendClaimList(request, reply, request.params, { values: {}, errors: null }),
  )

  app.post(
    '/personas/:personaSetId/:personaKey/statements',
    { schema: { params: personaParams } },
    async (request, reply) => {
      const { workspaceId } = request.account
      const { personaSetId, personaKey } = request.params
      const set = await personaSetOf(db, { workspaceId, personaSetId })
      if (!set.personas.some(({ key }) => key === personaKey)) throw new PersonaNotFound()
      const values = typedValues(request.body)
      const form = statementForm.safeParse(request.body)
      if (!form.success)
        return sendClaimList(request, reply, request.params, { values, errors: formErrors(form.error) })
      const { words, zone } = form.data
      const refusal = refusalOf(words, { drawn: '', heard: [] })
      if (refusal)
        return sendClaimList(request, reply, request.params, { values, errors: formErrors({ words: refusal }) })
      await insertStatement(db, {
        workspaceId,
        personaSetId,
        personaKey,
        claimId: `${personaKey}-guess-${newId()}`,
        zone,
        facet: facetIn(zone),
        words,
        edit: editBy(request, { kind: 'statement', wordsBefore: '', wordsAfter: words }),
      })
      return reply.redirect(`/personas/${personaSetId}/${personaKey}/claims`, 303)
    },
  )

  async function sendClaimList(
    request: FastifyRequest,
    reply: FastifyReply,
    { personaSetId, personaKey }: { personaSetId: string; personaKey: string },
    form: { values: Record<string, string>; errors: FormErrors | null },
  ) {
    const { workspaceId, role } = request.account
    const set = await personaSetOf(db, { workspaceId, personaSetId })
    const persona = set.personas.find(({ key }) => key === personaKey)
    if (!persona) throw new PersonaNotFound()
    const study = await studyOf(db, { workspaceId, studyId: set.studyId })
    const key = { workspaceId, personaSetId }
    const claims = storedClaims(await claimsOfSet(db, key), await spansOfSet(db, key))
    const view = claimListView(set, persona, claims, {
      now: request.clock.now(),
      mayChange: role !== 'viewer',
      form,
    })
    const title = form.errors ? `Error: Lines of ${persona.name}` : `Lines of ${persona.name}`
    const frame = { title, styles: ['claim'], study, section: 'personas' as const }
    if (form.errors) reply.status(422)
    return sendPage(request, reply, 'pages/personas/claims', frame, view)
  }
}

/** Words as they are kept: none where they are the drawn ones again. */
function asEdited(words: string, drawn: string): { editedWords: string | null; editedFrom: string | null } {
  return words === drawn ? { editedWords: null, editedFrom: null } : { editedWords: words, editedFrom: drawn }
}

function editBy(request: FastifyRequest, what: Pick<ClaimEdit, 'kind' | 'wordsBefore' | 'wordsAfter'>): ClaimEdit {
  return { id: newId(), ...what, accountName: request.account.name, at: request.clock.now() }
}

function facetIn(zone: StatementZone): Facet {
  return (Object.entries(zoneOf) as [Facet, string][]).find(([, of]) => of === zone)![0]
}

function pageOf({ personaSetId, claimId }: ClaimKey): string {
  return `/personas/${personaSetId}/claims/${encodeURIComponent(claimId)}`
}
