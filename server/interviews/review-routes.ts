import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Database } from '../database/connection.ts'
import { readings } from '../files/documents/read-document.ts'
import { typedValues } from '../http/forms.ts'
import { sendPage } from '../http/page.ts'
import { DocumentParser } from '../jobs/document-parsing.ts'
import type { TaskQueue } from '../jobs/tasks.ts'
import { studyParams } from '../studies/schema.ts'
import { studyOf } from '../studies/store.ts'
import { wholeStoredFile } from '../uploads/store.ts'
import { documentOf } from './document-page.ts'
import { documentHref } from './document-title.ts'
import { EditRefused } from './errors.ts'
import { replaceReading, whyNotReread } from './reread-store.ts'
import { confirmWaiting, countWaiting, newestWaiting, waitingDocuments, waitingLabels } from './review-store.ts'
import { reviewView } from './review-view.ts'
import { documentParams, listQuery, roleChoice } from './schema.ts'

const documentsAtOnce = 25
const labelsAtOnce = 100

const readingForm = z.object({ as: z.enum(readings), revision: z.coerce.number().int().min(0) })

/** What was found in new files, before anybody relies on it: format, speakers and roles are confirmed, or read another way. */
export const reviewRoutes: FastifyPluginAsyncZod<{ db: Database; tasks: TaskQueue }> = async (app, { db, tasks }) => {
  app.get(
    '/studies/:studyId/interviews/review',
    { schema: { params: studyParams, querystring: listQuery } },
    async (request, reply) => {
      const key = { workspaceId: request.account.workspaceId, studyId: request.params.studyId }
      const study = await studyOf(db, key)
      const after = request.query.after ?? 0
      const documents = await waitingDocuments(db, { ...key, after, limit: documentsAtOnce })
      const view = reviewView(study.id, {
        account: request.account,
        labels: await waitingLabels(db, { ...key, limit: labelsAtOnce }),
        // Somebody who may only read sees words with pseudonyms, and nobody has looked for names in these.
        documents: request.account.role === 'viewer' ? [] : documents,
        waiting: await countWaiting(db, key),
        upTo: await newestWaiting(db, key),
        next: documents.length === documentsAtOnce ? documents.at(-1)!.number : null,
      })
      const frame = { title: 'Look and confirm', styles: ['document'], study, section: 'interviews' as const }
      return sendPage(request, reply, 'pages/interviews/review', frame, view)
    },
  )

  app.post('/studies/:studyId/interviews/review', { schema: { params: studyParams } }, async (request, reply) => {
    const key = { workspaceId: request.account.workspaceId, studyId: request.params.studyId }
    await studyOf(db, key)
    const typed = typedValues(request.body)
    const upTo = z.coerce.number().int().min(0).catch(0).parse(typed.upTo)
    const roles = Object.entries(typed).flatMap(([field, label]) => {
      const position = /^label-(\d+)$/.exec(field)?.[1]
      const role = roleChoice.safeParse(typed[`role-${position}`])
      return position !== undefined && role.success ? [{ label, role: role.data }] : []
    })
    const hasChanged = await confirmWaiting(db, { ...key, upTo, roles })
    // Whose words count has changed: suggestions on words of somebody who now only asks have to go.
    if (hasChanged) await tasks.send({ ...key, kind: 'suggest-tags' })
    return reply.redirect(`/studies/${key.studyId}/interviews`, 303)
  })

  app.post(
    '/documents/:personId/:documentId/reading',
    { schema: { params: documentParams } },
    async (request, reply) => {
      const key = { workspaceId: request.account.workspaceId, ...request.params }
      const document = await documentOf(db, key)
      const form = readingForm.safeParse(request.body)
      if (!form.success) throw new EditRefused('Choose how the file is to be read.')
      const reason = await whyNotReread(db, key)
      if (reason !== null || document.fileId === null)
        throw new EditRefused(`The file can\u2019t be read another way: ${reason}`)
      const parser = new DocumentParser()
      try {
        const bytes = await wholeStoredFile(db, { workspaceId: key.workspaceId, fileId: document.fileId })
        const { documents, refused } = await parser.parse(bytes, document.name, form.data.as)
        if (documents.length !== 1)
          throw new EditRefused(
            `The file can\u2019t be read this way: ${refused[0]?.reason ?? 'it holds several texts.'}`,
          )
        const { accountId } = request.account
        const { revision } = form.data
        await replaceReading(db, { ...key, accountId, at: request.clock.now(), revision }, documents[0]!)
      } finally {
        await parser.close()
      }
      await tasks.send({
        workspaceId: key.workspaceId,
        studyId: document.studyId,
        kind: 'suggest-tags',
        subjectId: key.documentId,
        input: { personId: key.personId },
      })
      return reply.redirect(documentHref(key), 303)
    },
  )
}
