import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { openRoundOf } from '../agreement/round-store.ts'
import { codesOfStudy } from '../codebook/store.ts'
import type { Database } from '../database/connection.ts'
import { type FormErrors, formErrors, typedValues } from '../http/forms.ts'
import { ownPath } from '../http/own-address.ts'
import { sendPage } from '../http/page.ts'
import { newestTask } from '../jobs/store.ts'
import type { TaskQueue } from '../jobs/tasks.ts'
import { studyParams } from '../studies/schema.ts'
import { type StudyKey, studyOf } from '../studies/store.ts'
import { taskView } from '../studies/task-view.ts'
import { chosenCode } from '../tagging/choose-code.ts'
import { TagRefused } from '../tagging/errors.ts'
import { newTagForm } from '../tagging/schema.ts'
import { askToLearn } from '../tagging/learning/learn-study.ts'
import { insertTag } from '../tagging/store.ts'
import { recordedStep } from '../tagging/tag-actions-store.ts'
import { documentOf, sendDocument } from './document-page.ts'
import { documentHref } from './document-title.ts'
import { editRoutes } from './edit-routes.ts'
import { countWaiting } from './review-store.ts'
import { reviewRoutes } from './review-routes.ts'
import { readingRoutes } from './reading-routes.ts'
import { joinDocumentToKey } from './person-store.ts'
import { receiveUpload } from './receive-upload.ts'
import { documentParams, documentQuery, listQuery, personKeyForm, roleChoice, uploadQuery } from './schema.ts'
import { confirmRoles, countDocuments, documentPage, participantUtteranceAround, speakersOf } from './store.ts'
import { newestUploadId, uploadFiles } from './upload-store.ts'
import { interviewsView } from './view.ts'

const documentsAtOnce = 100

/** Bringing interviews in, saying who speaks, reading them with their tags. */
export const interviewRoutes: FastifyPluginAsyncZod<{ db: Database; tasks: TaskQueue }> = async (
  app,
  { db, tasks },
) => {
  await app.register(editRoutes, { db, tasks })
  await app.register(readingRoutes, { db })
  await app.register(reviewRoutes, { db, tasks })

  app.get(
    '/studies/:studyId/interviews',
    { schema: { params: studyParams, querystring: listQuery } },
    async (request, reply) => {
      const key = { workspaceId: request.account.workspaceId, studyId: request.params.studyId }
      return sendList(request, reply, key, { after: request.query.after ?? 0, errors: null })
    },
  )

  app.post(
    '/studies/:studyId/interviews',
    { config: { isUpload: true }, schema: { params: studyParams, querystring: uploadQuery } },
    async (request, reply) => {
      const key = { workspaceId: request.account.workspaceId, studyId: request.params.studyId }
      await studyOf(db, key)
      const upload = await receiveUpload(db, request, key)
      if (upload === null) {
        const errors = formErrors({ files: 'Choose one file or more first.' })
        return sendList(request, reply.status(422), key, { after: 0, errors })
      }
      await tasks.send({ ...key, kind: 'read-documents', subjectId: upload.uploadId, input: upload.input })
      return reply.redirect(`/studies/${key.studyId}/interviews`, 303)
    },
  )

  app.post('/studies/:studyId/tag-suggestions', { schema: { params: studyParams } }, async (request, reply) => {
    const key = { workspaceId: request.account.workspaceId, studyId: request.params.studyId }
    await studyOf(db, key)
    await tasks.send({ ...key, kind: 'suggest-tags' })
    const { returnTo } = typedValues(request.body)
    return reply.redirect(returnTo ? ownPath(returnTo) : `/studies/${key.studyId}/interviews`, 303)
  })

  app.get(
    '/documents/:personId/:documentId',
    { schema: { params: documentParams, querystring: documentQuery } },
    async (request, reply) => {
      const key = { workspaceId: request.account.workspaceId, ...request.params }
      // Whoever codes these words in an open round sees nobody else's tags on them.
      const roundId = await openRoundOf(db, { ...key, accountId: request.account.accountId })
      if (roundId) {
        const { personId, documentId } = request.params
        return reply.redirect(`/coding-rounds/${roundId}/documents/${personId}/${documentId}`, 303)
      }
      return sendDocument(db, request, reply, { key, query: request.query })
    },
  )

  app.post(
    '/documents/:personId/:documentId/speakers',
    { schema: { params: documentParams } },
    async (request, reply) => {
      const key = { workspaceId: request.account.workspaceId, ...request.params }
      const document = await documentOf(db, key)
      const typed = typedValues(request.body)
      const roles = (await speakersOf(db, key)).flatMap(({ label }, index) => {
        const choice = roleChoice.safeParse(typed[`role-${index}`])
        return choice.success ? [{ label, role: choice.data }] : []
      })
      const hasChanged = await confirmRoles(db, { ...key, roles })
      if (hasChanged) {
        // Whose words count has changed: suggestions on words of somebody who now only asks have to go.
        await tasks.send({
          workspaceId: key.workspaceId,
          studyId: document.studyId,
          kind: 'suggest-tags',
          subjectId: key.documentId,
          input: { personId: key.personId },
        })
      }
      return reply.redirect(documentHref(key), 303)
    },
  )

  app.post(
    '/documents/:personId/:documentId/person-key',
    { schema: { params: documentParams } },
    async (request, reply) => {
      const key = { workspaceId: request.account.workspaceId, ...request.params }
      const document = await documentOf(db, key)
      const form = personKeyForm.safeParse(request.body)
      if (!form.success) {
        const typed = { errors: formErrors(form.error), typedKey: typedValues(request.body).key ?? '' }
        return sendDocument(db, request, reply.status(422), { key, query: {}, form: typed })
      }
      const personId = await joinDocumentToKey(db, { ...key, studyId: document.studyId, key: form.data.key })
      return reply.redirect(documentHref({ personId, documentId: key.documentId }), 303)
    },
  )

  app.post('/documents/:personId/:documentId/tags', { schema: { params: documentParams } }, async (request, reply) => {
    const key = { workspaceId: request.account.workspaceId, ...request.params }
    const document = await documentOf(db, key)
    const form = newTagForm.safeParse(request.body)
    if (!form.success) throw new TagRefused('Choose a sentence and a code for the tag.')
    const { start, end } = form.data
    const choice = chosenCode(form.data.code, await codesOfStudy(db, { ...key, studyId: document.studyId }))
    const utterance = await participantUtteranceAround(db, { ...key, start, end })
    if (!utterance || start >= end) throw new TagRefused('Only words of a participant, within one turn, can be tagged.')
    const place = { personId: key.personId, sourceKind: 'document', sourceId: key.documentId, item: '' } as const
    const { accountId, workspaceId } = request.account
    const own = { workspaceId, studyId: document.studyId, accountId, at: request.clock.now() }
    await recordedStep(db, { ...own, ...place, ...choice, kind: 'added', range: { start, end } }, (tx) =>
      insertTag(tx, { ...own, ...place, ...choice, speaker: utterance.speaker, start, end }),
    )
    await askToLearn(db, tasks, { workspaceId: key.workspaceId, studyId: document.studyId })
    return reply.redirect(ownPath(form.data.returnTo), 303)
  })

  async function sendList(
    request: FastifyRequest,
    reply: FastifyReply,
    key: StudyKey,
    { after, errors }: { after: number; errors: FormErrors | null },
  ) {
    const study = await studyOf(db, key)
    const newest = await newestTask(db, { ...key, kinds: ['read-documents', 'suggest-tags'] })
    const task = newest ? taskView(newest) : null
    const documents = await documentPage(db, { ...key, after, limit: documentsAtOnce })
    const uploadId = await newestUploadId(db, key)
    const view = interviewsView(study.id, {
      documents,
      total: await countDocuments(db, key),
      waiting: await countWaiting(db, key),
      next: documents.length === documentsAtOnce ? documents.at(-1)!.number : null,
      files: uploadId ? await uploadFiles(db, { ...key, uploadId }) : [],
      task,
      errors,
      account: request.account,
    })
    const frame = {
      title: errors ? 'Error: Interviews' : 'Interviews',
      styles: ['document'],
      study,
      section: 'interviews' as const,
      ...(task?.isUnderWay ? { refreshSeconds: 2, scripts: ['task-progress'] } : {}),
    }
    return sendPage(request, reply, 'pages/interviews/list', frame, view)
  }
}
