import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Database } from '../database/connection.ts'
import { formErrors, typedValues } from '../http/forms.ts'
import { sendPage } from '../http/page.ts'
import type { TaskQueue } from '../jobs/tasks.ts'
import { studyParams } from '../studies/schema.ts'
import { type StudyKey, studyOf } from '../studies/store.ts'
import { changeRoutes } from './change-routes.ts'
import { withAdded, withTexts } from './changes.ts'
import { codePage, type TypedForm } from './code-page.ts'
import { CodebookRefused, CodeChangedMeanwhile } from './errors.ts'
import { codebookFileRoutes } from './files/routes.ts'
import { changeCodebook, newestChange } from './history-store.ts'
import { placeOf } from './place.ts'
import { codebookQuery, codeForm, codeParams, newCodeForm } from './schema.ts'
import { type CodeRow, codesOfStudy } from './store.ts'
import { useOfCodes } from './use-store.ts'
import { codebookView } from './view.ts'

/** The study's codebook: a tree of codes under the nine facets, which the researcher grows, mends and takes back. */
export const codebookRoutes: FastifyPluginAsyncZod<{ db: Database; tasks: TaskQueue }> = async (app, { db, tasks }) => {
  await app.register(changeRoutes, { db, tasks })
  await app.register(codebookFileRoutes, { db, tasks })
  const { codeOf, sendCode } = codePage(db)

  app.get(
    '/studies/:studyId/codebook',
    { schema: { params: studyParams, querystring: codebookQuery } },
    async (request, reply) => {
      const key = { workspaceId: request.account.workspaceId, studyId: request.params.studyId }
      const values: Record<string, string> = request.query.under === '' ? {} : { place: request.query.under }
      const form = { values, errors: null }
      return sendCodebook(request, reply, key, form, request.query.q)
    },
  )

  app.post('/studies/:studyId/codes', { schema: { params: studyParams } }, async (request, reply) => {
    const { workspaceId, accountId } = request.account
    const key = { workspaceId, studyId: request.params.studyId }
    await studyOf(db, key)
    const form = newCodeForm.safeParse(request.body)
    if (!form.success) {
      const typed = { values: typedValues(request.body), errors: formErrors(form.error) }
      return sendCodebook(request, reply.status(422), key, typed)
    }
    const { place, ...texts } = form.data
    let added = ''
    const plan = (codes: CodeRow[]) => {
      const grown = withAdded(codes, { ...placeOf(place, codes), texts })
      added = grown.key
      return { codes: grown.codes, about: texts.name }
    }
    try {
      await changeCodebook(db, { ...key, kind: 'added', accountId, at: request.clock.now(), seen: 0, plan })
    } catch (error) {
      if (!(error instanceof CodebookRefused)) throw error
      const typed = { values: typedValues(request.body), errors: formErrors({ place: error.message }) }
      return sendCodebook(request, reply.status(422), key, typed)
    }
    return reply.redirect(`/studies/${key.studyId}/codebook#code-${encodeURIComponent(added)}`, 303)
  })

  app.get('/studies/:studyId/codes/:codeKey', { schema: { params: codeParams } }, async (request, reply) => {
    const key = { workspaceId: request.account.workspaceId, ...request.params }
    return sendCode(request, reply, key, { values: {}, errors: null })
  })

  app.post('/studies/:studyId/codes/:codeKey', { schema: { params: codeParams } }, async (request, reply) => {
    const { workspaceId, accountId } = request.account
    const key = { workspaceId, ...request.params }
    const values = typedValues(request.body)
    const form = codeForm.safeParse(request.body)
    if (!form.success) return sendCode(request, reply.status(422), key, { values, errors: formErrors(form.error) })
    const code = await codeOf(key)
    const { opposite, seen, ...texts } = form.data
    const sameFacet = (await codesOfStudy(db, key)).filter(
      (other) => other.facet === code.facet && other.key !== code.key,
    )
    if (opposite !== '' && !sameFacet.some((other) => other.key === opposite)) {
      const errors = formErrors({ opposite: 'Choose a code of the same facet, or none.' })
      return sendCode(request, reply.status(422), key, { values, errors })
    }
    const plan = (codes: CodeRow[]) => ({
      codes: withTexts(codes, code.key, { ...texts, opposite: opposite === '' ? null : opposite }),
      about: code.name,
    })
    try {
      await changeCodebook(db, { ...key, kind: 'worded', accountId, at: request.clock.now(), seen, plan })
    } catch (error) {
      if (!(error instanceof CodeChangedMeanwhile)) throw error
      // What was typed stays in the form, beside the code as it stands now; saving again says that both were seen.
      return sendCode(request, reply.status(409), key, { values, errors: formErrors({ name: error.message }) })
    }
    return reply.redirect(`/studies/${key.studyId}/codebook#code-${encodeURIComponent(code.key)}`, 303)
  })

  async function sendCodebook(
    request: FastifyRequest,
    reply: FastifyReply,
    key: StudyKey,
    form: TypedForm,
    search = '',
  ) {
    const study = await studyOf(db, key)
    const codes = await codesOfStudy(db, key)
    const view = codebookView(study.id, {
      codes,
      use: await useOfCodes(db, key, codes),
      changes: await newestChange(db, key),
      form,
      search,
    })
    const frame = {
      title: form.errors ? 'Error: Codebook' : 'Codebook',
      styles: ['document', 'codebook'],
      scripts: ['codebook'],
      study,
      section: 'interviews' as const,
    }
    return sendPage(request, reply, 'pages/codebook/codebook', frame, view)
  }
}
