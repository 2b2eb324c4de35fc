import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Database } from '../database/connection.ts'
import type { TaskQueue } from '../jobs/tasks.ts'
import { documentOf, turnsAtOnce } from './document-page.ts'
import { documentHref } from './document-title.ts'
import { editForm, plannedEdit } from './edit-form.ts'
import { editDocument, undoEdit } from './edit-store.ts'
import { EditRefused } from './errors.ts'
import { documentParams } from './schema.ts'
import type { DocumentKey } from './store.ts'

const undoForm = z.object({ revision: z.coerce.number().int().min(0) })

/** Mending a transcript, and taking that back: every range on its words moves along. */
export const editRoutes: FastifyPluginAsyncZod<{ db: Database; tasks: TaskQueue }> = async (app, { db, tasks }) => {
  app.post('/documents/:personId/:documentId/edits', { schema: { params: documentParams } }, async (request, reply) => {
    const key = { workspaceId: request.account.workspaceId, ...request.params }
    await documentOf(db, key)
    const form = editForm.safeParse(request.body)
    if (!form.success) throw new EditRefused('This edit lacks something: open the turn again and send it from there.')
    await editDocument(db, {
      ...key,
      ...plannedEdit(form.data),
      accountId: request.account.accountId,
      at: request.clock.now(),
      revision: form.data.revision,
    })
    await suggestAgain(key)
    const at = 'turn' in form.data ? form.data.turn : 0
    return reply.redirect(`${documentHref(key)}?from=${pageOf(at)}#u${at}`, 303)
  })

  app.post(
    '/documents/:personId/:documentId/edits/undone',
    { schema: { params: documentParams } },
    async (request, reply) => {
      const key = { workspaceId: request.account.workspaceId, ...request.params }
      await documentOf(db, key)
      const form = undoForm.safeParse(request.body)
      if (!form.success) throw new EditRefused('Open the document again and take the edit back from there.')
      await undoEdit(db, {
        ...key,
        accountId: request.account.accountId,
        at: request.clock.now(),
        revision: form.data.revision,
      })
      await suggestAgain(key)
      return reply.redirect(`${documentHref(key)}#history`, 303)
    },
  )

  /** Suggestions were made on the words before; decisions of people stay. */
  async function suggestAgain(key: DocumentKey): Promise<void> {
    const { studyId } = await documentOf(db, key)
    await tasks.send({
      workspaceId: key.workspaceId,
      studyId,
      kind: 'suggest-tags',
      subjectId: key.documentId,
      input: { personId: key.personId },
    })
  }
}

/** First turn of the page a turn stands on. */
function pageOf(turn: number): number {
  return turn - (turn % turnsAtOnce)
}
