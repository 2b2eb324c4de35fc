import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Database } from '../../database/connection.ts'
import { newestTask } from '../../jobs/store.ts'
import type { TaskQueue } from '../../jobs/tasks.ts'
import { setParams } from '../schema.ts'
import { personaSetOf } from '../store.ts'

/** Asking for the record of a set again: after it was cancelled, or failed. */
export const recordRoutes: FastifyPluginAsyncZod<{ db: Database; tasks: TaskQueue }> = async (app, { db, tasks }) => {
  app.post('/personas/:personaSetId/record', { schema: { params: setParams } }, async (request, reply) => {
    const { workspaceId } = request.account
    const { personaSetId } = request.params
    const { studyId } = await personaSetOf(db, { workspaceId, personaSetId })
    const newest = await newestTask(db, { workspaceId, studyId, kinds: ['record-personas'] })
    const isUnderWay = newest?.subjectId === personaSetId && ['waiting', 'running'].includes(newest.state)
    if (!isUnderWay) await tasks.send({ workspaceId, studyId, kind: 'record-personas', subjectId: personaSetId })
    return reply.redirect(`/personas/${personaSetId}`, 303)
  })
}
