import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { codesOfStudy } from '../codebook/store.ts'
import type { Database } from '../database/connection.ts'
import { ownPath } from '../http/own-address.ts'
import type { TaskQueue } from '../jobs/tasks.ts'
import { answerToItem } from '../responses/open-answers-store.ts'
import { codePointLength } from '../text/code-points.ts'
import { sendAnswers } from './answers-page.ts'
import { chosenCode } from './choose-code.ts'
import { TagNotFound, TagRefused } from './errors.ts'
import { askToLearn } from './learning/learn-study.ts'
import {
  answersParams,
  answersQuery,
  codeChoiceForm,
  decisionForm,
  newAnswerTagForm,
  responseParams,
  tagParams,
} from './schema.ts'
import { decideTag, deleteTag, findTag, insertTag, type TagKey, type TagRow } from './store.ts'

/** Deciding on tags, and reading open answers with theirs. */
export const taggingRoutes: FastifyPluginAsyncZod<{ db: Database; tasks: TaskQueue }> = async (app, { db, tasks }) => {
  app.get(
    '/studies/:studyId/answers',
    { schema: { params: answersParams, querystring: answersQuery } },
    async (request, reply) => {
      const key = { workspaceId: request.account.workspaceId, studyId: request.params.studyId }
      return sendAnswers(db, request, reply, { key, query: request.query })
    },
  )

  app.post('/tags/:personId/:tagId/decision', { schema: { params: tagParams } }, async (request, reply) => {
    const key = { workspaceId: request.account.workspaceId, ...request.params }
    const tag = await tagOf(key)
    const form = decisionForm.safeParse(request.body)
    if (!form.success) throw new TagRefused('Choose whether this tag is accepted or rejected.')
    const { decision, returnTo } = form.data
    if (decision === 'removed') {
      if (tag.rules !== '') throw new TagRefused('A suggestion is rejected, not removed, so that it is not made again.')
      await deleteTag(db, key)
    } else {
      const state = decision === 'open' ? 'suggested' : decision
      if (state === 'suggested' && tag.rules === '') throw new TagRefused('A tag that a person made is no suggestion.')
      await decideTag(db, { ...key, state, accountId: request.account.accountId, at: request.clock.now() })
    }
    await askToLearn(db, tasks, { workspaceId: key.workspaceId, studyId: tag.studyId })
    return reply.redirect(ownPath(returnTo), 303)
  })

  // Another code is a new tag by a person on the same words; the suggestion it replaces stays as rejected, so that the next
  // run does not make it again and the rules can learn from it.
  app.post('/tags/:personId/:tagId/code', { schema: { params: tagParams } }, async (request, reply) => {
    const key = { workspaceId: request.account.workspaceId, ...request.params }
    const tag = await tagOf(key)
    const form = codeChoiceForm.safeParse(request.body)
    if (!form.success) throw new TagRefused('Choose the code this tag should have.')
    const { accountId } = request.account
    const at = request.clock.now()
    const choice = chosenCode(form.data.code, await codesOfStudy(db, { ...key, studyId: tag.studyId }))
    await db.transaction().execute(async (tx) => {
      if (choice.facet === tag.facet && choice.code === tag.code) {
        return decideTag(tx, { ...key, state: 'accepted', accountId, at })
      }
      await insertTag(tx, { ...tag, ...choice, workspaceId: key.workspaceId, accountId, at })
      if (tag.rules === '') await deleteTag(tx, key)
      else await decideTag(tx, { ...key, state: 'rejected', accountId, at })
    })
    await askToLearn(db, tasks, { workspaceId: key.workspaceId, studyId: tag.studyId })
    return reply.redirect(ownPath(form.data.returnTo), 303)
  })

  app.post('/responses/:personId/:responseId/tags', { schema: { params: responseParams } }, async (request, reply) => {
    const { workspaceId, accountId } = request.account
    const { personId, responseId } = request.params
    const form = newAnswerTagForm.safeParse(request.body)
    if (!form.success) throw new TagRefused('Choose a sentence and a code for the tag.')
    const { item, start, end, code, returnTo } = form.data
    const row = await answerToItem(db, { workspaceId, personId, responseId, item })
    if (!row) throw new TagNotFound()
    if (start >= end || end > codePointLength(row.answer)) throw new TagRefused('These words are not in the answer.')
    const choice = chosenCode(code, await codesOfStudy(db, { workspaceId, studyId: row.studyId }))
    await insertTag(db, {
      workspaceId,
      studyId: row.studyId,
      personId,
      sourceKind: 'answer',
      sourceId: responseId,
      item,
      speaker: '',
      start,
      end,
      ...choice,
      accountId,
      at: request.clock.now(),
    })
    await askToLearn(db, tasks, { workspaceId, studyId: row.studyId })
    return reply.redirect(ownPath(returnTo), 303)
  })

  async function tagOf(key: TagKey): Promise<TagRow> {
    const tag = await findTag(db, key)
    if (!tag) throw new TagNotFound()
    return tag
  }
}
