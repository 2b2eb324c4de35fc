import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Database } from '../database/connection.ts'
import { type FormErrors, formErrors, typedValues } from '../http/forms.ts'
import { sendPage } from '../http/page.ts'
import { studyParams } from '../studies/schema.ts'
import { type StudyKey, studyOf } from '../studies/store.ts'
import { tagsPerCode } from '../tagging/store.ts'
import { codeKeyFor } from './code-key.ts'
import { CodeNotFound } from './errors.ts'
import { codeForm, codeParams, newCodeForm, retirementForm } from './schema.ts'
import { type CodeKey, codesOfStudy, findCode, insertCode, pairOpposites, setRetirement, updateCode } from './store.ts'
import { codebookView, codePageView } from './view.ts'

/** The study's codebook: codes under the nine facets, added, edited and retired by the researcher. */
export const codebookRoutes: FastifyPluginAsyncZod<{ db: Database }> = async (app, { db }) => {
  app.get('/studies/:studyId/codebook', { schema: { params: studyParams } }, async (request, reply) => {
    const key = { workspaceId: request.account.workspaceId, studyId: request.params.studyId }
    return sendCodebook(request, reply, key, { values: {}, errors: null })
  })

  app.post('/studies/:studyId/codes', { schema: { params: studyParams } }, async (request, reply) => {
    const key = { workspaceId: request.account.workspaceId, studyId: request.params.studyId }
    await studyOf(db, key)
    const form = newCodeForm.safeParse(request.body)
    if (!form.success) {
      const typed = { values: typedValues(request.body), errors: formErrors(form.error) }
      return sendCodebook(request, reply.status(422), key, typed)
    }
    const codes = await codesOfStudy(db, key)
    const codeKey = codeKeyFor(form.data.facet, form.data.name, new Set(codes.map((code) => code.key)))
    const position = Math.max(-1, ...codes.map((code) => code.position)) + 1
    await insertCode(db, { ...key, codeKey, position, ...form.data })
    return reply.redirect(`/studies/${key.studyId}/codebook#facet-${form.data.facet}`, 303)
  })

  app.get('/studies/:studyId/codes/:codeKey', { schema: { params: codeParams } }, async (request, reply) => {
    const key = { workspaceId: request.account.workspaceId, ...request.params }
    return sendCode(request, reply, key, { values: {}, errors: null })
  })

  app.post('/studies/:studyId/codes/:codeKey', { schema: { params: codeParams } }, async (request, reply) => {
    const key = { workspaceId: request.account.workspaceId, ...request.params }
    const form = codeForm.safeParse(request.body)
    if (!form.success) {
      const typed = { values: typedValues(request.body), errors: formErrors(form.error) }
      return sendCode(request, reply.status(422), key, typed)
    }
    const code = await codeOf(key)
    const { opposite, ...texts } = form.data
    const sameFacet = (await codesOfStudy(db, key)).filter(
      (other) => other.facet === code.facet && other.key !== code.key,
    )
    const paired = sameFacet.find((other) => other.key === opposite) ?? null
    if (opposite !== '' && !paired) {
      const errors = formErrors({ opposite: 'Choose a code of the same facet, or none.' })
      return sendCode(request, reply.status(422), key, { values: typedValues(request.body), errors })
    }
    await updateCode(db, { ...key, ...texts })
    await pairOpposites(db, { ...key, opposite: paired?.key ?? null })
    return reply.redirect(`/studies/${key.studyId}/codebook#facet-${code.facet}`, 303)
  })

  app.post(
    '/studies/:studyId/codes/:codeKey/retirement',
    { schema: { params: codeParams } },
    async (request, reply) => {
      const key = { workspaceId: request.account.workspaceId, ...request.params }
      const code = await codeOf(key)
      const form = retirementForm.safeParse(request.body)
      if (!form.success)
        return sendCode(request, reply.status(422), key, { values: {}, errors: formErrors(form.error) })
      await setRetirement(db, { ...key, retiredAt: form.data.retirement === 'retired' ? request.clock.now() : null })
      return reply.redirect(`/studies/${key.studyId}/codebook#facet-${code.facet}`, 303)
    },
  )

  async function codeOf(key: CodeKey) {
    await studyOf(db, key)
    const code = await findCode(db, key)
    if (!code) throw new CodeNotFound()
    return code
  }

  async function sendCodebook(request: FastifyRequest, reply: FastifyReply, key: StudyKey, form: TypedForm) {
    const study = await studyOf(db, key)
    const view = codebookView(study.id, await codesOfStudy(db, key), await tagsPerCode(db, key), form)
    const title = form.errors ? 'Error: Codebook' : 'Codebook'
    const frame = { title, styles: ['document'], study, section: 'interviews' as const }
    return sendPage(request, reply, 'pages/codebook/codebook', frame, view)
  }

  async function sendCode(request: FastifyRequest, reply: FastifyReply, key: CodeKey, form: TypedForm) {
    const study = await studyOf(db, key)
    const code = await codeOf(key)
    const view = codePageView(study.id, { code, codes: await codesOfStudy(db, key) }, await tagsPerCode(db, key), form)
    const title = form.errors ? `Error: ${code.name}` : code.name
    const frame = { title, styles: ['document'], study, section: 'interviews' as const }
    return sendPage(request, reply, 'pages/codebook/code', frame, view)
  }
}

interface TypedForm {
  values: Record<string, string>
  errors: FormErrors | null
}
