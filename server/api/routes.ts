import swagger from '@fastify/swagger'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { z } from 'zod'
import type { Database } from '../database/connection.ts'
import { personaFileOf, personaFileSchema } from '../exports/persona-file.ts'
import { readOnePager } from '../personas/page.ts'
import { personaParams, setParams } from '../personas/schema.ts'
import { membersAfter, personaSetOf } from '../personas/store.ts'
import { publishedSetId, publishedSetIds } from '../personas/versions/store.ts'
import { studyParams } from '../studies/schema.ts'
import { type Study, studiesOfWorkspace, studyOf } from '../studies/store.ts'
import { openApiOptions } from './openapi.ts'
import { listedSets, readPersonaSet } from './persona-set.ts'
import * as schema from './schema.ts'

const reading = { access: 'key', rateLimit: { max: 600, timeWindow: '1 minute' } } as const
const refusals = { 401: schema.problem, 404: schema.problem, 422: schema.problem, 429: schema.problem }

/** What other tools read: studies, sets, personas and who belongs to them. Nothing here writes. */
export const apiRoutes: FastifyPluginAsyncZod<{ db: Database }> = async (app, { db }) => {
  await app.register(swagger, openApiOptions(app.publicAddress))

  // The contract holds no data of anybody.
  app.get('/openapi.json', { config: { access: 'anonymous' }, schema: { hide: true } }, async (_, reply) =>
    reply.type('application/json').send(JSON.stringify(app.swagger())),
  )

  const route = <T extends object>(summary: string, parts: T) => ({
    config: reading,
    schema: { summary, ...parts },
  })

  app.get(
    '/studies',
    route('Studies, newest first, at most 200', { response: { 200: schema.studyList, ...refusals } }),
    async (request) => {
      const { workspaceId } = request.reader
      const inUse = await publishedSetIds(db, workspaceId)
      const studies = await studiesOfWorkspace(db, workspaceId)
      return { studies: studies.map((study) => studyView(study, inUse.get(study.id) ?? null)) }
    },
  )

  app.get(
    '/studies/:studyId',
    route('One study', { params: studyParams, response: { 200: schema.study, ...refusals } }),
    async (request) => {
      const key = { workspaceId: request.reader.workspaceId, studyId: request.params.studyId }
      return studyView(await studyOf(db, key), await publishedSetId(db, key))
    },
  )

  app.get(
    '/studies/:studyId/persona-sets',
    route('Persona sets of a study, newest first', {
      params: studyParams,
      response: { 200: schema.setList, ...refusals },
    }),
    async (request) => {
      const key = { workspaceId: request.reader.workspaceId, studyId: request.params.studyId }
      await studyOf(db, key)
      return listedSets(db, key)
    },
  )

  app.get(
    '/persona-sets/:personaSetId',
    route('A set with its verdict, shares and personas', {
      params: setParams,
      response: { 200: schema.personaSet, ...refusals },
    }),
    (request) => readPersonaSet(db, orderOf(request.reader, request.params.personaSetId)),
  )

  app.get(
    '/persona-sets/:personaSetId/personas/:personaKey',
    route('One persona with its proof', {
      params: personaParams,
      response: { 200: personaFileSchema, ...refusals },
    }),
    async (request) => {
      const { personaSetId, personaKey } = request.params
      const order = { ...orderOf(request.reader, personaSetId), policy: 'consented' as const, personaKey }
      return personaFileOf((await readOnePager(db, order)).view)
    },
  )

  app.get(
    '/persona-sets/:personaSetId/members',
    route('Who belongs to each persona, page by page', {
      params: setParams,
      querystring: schema.membersQuery,
      response: { 200: schema.memberList, ...refusals },
    }),
    async (request) => {
      const { workspaceId } = request.reader
      const { personaSetId } = request.params
      const { status, after, limit } = request.query
      const { studyId } = await personaSetOf(db, { workspaceId, personaSetId })
      const wanted = { workspaceId, personaSetId, studyId, status }
      const rows = await membersAfter(db, wanted, { after: after ?? null, limit })
      return {
        members: rows.map(({ key, persona, probability, margin }) => ({ key, persona, probability, margin })),
        next: rows.length === limit ? rows.at(-1)!.personId : null,
      }
    },
  )

  function orderOf(reader: { workspaceId: string; workspaceName: string }, personaSetId: string) {
    return { ...reader, personaSetId, publicAddress: app.publicAddress }
  }
}

function studyView(study: Study, setInUse: string | null): z.input<typeof schema.study> {
  const { id, name, decision, isSimulated, createdAt } = study
  return { id, name, decision, isSimulated, createdAt: createdAt.toISOString(), setInUse }
}
