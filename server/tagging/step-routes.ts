import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Database } from '../database/connection.ts'
import { documentHref } from '../interviews/document-title.ts'
import type { TaskQueue } from '../jobs/tasks.ts'
import { studyParams } from '../studies/schema.ts'
import { studyOf } from '../studies/store.ts'
import { askToLearn } from './learning/learn-study.ts'
import { moveStep, type TagAction } from './tag-actions-store.ts'
import { address } from './view.ts'

/** Taking one's own steps back, one after the other, and making them again. */
export const stepRoutes: FastifyPluginAsyncZod<{ db: Database; tasks: TaskQueue }> = async (app, { db, tasks }) => {
  for (const direction of ['undone', 'redone'] as const) {
    app.post(
      `/studies/:studyId/tag-steps/${direction}`,
      { schema: { params: studyParams } },
      async (request, reply) => {
        const { workspaceId, accountId } = request.account
        const key = { workspaceId, studyId: request.params.studyId }
        await studyOf(db, key)
        const step = await moveStep(db, { ...key, accountId, direction, at: request.clock.now() })
        await askToLearn(db, tasks, key)
        return reply.redirect(placeOfStep(key.studyId, step), 303)
      },
    )
  }
}

/** Where a step shows: the part of the document, or the answers to the question. */
function placeOfStep(studyId: string, { personId, sourceKind, sourceId, item, start }: TagAction): string {
  if (sourceKind === 'document') return documentHref({ personId, documentId: sourceId, at: start })
  return address(`/studies/${studyId}/answers`, { item, alone: sourceId }, `u${sourceId}`)
}
