import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Database } from '../database/connection.ts'
import { formErrors, type FormErrors, offeredValues, typedValues } from '../http/forms.ts'
import { ownPath } from '../http/own-address.ts'
import { sendPage } from '../http/page.ts'
import { newId } from '../ids.ts'
import { newestTask } from '../jobs/store.ts'
import type { TaskQueue } from '../jobs/tasks.ts'
import { variablesOfStudy } from '../responses/store.ts'
import { studyParams } from '../studies/schema.ts'
import { type StudyKey, studyOf } from '../studies/store.ts'
import { taskView } from '../studies/task-view.ts'
import { markAttentionCheck } from './attention-checks.ts'
import { DecisionRefused, ResponseNotFound } from './errors.ts'
import { sendResponsePage } from './response-page.ts'
import type { RuleName } from './rules.ts'
import { attentionForm, decisionForm, qualityQuery, responseParams, settingsForm, undoForm } from './schema.ts'
import {
  countByRule,
  countFinished,
  decideResponse,
  endDecision,
  type ListedState,
  listedResponses,
  qualityCounts,
  qualityOfStudy,
  saveQualitySettings,
  studyOfResponse,
} from './store.ts'
import { attentionCandidates, qualityView, responsesOnPage } from './view.ts'

/** How carefully people answered: rules, who is flagged and why, and what the researcher decides. Nothing here deletes an answer. */
export const responseQualityRoutes: FastifyPluginAsyncZod<{ db: Database; tasks: TaskQueue }> = async (
  app,
  { db, tasks },
) => {
  app.get(
    '/studies/:studyId/quality',
    { schema: { params: studyParams, querystring: qualityQuery } },
    async (request, reply) => {
      const key = { workspaceId: request.account.workspaceId, studyId: request.params.studyId }
      return sendQuality(request, reply, key, { ...request.query, errors: null })
    },
  )

  app.post('/studies/:studyId/quality/checks', { schema: { params: studyParams } }, async (request, reply) => {
    const key = { workspaceId: request.account.workspaceId, studyId: request.params.studyId }
    await studyOf(db, key)
    return check(reply, key)
  })

  app.post('/studies/:studyId/quality/settings', { schema: { params: studyParams } }, async (request, reply) => {
    const key = { workspaceId: request.account.workspaceId, studyId: request.params.studyId }
    await studyOf(db, key)
    const form = settingsForm.safeParse(request.body)
    if (!form.success) {
      return sendQuality(request, reply.status(422), key, { state: 'flagged', errors: formErrors(form.error) })
    }
    await saveQualitySettings(db, key, form.data)
    return check(reply, key)
  })

  app.post('/studies/:studyId/attention-checks', { schema: { params: studyParams } }, async (request, reply) => {
    const key = { workspaceId: request.account.workspaceId, studyId: request.params.studyId }
    await studyOf(db, key)
    await markAttentionCheck(db, key, offeredValues(attentionForm, request.body))
    return check(reply, key)
  })

  app.get(
    '/responses/:respondentId/:responseId/quality',
    { schema: { params: responseParams } },
    async (request, reply) => {
      return sendResponsePage(db, request, reply, await foundResponse(request.account.workspaceId, request.params))
    },
  )

  app.post(
    '/responses/:respondentId/:responseId/decisions',
    { schema: { params: responseParams } },
    async (request, reply) => {
      const { workspaceId, name } = request.account
      const response = await foundResponse(workspaceId, request.params)
      const form = decisionForm.safeParse(request.body)
      if (!form.success) throw new DecisionRefused(form.error.issues[0]!.message)
      const { decision, reason, returnTo } = form.data
      const at = request.clock.now()
      await decideResponse(db, { ...response, id: newId(), decision, reason, accountName: name, at })
      return reply.redirect(`${ownPath(returnTo)}#r-${response.responseId}`, 303)
    },
  )

  app.post(
    '/responses/:respondentId/:responseId/decisions/end',
    { schema: { params: responseParams } },
    async (request, reply) => {
      const response = await foundResponse(request.account.workspaceId, request.params)
      const { returnTo } = offeredValues(undoForm, request.body)
      await endDecision(db, { ...response, at: request.clock.now() })
      return reply.redirect(`${ownPath(returnTo)}#r-${response.responseId}`, 303)
    },
  )

  async function foundResponse(workspaceId: string, params: { respondentId: string; responseId: string }) {
    const key = { workspaceId, personId: params.respondentId, responseId: params.responseId }
    const studyId = await studyOfResponse(db, key)
    if (studyId === undefined) throw new ResponseNotFound()
    return { ...key, studyId }
  }

  async function check(reply: FastifyReply, key: StudyKey) {
    await tasks.send({ ...key, kind: 'check-responses' })
    return reply.redirect(`/studies/${key.studyId}/quality`, 303)
  }

  async function sendQuality(
    request: FastifyRequest,
    reply: FastifyReply,
    key: StudyKey,
    wanted: { state: ListedState; rule?: RuleName; after?: string; check?: string; errors: FormErrors | null },
  ) {
    const study = await studyOf(db, key)
    const newest = await newestTask(db, { ...key, kinds: ['check-responses'] })
    const task = newest ? taskView(newest) : null
    const chosen = { state: wanted.state, rule: wanted.rule ?? null, isFirst: wanted.after === undefined }
    const listed = await listedResponses(db, {
      ...key,
      ...chosen,
      after: wanted.after ?? null,
      limit: responsesOnPage + 1,
    })
    const variables = await variablesOfStudy(db, key)
    const view = {
      ...qualityView({
        studyId: key.studyId,
        quality: await qualityOfStudy(db, key),
        counts: await qualityCounts(db, key),
        finished: await countFinished(db, key),
        byRule: await countByRule(db, key),
        listed: listed.slice(0, responsesOnPage),
        hasMore: listed.length > responsesOnPage,
        chosen,
        variables,
        checking: attentionCandidates(variables).find(({ name }) => name === wanted.check) ?? null,
        refused: wanted.errors ? { typed: typedValues(request.body), errors: wanted.errors } : null,
      }),
      errors: wanted.errors,
      task: task?.isUnderWay ? task : null,
      failure: task?.hasFailed ? task.message : '',
      mayChange: request.account.role !== 'viewer',
    }
    const title = wanted.errors ? 'Error: How carefully people answered' : 'How carefully people answered'
    const waiting = task?.isUnderWay ? { refreshSeconds: 2, scripts: ['task-progress'] } : {}
    const frame = { title, styles: ['study', 'response-quality'], study, section: 'responses' as const, ...waiting }
    return sendPage(request, reply, 'pages/response-quality/quality', frame, view)
  }
}
