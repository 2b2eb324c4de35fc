import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Database } from '../../database/connection.ts'
import { type FormErrors, formErrors, typedValues } from '../../http/forms.ts'
import { sendPage } from '../../http/page.ts'
import { newId } from '../../ids.ts'
import { studyParams } from '../../studies/schema.ts'
import { type StudyKey, studyOf } from '../../studies/store.ts'
import { setParams } from '../schema.ts'
import { claimsOfSet, personaSetOf } from '../store.ts'
import { storedClaims } from '../stored-claims.ts'
import { differenceView, type SetToCompare } from './difference-view.ts'
import { NothingToPublish, SetsOfTwoStudies } from './errors.ts'
import { differenceQuery, publicationForm } from './schema.ts'
import { insertPublication, movementsBetween, publicationsOfStudy, setsOfStudy } from './store.ts'
import { versionsView } from './view.ts'

/** Sets as versions: their list, which one is in use, and what became of one in another. */
export const versionRoutes: FastifyPluginAsyncZod<{ db: Database }> = async (app, { db }) => {
  app.get('/studies/:studyId/persona-versions', { schema: { params: studyParams } }, (request, reply) =>
    sendVersions(request, reply, { workspaceId: request.account.workspaceId, ...request.params }, null),
  )

  app.get(
    '/studies/:studyId/persona-versions/difference',
    { schema: { params: studyParams, querystring: differenceQuery } },
    async (request, reply) => {
      const key = { workspaceId: request.account.workspaceId, ...request.params }
      const study = await studyOf(db, key)
      const sets = await setsOfStudy(db, key)
      // Without a choice: the newest set beside the one before it.
      const before = request.query.before ?? sets[1]?.id
      const after = request.query.after ?? sets[0]?.id
      const known = new Set(sets.map(({ id }) => id))
      if ((before && !known.has(before)) || (after && !known.has(after))) throw new SetsOfTwoStudies()
      const frame = { title: 'What changed', styles: ['versions'], study, section: 'personas' as const }
      const options = sets.map(({ id, number }) => ({
        id,
        name: `Set ${number}`,
        isBefore: id === before,
        isAfter: id === after,
      }))
      if (!before || !after) {
        const view = { studyId: study.id, options, difference: null }
        return sendPage(request, reply, 'pages/personas/difference', frame, view)
      }
      const movements = await movementsBetween(db, { workspaceId: key.workspaceId, before, after })
      const [one, other] = [await toCompare(key.workspaceId, before), await toCompare(key.workspaceId, after)]
      const view = { studyId: study.id, options, difference: differenceView(one, other, movements) }
      return sendPage(request, reply, 'pages/personas/difference', frame, view)
    },
  )

  app.post('/personas/:personaSetId/publication', { schema: { params: setParams } }, async (request, reply) => {
    const { workspaceId } = request.account
    const { personaSetId } = request.params
    const set = await personaSetOf(db, { workspaceId, personaSetId })
    const key = { workspaceId, studyId: set.studyId }
    if (set.word === 'none') throw new NothingToPublish()
    const values = typedValues(request.body)
    const form = publicationForm.safeParse(request.body)
    if (!form.success)
      return sendVersions(request, reply, key, { personaSetId, values, errors: formErrors(form.error) })
    const claims = await claimsOfSet(db, { workspaceId, personaSetId })
    const disputed = claims.filter(({ grade }) => grade === 'X').length
    if (disputed > 0 && form.data.despite !== 'yes') {
      const lines = disputed === 1 ? 'One line is' : `${disputed} lines are`
      const despite = `${lines} disputed. Settle that first, or say that the set is published all the same.`
      return sendVersions(request, reply, key, { personaSetId, values, errors: formErrors({ despite }) })
    }
    await insertPublication(db, { ...key, ...decisionOf(request), personaSetId, note: form.data.note })
    return reply.redirect(`/studies/${key.studyId}/persona-versions`, 303)
  })

  app.post('/studies/:studyId/publication/withdrawal', { schema: { params: studyParams } }, async (request, reply) => {
    const key = { workspaceId: request.account.workspaceId, ...request.params }
    await studyOf(db, key)
    const [last] = await publicationsOfStudy(db, key)
    if (last?.personaSetId)
      await insertPublication(db, { ...key, ...decisionOf(request), personaSetId: null, note: '' })
    return reply.redirect(`/studies/${key.studyId}/persona-versions`, 303)
  })

  async function toCompare(workspaceId: string, personaSetId: string): Promise<SetToCompare> {
    const key = { workspaceId, personaSetId }
    return { set: await personaSetOf(db, key), claims: storedClaims(await claimsOfSet(db, key), []) }
  }

  async function sendVersions(
    request: FastifyRequest,
    reply: FastifyReply,
    key: StudyKey,
    form: { personaSetId: string; values: Record<string, string>; errors: FormErrors } | null,
  ) {
    const study = await studyOf(db, key)
    const view = versionsView(study.id, await setsOfStudy(db, key), await publicationsOfStudy(db, key), {
      mayChange: request.account.role !== 'viewer',
      form,
    })
    if (form) reply.status(422)
    const title = form ? 'Error: Versions' : 'Versions'
    const frame = { title, styles: ['versions'], study, section: 'personas' as const }
    return sendPage(request, reply, 'pages/personas/versions', frame, view)
  }
}

function decisionOf(request: FastifyRequest) {
  return { publicationId: newId(), accountName: request.account.name, at: request.clock.now() }
}
