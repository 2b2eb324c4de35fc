import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Database } from '../database/connection.ts'
import { type FormErrors, formErrors, typedValues } from '../http/forms.ts'
import { sendPage } from '../http/page.ts'
import { documentOf } from '../interviews/document-page.ts'
import { documentText, type DocumentKey } from '../interviews/store.ts'
import type { TaskQueue } from '../jobs/tasks.ts'
import { studyParams } from '../studies/schema.ts'
import { studyOf } from '../studies/store.ts'
import { groupsOf, wordsHash } from './redaction.ts'
import { decision, redactionParams, termForm, termParams } from './schema.ts'
import { decideGroups, type DecidedGroup, deleteTerm, insertTerm, termsOf } from './store.ts'
import { fieldOf, redactionView } from './view.ts'

/** Replacing what points at people by numbered pseudonyms: proposed here, decided by a person, followed everywhere. */
export const redactionRoutes: FastifyPluginAsyncZod<{ db: Database; tasks: TaskQueue }> = async (
  app,
  { db, tasks },
) => {
  app.get('/documents/:personId/:documentId/redaction', { schema: { params: redactionParams } }, (request, reply) =>
    sendRedaction(request, reply, { workspaceId: request.account.workspaceId, ...request.params }),
  )

  app.post(
    '/documents/:personId/:documentId/redaction',
    { schema: { params: redactionParams } },
    async (request, reply) => {
      const key = { workspaceId: request.account.workspaceId, ...request.params }
      const { studyId } = await documentOf(db, key)
      const typed = typedValues(request.body)
      const groups = await groupsOf(db, { ...key, studyId, text: await documentText(db, key) })
      const decided = groups.flatMap((group): DecidedGroup[] => {
        const choice = decision.safeParse(typed[fieldOf(group)])
        return choice.success ? [{ ...group, state: choice.data }] : []
      })
      await decideGroups(
        db,
        { ...key, studyId, accountId: request.account.accountId, at: request.clock.now() },
        decided,
      )
      return reply.redirect(`/documents/${key.personId}/${key.documentId}/redaction`, 303)
    },
  )

  app.post(
    '/documents/:personId/:documentId/redaction/terms',
    { schema: { params: redactionParams } },
    async (request, reply) => {
      const key = { workspaceId: request.account.workspaceId, ...request.params }
      const { studyId } = await documentOf(db, key)
      const form = termForm.safeParse(request.body)
      if (!form.success) {
        const typedTerm = typedValues(request.body).words ?? ''
        return sendRedaction(request, reply.status(422), key, { errors: formErrors(form.error), typedTerm })
      }
      const { words } = form.data
      await insertTerm(db, {
        workspaceId: key.workspaceId,
        studyId,
        words,
        wordsHash: wordsHash(studyId, 'term', words),
        at: request.clock.now(),
      })
      return reply.redirect(`/documents/${key.personId}/${key.documentId}/redaction#terms`, 303)
    },
  )

  app.post(
    '/studies/:studyId/redaction-terms/:termId/removal',
    { schema: { params: termParams } },
    async (request, reply) => {
      const key = { workspaceId: request.account.workspaceId, studyId: request.params.studyId }
      await studyOf(db, key)
      await deleteTerm(db, { ...key, termId: request.params.termId })
      return reply.redirect(`/studies/${key.studyId}/interviews`, 303)
    },
  )

  app.post('/studies/:studyId/redactions', { schema: { params: studyParams } }, async (request, reply) => {
    const key = { workspaceId: request.account.workspaceId, studyId: request.params.studyId }
    await studyOf(db, key)
    await tasks.send({ ...key, kind: 'redact-study', input: { accountId: request.account.accountId } })
    return reply.redirect(`/studies/${key.studyId}/interviews`, 303)
  })

  async function sendRedaction(
    request: FastifyRequest,
    reply: FastifyReply,
    key: DocumentKey,
    form: { errors: FormErrors | null; typedTerm: string } = { errors: null, typedTerm: '' },
  ) {
    const document = await documentOf(db, key)
    const study = await studyOf(db, { workspaceId: key.workspaceId, studyId: document.studyId })
    const text = await documentText(db, key)
    const inStudy = { workspaceId: key.workspaceId, studyId: study.id }
    const view = redactionView(document, {
      text,
      groups: await groupsOf(db, { ...key, ...inStudy, text }),
      terms: await termsOf(db, inStudy),
      ...form,
    })
    const title = form.errors ? `Error: Redaction of ${view.title}` : `Redaction of ${view.title}`
    const frame = { title, styles: ['document'], study, section: 'interviews' as const }
    return sendPage(request, reply, 'pages/redaction/document', frame, view)
  }
}
