import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Database } from '../database/connection.ts'
import { type FormErrors, formErrors, typedValues } from '../http/forms.ts'
import { addressOf } from '../http/own-address.ts'
import { sendPage } from '../http/page.ts'
import { newestTask } from '../jobs/store.ts'
import type { TaskQueue } from '../jobs/tasks.ts'
import { studyOf } from '../studies/store.ts'
import { taskView } from '../studies/task-view.ts'
import { surveyParams } from '../surveys/schema.ts'
import { type SurveyKey, surveyOf } from '../surveys/store.ts'
import { deleteStoredFile } from '../uploads/store.ts'
import { UploadNotFound } from './errors.ts'
import { deleteInvitations, invitationCounts, invitationPage } from './invitation-store.ts'
import { invitationsCsv } from './invitations-csv.ts'
import { invitationsShown, invitationsView } from './invitations-view.ts'
import { chosenColumns, problemOfColumns } from './people-file.ts'
import { receiveList } from './receive-list.ts'
import { confirmationForm, forgettingForm, invitationQuery, uploadParams, uploadQuery } from './schema.ts'
import { confirmUpload, deleteUpload, findUpload, uploadsOf } from './upload-store.ts'

interface Shown {
  errors?: FormErrors
  typed?: Record<string, string>
}

/** People invited to a survey by name: lists in, links out, and forgetting them. */
export const invitationListRoutes: FastifyPluginAsyncZod<{
  db: Database
  tasks: TaskQueue
}> = async (app, { db, tasks }) => {
  const survey = { schema: { params: surveyParams } }
  const keyOf = (request: FastifyRequest): SurveyKey => ({
    workspaceId: request.account.workspaceId,
    surveyId: (request.params as { surveyId: string }).surveyId,
  })

  app.get(
    '/surveys/:surveyId/invitations',
    { schema: { params: surveyParams, querystring: invitationQuery } },
    (request, reply) => sendInvitations(request, reply, {}),
  )

  app.get('/surveys/:surveyId/invitations.csv', survey, async (request, reply) => {
    const key = keyOf(request)
    const { isAnonymous } = await surveyOf(db, key)
    const address = addressOf(request)
    reply.header('content-disposition', 'attachment; filename="invitations.csv"').header('cache-control', 'no-store')
    return reply.type('text/csv; charset=utf-8').send(await invitationsCsv(db, key, { address, isAnonymous }))
  })

  app.post(
    '/surveys/:surveyId/invitation-lists',
    { config: { isUpload: true }, schema: { params: surveyParams, querystring: uploadQuery } },
    async (request, reply) => {
      const key = keyOf(request)
      const { studyId, isAnonymous } = await surveyOf(db, key)
      const refused = await receiveList(db, request, { ...key, studyId, isAnonymous })
      if (refused) return sendInvitations(request, reply, { errors: formErrors({ file: refused }) })
      return reply.redirect(`/surveys/${key.surveyId}/invitations#waiting`, 303)
    },
  )

  const list = { schema: { params: uploadParams } }
  app.post('/surveys/:surveyId/invitation-lists/:uploadId/confirmation', list, async (request, reply) => {
    const key = keyOf(request)
    const { uploadId } = request.params
    const { studyId } = await surveyOf(db, key)
    const upload = await findUpload(db, { ...key, uploadId })
    if (upload?.state !== 'proposed') throw new UploadNotFound()
    const typed = { ...typedValues(request.body), uploadId }
    const form = confirmationForm.safeParse(request.body)
    if (!form.success) return sendInvitations(request, reply, { errors: formErrors(form.error), typed })
    const columns = chosenColumns(
      upload.proposal.columns,
      upload.proposal.columns.map((_, index) => form.data.useOf(index)),
    )
    const problem = problemOfColumns(columns)
    if (problem) return sendInvitations(request, reply, { errors: formErrors({ columns: problem }), typed })
    if (await confirmUpload(db, { ...key, uploadId, columns, basis: form.data.basis }))
      await tasks.send({
        workspaceId: key.workspaceId,
        studyId,
        kind: 'invite-people',
        subjectId: key.surveyId,
        input: { surveyId: key.surveyId, uploadId },
      })
    return reply.redirect(`/surveys/${key.surveyId}/invitations`, 303)
  })

  app.post('/surveys/:surveyId/invitation-lists/:uploadId/deletion', list, async (request, reply) => {
    const key = keyOf(request)
    const { uploadId } = request.params
    await surveyOf(db, key)
    const upload = await findUpload(db, { ...key, uploadId })
    if (!upload) throw new UploadNotFound()
    await deleteUpload(db, { ...key, uploadId })
    if (upload.fileId && upload.state === 'proposed')
      await deleteStoredFile(db, { workspaceId: key.workspaceId, fileId: upload.fileId })
    return reply.redirect(`/surveys/${key.surveyId}/invitations`, 303)
  })

  app.post('/surveys/:surveyId/invitations/deletion', survey, async (request, reply) => {
    const key = keyOf(request)
    await surveyOf(db, key)
    const form = forgettingForm.safeParse(request.body)
    if (!form.success) return sendInvitations(request, reply, { errors: formErrors(form.error) })
    for (const { fileId } of await uploadsOf(db, key))
      if (fileId) await deleteStoredFile(db, { workspaceId: key.workspaceId, fileId })
    await deleteInvitations(db, key)
    return reply.redirect(`/surveys/${key.surveyId}/invitations`, 303)
  })

  async function sendInvitations(request: FastifyRequest, reply: FastifyReply, { errors, typed = {} }: Shown) {
    const key = keyOf(request)
    const found = await surveyOf(db, key)
    const study = await studyOf(db, { workspaceId: key.workspaceId, studyId: found.studyId })
    const { search = '', after } = invitationQuery.catch({}).parse(request.query)
    const newest = await newestTask(db, {
      workspaceId: key.workspaceId,
      studyId: found.studyId,
      kinds: ['invite-people'],
    })
    const task = newest?.subjectId === key.surveyId ? taskView(newest) : null
    const view = {
      ...invitationsView({
        survey: found,
        counts: await invitationCounts(db, key),
        invitations: await invitationPage(db, key, { after: after ?? null, search, limit: invitationsShown + 1 }),
        search,
        uploads: await uploadsOf(db, key),
        isReading: task?.isUnderWay ?? false,
        mayChange: request.account.role !== 'viewer',
        typed,
        errors: errors ?? null,
      }),
      task: task?.isUnderWay ? task : null,
    }
    if (errors) reply.status(422)
    const waiting = task?.isUnderWay ? { refreshSeconds: 2, scripts: ['task-progress'] } : {}
    const title = `${errors ? 'Error: ' : ''}Invitations: ${found.draft.title}`
    const frame = { title, styles: ['invitations', 'segments'], study, section: 'survey' as const, ...waiting }
    return sendPage(request, reply, 'pages/invitations/invitations', frame, view)
  }
}
