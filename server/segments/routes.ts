import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Database } from '../database/connection.ts'
import { type FormErrors, formErrors, typedValues } from '../http/forms.ts'
import { sendPage } from '../http/page.ts'
import { newestTask } from '../jobs/store.ts'
import type { TaskQueue } from '../jobs/tasks.ts'
import { newestPersonaSet } from '../personas/store.ts'
import { studyParams } from '../studies/schema.ts'
import { type StudyKey, studyOf } from '../studies/store.ts'
import { taskView } from '../studies/task-view.ts'
import { deleteStoredFile } from '../uploads/store.ts'
import { crossCutOf } from './cross-cut.ts'
import { crossCutView } from './cross-cut-view.ts'
import { countCustomers } from './customer-store.ts'
import { FamilyNotFound } from './errors.ts'
import { guideView } from './guide-view.ts'
import { confirmCustomerImport, customerImports, deleteCustomerImport } from './import-store.ts'
import { receiveCustomerFiles } from './receive-files.ts'
import {
  computationForm,
  confirmationForm,
  crossCutQuery,
  familyParams,
  fileChoice,
  guideQuery,
  uploadQuery,
} from './schema.ts'
import { familiesOf, familyOf } from './store.ts'
import { segmentsView } from './view.ts'

/** Customers in, segments of them, and how personas cut across those segments. */
export const segmentRoutes: FastifyPluginAsyncZod<{ db: Database; tasks: TaskQueue }> = async (app, { db, tasks }) => {
  app.get('/studies/:studyId/segments', { schema: { params: studyParams } }, async (request, reply) => {
    const key = { workspaceId: request.account.workspaceId, studyId: request.params.studyId }
    return sendSegments(request, reply, key, {})
  })

  app.post(
    '/studies/:studyId/customer-files',
    { config: { isUpload: true }, schema: { params: studyParams, querystring: uploadQuery } },
    async (request, reply) => {
      const key = { workspaceId: request.account.workspaceId, studyId: request.params.studyId }
      await studyOf(db, key)
      const { received, refused } = await receiveCustomerFiles(db, request, key)
      if (received === 0) refused.push('Choose one file or more first.')
      if (refused.length > 0)
        return sendSegments(request, reply.status(422), key, { errors: formErrors({ files: refused.join(' ') }) })
      return reply.redirect(`/studies/${key.studyId}/segments#waiting`, 303)
    },
  )

  app.post(
    '/studies/:studyId/customer-files/confirmation',
    { schema: { params: studyParams } },
    async (request, reply) => {
      const key = { workspaceId: request.account.workspaceId, studyId: request.params.studyId }
      await studyOf(db, key)
      const form = confirmationForm.safeParse(request.body)
      if (!form.success)
        return sendSegments(request, reply.status(422), key, {
          errors: formErrors(form.error),
          typed: typedValues(request.body),
        })
      await confirmFiles(db, key, { fields: typedValues(request.body), timeZone: form.data.timeZone })
      await tasks.send({ ...key, kind: 'import-customers' })
      return reply.redirect(`/studies/${key.studyId}/segments`, 303)
    },
  )

  app.post('/studies/:studyId/segments/computation', { schema: { params: studyParams } }, async (request, reply) => {
    const key = { workspaceId: request.account.workspaceId, studyId: request.params.studyId }
    await studyOf(db, key)
    const form = computationForm.safeParse(request.body)
    if (!form.success)
      return sendSegments(request, reply.status(422), key, {
        errors: formErrors(form.error),
        typed: typedValues(request.body),
      })
    await tasks.send({ ...key, kind: 'import-customers', input: form.data })
    return reply.redirect(`/studies/${key.studyId}/segments`, 303)
  })

  app.get(
    '/studies/:studyId/segments/:familyId/cross-cut',
    { schema: { params: familyParams, querystring: crossCutQuery } },
    async (request, reply) => {
      const { studyId, familyId } = request.params
      const key = { workspaceId: request.account.workspaceId, studyId }
      const study = await studyOf(db, key)
      const family = await familyOf(db, { workspaceId: key.workspaceId, familyId })
      if (family.isSimulated !== study.isSimulated) throw new FamilyNotFound()
      const cross = await crossCutOf(db, key, family)
      if (!cross) return reply.redirect(`/studies/${studyId}/personas`, 303)
      const view = crossCutView(cross, { studyId, cells: request.query.view })
      const frame = { title: 'Cross-cut', styles: ['segments'], study, section: 'segments' as const }
      return sendPage(request, reply, 'pages/segments/cross-cut', frame, view)
    },
  )

  app.get('/guide/segments-and-personas', { schema: { querystring: guideQuery } }, async (request, reply) => {
    const { workspaceId } = request.account
    const frame = { title: 'Segments and personas', styles: ['segments', 'guide'] }
    if (!request.query.study)
      return sendPage(request, reply, 'pages/guide/segments-and-personas', frame, guideView(null))
    const key = { workspaceId, studyId: request.query.study }
    const study = await studyOf(db, key)
    const families = await familiesOf(db, { workspaceId, isSimulated: study.isSimulated })
    const set = await newestPersonaSet(db, key)
    const family = families[0]
    const cross = family ? await crossCutOf(db, key, family) : undefined
    const view = guideView({ studyId: study.id, families, set, cross })
    return sendPage(request, reply, 'pages/guide/segments-and-personas', { ...frame, study, section: 'segments' }, view)
  })

  async function sendSegments(
    request: FastifyRequest,
    reply: FastifyReply,
    key: StudyKey,
    { errors = null, typed = {} }: { errors?: FormErrors | null; typed?: Record<string, string> },
  ) {
    const study = await studyOf(db, key)
    const base = { workspaceId: key.workspaceId, isSimulated: study.isSimulated }
    const newest = await newestTask(db, { ...key, kinds: ['import-customers'] })
    const task = newest ? taskView(newest) : null
    const set = await newestPersonaSet(db, key)
    const view = {
      ...segmentsView({
        studyId: key.studyId,
        counts: await countCustomers(db, { ...base, studyId: key.studyId }),
        families: await familiesOf(db, base),
        imports: await customerImports(db, key),
        hasPersonas: set !== undefined && set.personas.length > 0,
        values: { asOf: typed.asOf ?? '', timeZone: typed.timeZone ?? '' },
      }),
      errors,
      task: task?.isUnderWay ? task : null,
      failure: task?.hasFailed ? task.message : '',
    }
    const waiting = task?.isUnderWay ? { refreshSeconds: 2, scripts: ['task-progress'] } : {}
    const title = errors ? 'Error: Segments' : 'Segments'
    const frame = { title, styles: ['segments'], study, section: 'segments' as const, ...waiting }
    return sendPage(request, reply, 'pages/segments/list', frame, view)
  }
}

/** Confirms each waiting file as what the researcher chose, or forgets it. Fields that name no waiting file do nothing. */
async function confirmFiles(
  db: Database,
  key: StudyKey,
  { fields, timeZone }: { fields: Record<string, string>; timeZone: string },
): Promise<void> {
  const waiting = (await customerImports(db, key)).filter(({ state }) => state === 'proposed')
  for (let index = 0; fields[`id-${index}`] !== undefined; index++) {
    const choice = fileChoice.safeParse({ importId: fields[`id-${index}`], kind: fields[`kind-${index}`] })
    const row = choice.success ? waiting.find(({ id }) => id === choice.data.importId) : undefined
    if (!choice.success || !row) continue
    const { kind } = choice.data
    if (kind === 'leave') {
      await deleteCustomerImport(db, { ...key, importId: row.id })
      if (row.fileId) await deleteStoredFile(db, { workspaceId: key.workspaceId, fileId: row.fileId })
    } else if (row.proposal.readings[kind]) {
      await confirmCustomerImport(db, { ...key, importId: row.id, kind, timeZone })
    }
  }
}
