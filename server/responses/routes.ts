import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Database } from '../database/connection.ts'
import { AppError } from '../errors.ts'
import { formErrors, type FormErrors, offeredValues } from '../http/forms.ts'
import { sendPage } from '../http/page.ts'
import { newId } from '../ids.ts'
import { newestTask } from '../jobs/store.ts'
import type { TaskQueue } from '../jobs/tasks.ts'
import { studyParams } from '../studies/schema.ts'
import { countStudy, studyOf, type StudyKey } from '../studies/store.ts'
import { taskView } from '../studies/task-view.ts'
import { deleteStoredFile, readStoredFile, storeFile } from '../uploads/store.ts'
import { corrected } from './correction.ts'
import { ImportAlreadyConfirmed, ImportNotFound } from './errors.ts'
import { proposeImport } from './import.ts'
import { confirmationForm, importParams, uploadQuery } from './schema.ts'
import { confirmImport, findImport, importsOfStudy, insertImport, variablesOfStudy } from './store.ts'
import { importView, responsesView } from './view.ts'

export const responseRoutes: FastifyPluginAsyncZod<{ db: Database; tasks: TaskQueue }> = async (app, { db, tasks }) => {
  app.get('/studies/:studyId/responses', { schema: { params: studyParams } }, async (request, reply) => {
    return listPage(request, reply, { workspaceId: request.account.workspaceId, studyId: request.params.studyId }, null)
  })

  app.post(
    '/studies/:studyId/imports',
    { config: { isUpload: true }, schema: { params: studyParams, querystring: uploadQuery } },
    async (request, reply) => {
      const key = { workspaceId: request.account.workspaceId, studyId: request.params.studyId }
      await studyOf(db, key)
      const part = await request.file()
      if (!part || part.filename === '')
        return listPage(request, reply.status(422), key, formErrors({ file: 'Choose a file first.' }))
      const at = request.clock.now()
      const { fileId } = await storeFile(db, { ...key, name: part.filename, purpose: 'responses', at }, part.file)
      const file = { workspaceId: key.workspaceId, fileId }
      try {
        if (part.file.truncated) throw new app.multipartErrors.RequestFileTooLargeError()
        const proposal = await proposeImport({ name: part.filename, open: () => readStoredFile(db, file) })
        const importId = newId()
        await insertImport(db, { ...key, importId, fileId, fileName: part.filename, proposal, at })
        return reply.redirect(`/studies/${key.studyId}/imports/${importId}`, 303)
      } catch (error) {
        await deleteStoredFile(db, file)
        if (!(error instanceof AppError)) throw error
        return listPage(request, reply.status(422), key, formErrors({ file: error.message }))
      }
    },
  )

  app.get('/studies/:studyId/imports/:importId', { schema: { params: importParams } }, async (request, reply) => {
    const key = { workspaceId: request.account.workspaceId, studyId: request.params.studyId }
    const study = await studyOf(db, key)
    const row = await findImport(db, { ...key, importId: request.params.importId })
    if (!row) throw new ImportNotFound()
    const newest = await newestTask(db, { ...key, kinds: ['import-responses'] })
    const task = newest?.subjectId === row.id ? taskView(newest) : null
    const view = { ...importView(key.studyId, row), task: task?.isUnderWay ? task : null }
    const waiting = task?.isUnderWay ? { refreshSeconds: 2, scripts: ['task-progress'] } : {}
    return sendPage(
      request,
      reply,
      'pages/responses/import',
      { title: row.fileName, styles: ['responses'], study, section: 'responses', ...waiting },
      view,
    )
  })

  app.post(
    '/studies/:studyId/imports/:importId/confirmation',
    { schema: { params: importParams } },
    async (request, reply) => {
      const key = {
        workspaceId: request.account.workspaceId,
        studyId: request.params.studyId,
        importId: request.params.importId,
      }
      await studyOf(db, key)
      const row = await findImport(db, key)
      if (!row) throw new ImportNotFound()
      const form = offeredValues(confirmationForm, request.body)
      const proposal = { ...row.proposal, variables: corrected(row.proposal.variables, form, row.proposal.samples) }
      if (!(await confirmImport(db, { ...key, proposal, basis: form.basis }))) throw new ImportAlreadyConfirmed()
      const input = { mayQuote: form.mayQuote === 'yes', joinsByKey: form.joinsByKey === 'yes' }
      await tasks.send({
        workspaceId: key.workspaceId,
        studyId: key.studyId,
        kind: 'import-responses',
        subjectId: key.importId,
        input,
      })
      return reply.redirect(`/studies/${key.studyId}/imports/${key.importId}`, 303)
    },
  )

  async function listPage(request: FastifyRequest, reply: FastifyReply, key: StudyKey, errors: FormErrors | null) {
    const study = await studyOf(db, key)
    const [counts, variables, imports] = [
      await countStudy(db, key),
      await variablesOfStudy(db, key),
      await importsOfStudy(db, key),
    ]
    const view = { ...responsesView(key.studyId, counts, variables, imports), errors, task: null, failure: '' }
    const title = errors ? 'Error: Responses' : 'Responses'
    return sendPage(
      request,
      reply,
      'pages/responses/list',
      { title, styles: ['responses'], study, section: 'responses' },
      view,
    )
  }
}
