import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Database } from '../../database/connection.ts'
import { AppError } from '../../errors.ts'
import type { Facet } from '../../facets.ts'
import { type FormErrors, formErrors, offeredValues } from '../../http/forms.ts'
import { sendPage } from '../../http/page.ts'
import type { TaskQueue } from '../../jobs/tasks.ts'
import { studyParams } from '../../studies/schema.ts'
import { type StudyKey, studyOf } from '../../studies/store.ts'
import { askToLearn } from '../../tagging/learning/learn-study.ts'
import { deleteStoredFile, storeFile, wholeStoredFile } from '../../uploads/store.ts'
import { CodebookChangedMeanwhile, CodebookFileNotFound, CodebookFileRefused, NothingToExport } from '../errors.ts'
import { changeCodebook, newestChange } from '../history-store.ts'
import { type CodeRow, codesOfStudy } from '../store.ts'
import { type ImportPlan, planImport } from './plan.ts'
import { mostBytes, readCodebookFile } from './read.ts'
import { codebookFileParams, confirmationForm, previewQuery } from './schema.ts'
import { findCodebookFile, forgetOldCodebookFiles } from './store.ts'
import { filesView, previewView } from './view.ts'
import { codebookFile, codebookTypes } from './write.ts'

interface Choices {
  facet: Facet | null
  overrule: ReadonlySet<string>
}

/** A codebook out as a file, and in again: first what it would change, then, confirmed, the change. */
export const codebookFileRoutes: FastifyPluginAsyncZod<{ db: Database; tasks: TaskQueue }> = async (
  app,
  { db, tasks },
) => {
  for (const format of ['csv', 'xlsx', 'qdc'] as const) {
    app.get(`/studies/:studyId/codebook.${format}`, { schema: { params: studyParams } }, async (request, reply) => {
      const key = { workspaceId: request.account.workspaceId, studyId: request.params.studyId }
      const study = await studyOf(db, key)
      const codes = await codesOfStudy(db, key)
      if (format === 'qdc' && codes.every(({ retiredAt }) => retiredAt !== null)) throw new NothingToExport()
      reply.header('content-disposition', `attachment; filename="codebook.${format}"`)
      reply.header('cache-control', 'no-store').type(codebookTypes[format])
      return reply.send(codebookFile(format, codes, { studyId: study.id, asOf: await newestChange(db, key) }))
    })
  }

  app.get('/studies/:studyId/codebook/files', { schema: { params: studyParams } }, async (request, reply) => {
    const key = { workspaceId: request.account.workspaceId, studyId: request.params.studyId }
    return sendFiles(request, reply, key, null)
  })

  app.post(
    '/studies/:studyId/codebook/files',
    { config: { isUpload: true }, schema: { params: studyParams } },
    async (request, reply) => {
      const key = { workspaceId: request.account.workspaceId, studyId: request.params.studyId }
      await studyOf(db, key)
      const part = await request.file({ limits: { fileSize: mostBytes + 1 } })
      if (!part || part.filename === '')
        return sendFiles(request, reply.status(422), key, formErrors({ file: 'Choose a file first.' }))
      const at = request.clock.now()
      await forgetOldCodebookFiles(db, { ...key, at })
      const { fileId } = await storeFile(db, { ...key, name: part.filename, purpose: 'codebook', at }, part.file)
      try {
        if (part.file.truncated)
          throw new CodebookFileRefused(`A codebook takes up to ${mostBytes / 2 ** 20} MB; this file is larger.`)
        await rowsOf(key, { id: fileId, name: part.filename })
      } catch (error) {
        await deleteStoredFile(db, { workspaceId: key.workspaceId, fileId })
        if (!(error instanceof AppError)) throw error
        return sendFiles(request, reply.status(422), key, formErrors({ file: error.message }))
      }
      return reply.redirect(`/studies/${key.studyId}/codebook/files/${fileId}`, 303)
    },
  )

  app.get(
    '/studies/:studyId/codebook/files/:codebookFileId',
    { schema: { params: codebookFileParams, querystring: previewQuery } },
    async (request, reply) => {
      const key = { workspaceId: request.account.workspaceId, studyId: request.params.studyId }
      const choices = { facet: request.query.facet ?? null, overrule: new Set<string>() }
      return sendPreview(request, reply, key, request.params.codebookFileId, choices)
    },
  )

  app.post(
    '/studies/:studyId/codebook/files/:codebookFileId/confirmation',
    { schema: { params: codebookFileParams } },
    async (request, reply) => {
      const { workspaceId, accountId } = request.account
      const key = { workspaceId, studyId: request.params.studyId }
      await studyOf(db, key)
      const file = await fileOf(key, request.params.codebookFileId)
      const { facet, overrule, seen } = offeredValues(confirmationForm, request.body)
      const choices = { facet: facet ?? null, overrule: new Set(overrule) }
      const at = request.clock.now()
      const rows = await rowsOf(key, file)
      const plan = (codes: CodeRow[]) => {
        const planned = planImport(codes, rows, { ...choices, at })
        return { codes: planned.codes, about: summaryOf(planned) }
      }
      try {
        await changeCodebook(db, { ...key, kind: 'imported', accountId, at, seen, needsAllSeen: true, plan })
      } catch (error) {
        if (!(error instanceof CodebookChangedMeanwhile)) throw error
        return sendPreview(request, reply.status(409), key, file.id, choices, error.message)
      }
      await deleteStoredFile(db, { workspaceId, fileId: file.id })
      await askToLearn(db, tasks, key)
      return reply.redirect(`/studies/${key.studyId}/codebook/history`, 303)
    },
  )

  async function fileOf(key: StudyKey, fileId: string) {
    const file = await findCodebookFile(db, { ...key, fileId })
    if (!file) throw new CodebookFileNotFound()
    return file
  }

  async function rowsOf(key: StudyKey, file: { id: string; name: string }) {
    const bytes = await wholeStoredFile(db, { workspaceId: key.workspaceId, fileId: file.id })
    return readCodebookFile(bytes, { name: file.name, studyId: key.studyId, known: await codesOfStudy(db, key) })
  }

  async function sendFiles(request: FastifyRequest, reply: FastifyReply, key: StudyKey, errors: FormErrors | null) {
    const study = await studyOf(db, key)
    const frame = {
      title: errors ? 'Error: Codebook as a file' : 'Codebook as a file',
      styles: ['document', 'codebook'],
      study,
      section: 'interviews' as const,
    }
    return sendPage(request, reply, 'pages/codebook/files', frame, filesView(study.id, { errors }))
  }

  async function sendPreview(
    request: FastifyRequest,
    reply: FastifyReply,
    key: StudyKey,
    fileId: string,
    choices: Choices,
    message = '',
  ) {
    const study = await studyOf(db, key)
    const file = await fileOf(key, fileId)
    const rows = await rowsOf(key, file)
    const codes = await codesOfStudy(db, key)
    const view = previewView(study.id, {
      plan: planImport(codes, rows, { ...choices, at: request.clock.now() }),
      codes,
      file,
      facet: choices.facet ?? '',
      seen: await newestChange(db, key),
      overruled: choices.overrule,
      message,
    })
    const title = message === '' ? `Codebook from ${file.name}` : `Error: Codebook from ${file.name}`
    const frame = { title, styles: ['document', 'codebook'], study, section: 'interviews' as const }
    return sendPage(request, reply, 'pages/codebook/preview', frame, view)
  }
}

/** "2 codes added, 3 changed" */
function summaryOf({ rows }: ImportPlan): string {
  const added = rows.filter(({ outcome }) => outcome === 'added').length
  const changed = rows.filter(({ outcome }) => outcome === 'changed').length
  const parts = [
    added > 0 ? `${added} ${added === 1 ? 'code' : 'codes'} added` : '',
    changed > 0 ? `${changed} ${added > 0 ? '' : changed === 1 ? 'code ' : 'codes '}changed` : '',
  ]
  return parts.filter((part) => part !== '').join(', ')
}
