import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { namesOfAccounts } from '../accounts/store.ts'
import type { Database } from '../database/connection.ts'
import { formErrors, offeredValues, typedValues } from '../http/forms.ts'
import { sendPage } from '../http/page.ts'
import type { TaskQueue } from '../jobs/tasks.ts'
import { studyParams } from '../studies/schema.ts'
import { type StudyKey, studyOf } from '../studies/store.ts'
import { askToLearn } from '../tagging/learning/learn-study.ts'
import { withAdded, withMerged, withPlace, withRetired, withReturned, withStep } from './changes.ts'
import { codePage } from './code-page.ts'
import { CodebookRefused } from './errors.ts'
import { changeCodebook, changedCodes, type ChangedCodebook, changesOf, undoChange } from './history-store.ts'
import { changesAtOnce, historyView } from './history-view.ts'
import { placeOf } from './place.ts'
import { facetNames } from '../facets.ts'
import {
  codeParams,
  historyQuery,
  mergeForm,
  passagesQuery,
  placeForm,
  retirementForm,
  splitForm,
  stepForm,
  undoForm,
} from './schema.ts'
import { type CodeRow, codesOfStudy } from './store.ts'
import { tagsOfPassages } from './passages-store.ts'

/** Moving, merging, splitting and retiring codes, and taking any of it back. */
export const changeRoutes: FastifyPluginAsyncZod<{ db: Database; tasks: TaskQueue }> = async (app, { db, tasks }) => {
  const { codeOf, sendCode, sendPassages } = codePage(db)

  app.post('/studies/:studyId/codes/:codeKey/place', { schema: { params: codeParams } }, async (request, reply) => {
    const { workspaceId, accountId } = request.account
    const key = { workspaceId, ...request.params }
    const code = await codeOf(key)
    const form = placeForm.safeParse(request.body)
    if (!form.success) {
      const typed = { values: typedValues(request.body), errors: formErrors(form.error) }
      return sendCode(request, reply.status(422), key, typed)
    }
    const plan = (codes: CodeRow[]) => {
      const place = placeOf(form.data.place, codes)
      const parent = codes.find((one) => one.key === place.parent)
      const other = parent ? `under “${parent.name}”` : `to the top of ${facetNames[place.facet].plural}`
      return { codes: withPlace(codes, code.key, place), about: code.name, other }
    }
    try {
      const at = request.clock.now()
      await changeCodebook(db, { ...key, kind: 'moved', accountId, at, seen: form.data.seen, plan })
    } catch (error) {
      if (!(error instanceof CodebookRefused)) throw error
      const typed = { values: typedValues(request.body), errors: formErrors({ place: error.message }) }
      return sendCode(request, reply.status(422), key, typed)
    }
    // Its tags are of another facet now, and facets are learnt too.
    await askToLearn(db, tasks, key)
    return reply.redirect(`${codebookOf(key)}#code-${encodeURIComponent(code.key)}`, 303)
  })

  app.post('/studies/:studyId/codes/:codeKey/step', { schema: { params: codeParams } }, async (request, reply) => {
    const { workspaceId, accountId } = request.account
    const key = { workspaceId, ...request.params }
    const code = await codeOf(key)
    const { step, seen } = offeredValues(stepForm, request.body)
    const plan = (codes: CodeRow[]) => ({ codes: withStep(codes, code.key, step), about: code.name, other: step })
    await changeCodebook(db, { ...key, kind: 'moved', accountId, at: request.clock.now(), seen, plan })
    return reply.redirect(`${codePath(key)}#place`, 303)
  })

  app.post('/studies/:studyId/codes/:codeKey/merge', { schema: { params: codeParams } }, async (request, reply) => {
    const { workspaceId, accountId } = request.account
    const key = { workspaceId, ...request.params }
    const code = await codeOf(key)
    const form = mergeForm.safeParse(request.body)
    const values = typedValues(request.body)
    if (!form.success) return sendCode(request, reply.status(422), key, { values, errors: formErrors(form.error) })
    const { into, seen } = form.data
    if (!(await codesOfStudy(db, key)).some((one) => one.key === into && one.key !== code.key)) {
      const errors = formErrors({ into: 'Choose another code of this codebook.' })
      return sendCode(request, reply.status(422), key, { values, errors })
    }
    const at = request.clock.now()
    const plan = (codes: CodeRow[]) => ({
      codes: withMerged(codes, code.key, into, at),
      about: code.name,
      other: codes.find((one) => one.key === into)!.name,
      tags: { from: code.key, to: into },
    })
    try {
      await changeCodebook(db, { ...key, kind: 'merged', accountId, at, seen, plan })
    } catch (error) {
      if (!(error instanceof CodebookRefused)) throw error
      return sendCode(request, reply.status(422), key, { values, errors: formErrors({ into: error.message }) })
    }
    await askToLearn(db, tasks, key)
    return reply.redirect(`${codebookOf(key)}#code-${encodeURIComponent(into)}`, 303)
  })

  app.post(
    '/studies/:studyId/codes/:codeKey/retirement',
    { schema: { params: codeParams } },
    async (request, reply) => {
      const { workspaceId, accountId } = request.account
      const key = { workspaceId, ...request.params }
      const code = await codeOf(key)
      const { retirement, seen } = offeredValues(retirementForm, request.body)
      const at = request.clock.now()
      const isRetired = retirement === 'retired'
      const plan = (codes: CodeRow[]) => ({
        codes: isRetired ? withRetired(codes, code.key, at) : withReturned(codes, code.key),
        about: code.name,
      })
      await changeCodebook(db, { ...key, kind: isRetired ? 'retired' : 'returned', accountId, at, seen, plan })
      return reply.redirect(`${codebookOf(key)}#facet-${code.facet}`, 303)
    },
  )

  app.get(
    '/studies/:studyId/codes/:codeKey/passages',
    { schema: { params: codeParams, querystring: passagesQuery } },
    async (request, reply) => {
      const key = { workspaceId: request.account.workspaceId, ...request.params }
      const nothing = { form: { values: {}, errors: null }, ticked: new Set<string>() }
      return sendPassages(request, reply, key, { query: request.query, ...nothing })
    },
  )

  app.post('/studies/:studyId/codes/:codeKey/split', { schema: { params: codeParams } }, async (request, reply) => {
    const { workspaceId, accountId } = request.account
    const key = { workspaceId, ...request.params }
    const code = await codeOf(key)
    const form = splitForm.safeParse(request.body)
    const again = (errors: Record<string, string> | Parameters<typeof formErrors>[0]) => {
      const body = (request.body ?? {}) as { q?: unknown; tags?: unknown }
      return sendPassages(request, reply.status(422), key, {
        query: { q: typeof body.q === 'string' ? body.q.slice(0, 200) : '' },
        form: { values: typedValues(request.body), errors: formErrors(errors) },
        ticked: new Set([body.tags].flat().filter((one): one is string => typeof one === 'string')),
      })
    }
    if (!form.success) return again(form.error)
    const { tags, all, q, seen, ...texts } = form.data
    const only = all ? await tagsOfPassages(db, { ...key, search: q }) : tags
    if (only.length === 0) return again({ tags: 'Tick the passages that go to the new code.' })
    const plan = (codes: CodeRow[]) => {
      const grown = withAdded(codes, { facet: code.facet, parent: code.parent, texts })
      return { codes: grown.codes, about: code.name, other: texts.name, tags: { from: code.key, to: grown.key, only } }
    }
    await changeCodebook(db, { ...key, kind: 'split', accountId, at: request.clock.now(), seen, plan })
    await askToLearn(db, tasks, key)
    return reply.redirect(`${codebookOf(key)}#facet-${code.facet}`, 303)
  })

  app.get(
    '/studies/:studyId/codebook/history',
    { schema: { params: studyParams, querystring: historyQuery } },
    async (request, reply) => {
      const key = { workspaceId: request.account.workspaceId, studyId: request.params.studyId }
      const study = await studyOf(db, key)
      const codes = await codesOfStudy(db, key)
      const { before, code } = request.query
      const chosen = codes.find((one) => one.key === code)
      const changes = await changesOf(db, key, { touching: chosen?.key, before, limit: changesAtOnce + 1 })
      const accountIds = [...new Set(changes.map(({ accountId }) => accountId))]
      const view = historyView(study.id, {
        changes,
        codes,
        chosen,
        changed: await changedCodes(db, key),
        isFirst: before === undefined,
        names: await namesOfAccounts(db, { workspaceId: key.workspaceId, accountIds }),
      })
      const frame = {
        title: 'History of the codebook',
        styles: ['document', 'codebook'],
        study,
        section: 'interviews' as const,
      }
      return sendPage(request, reply, 'pages/codebook/history', frame, view)
    },
  )

  app.post('/studies/:studyId/codebook/undone', { schema: { params: studyParams } }, async (request, reply) => {
    const { workspaceId, accountId } = request.account
    const key = { workspaceId, studyId: request.params.studyId }
    await studyOf(db, key)
    const { number } = offeredValues(undoForm, request.body)
    const undone: ChangedCodebook = await undoChange(db, { ...key, number, accountId, at: request.clock.now() })
    await askToLearn(db, tasks, key)
    return reply.redirect(`${codebookOf(key)}/history#change-${undone.number}`, 303)
  })
}

function codebookOf({ studyId }: StudyKey): string {
  return `/studies/${studyId}/codebook`
}

function codePath({ studyId, codeKey }: StudyKey & { codeKey: string }): string {
  return `/studies/${studyId}/codes/${encodeURIComponent(codeKey)}`
}
