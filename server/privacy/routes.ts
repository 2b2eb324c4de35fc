import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Database } from '../database/connection.ts'
import { sendPage } from '../http/page.ts'
import { studyParams } from '../studies/schema.ts'
import { studyOf } from '../studies/store.ts'
import { erasePerson } from './erasure.ts'
import { PersonNotFound } from './errors.ts'
import { findPeople, holdingsOf } from './store.ts'

const personParams = studyParams.extend({ personId: z.uuid() })
const search = z.object({ search: z.string().trim().max(100).optional() })

export const privacyRoutes: FastifyPluginAsyncZod<{ db: Database }> = async (app, { db }) => {
  app.get(
    '/studies/:studyId/people',
    { schema: { params: studyParams, querystring: search } },
    async (request, reply) => {
      const { workspaceId } = request.account
      const { studyId } = request.params
      const study = await studyOf(db, { workspaceId, studyId })
      const typed = request.query.search ?? ''
      const people = await findPeople(db, { workspaceId, studyId, search: typed, limit: 50 })
      const view = {
        search: typed,
        studyId,
        people: people.map((person) => ({ ...person, key: person.key ?? '' })),
        hasPeople: people.length > 0,
      }
      return sendPage(request, reply, 'pages/people/list', { title: 'People', study, section: 'study' }, view)
    },
  )

  app.get('/studies/:studyId/people/:personId', { schema: { params: personParams } }, async (request, reply) => {
    const { workspaceId } = request.account
    const { studyId, personId } = request.params
    const study = await studyOf(db, { workspaceId, studyId })
    const holdings = await holdingsOf(db, { workspaceId, personId })
    if (!holdings) throw new PersonNotFound()
    const label = holdings.labels.find((one) => one.studyId === studyId)?.label ?? 'This person'
    const view = {
      ...holdings,
      label,
      studyId,
      personId,
      keyList: [...holdings.keys, ...holdings.addresses].join(', '),
      sets: holdings.personaSetIds.length,
    }
    return sendPage(request, reply, 'pages/people/person', { title: label, study, section: 'study' }, view)
  })

  app.post(
    '/studies/:studyId/people/:personId/erasure',
    { schema: { params: personParams } },
    async (request, reply) => {
      const { workspaceId } = request.account
      const { studyId, personId } = request.params
      await studyOf(db, { workspaceId, studyId })
      await erasePerson(db, { workspaceId, personId, reason: 'Asked to be erased', at: request.clock.now() })
      return reply.redirect(`/studies/${studyId}/people`, 303)
    },
  )
}
