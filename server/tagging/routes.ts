import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { codesOfStudy } from '../codebook/store.ts'
import type { Database } from '../database/connection.ts'
import { ownPath } from '../http/own-address.ts'
import type { TaskQueue } from '../jobs/tasks.ts'
import { answerToItem } from '../responses/open-answers-store.ts'
import { participantUtteranceAround } from '../interviews/store.ts'
import { codePointLength, type Range } from '../text/code-points.ts'
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
  rangeForm,
  responseParams,
  tagParams,
} from './schema.ts'
import { decideTag, deleteTag, findTag, insertTag, moveTag, type TagKey, type TagRow } from './store.ts'
import { recordedStep, type TagActionKind } from './tag-actions-store.ts'
import { memoRoutes } from './memo-routes.ts'
import { stepRoutes } from './step-routes.ts'

/** Deciding on tags, and reading open answers with theirs. */
export const taggingRoutes: FastifyPluginAsyncZod<{ db: Database; tasks: TaskQueue }> = async (app, { db, tasks }) => {
  await app.register(memoRoutes, { db })
  await app.register(stepRoutes, { db, tasks })

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
    const { accountId } = request.account
    const at = request.clock.now()
    if (decision === 'removed' && tag.rules !== '')
      throw new TagRefused('A suggestion is rejected, not removed, so that it is not made again.')
    if (decision === 'open' && tag.rules === '') throw new TagRefused('A tag that a person made is no suggestion.')
    const kind = decision === 'open' ? 'reopened' : decision
    await recordedStep(db, stepOn(tag, { ...key, accountId, kind, at }), (tx) =>
      decision === 'removed'
        ? deleteTag(tx, key)
        : decideTag(tx, { ...key, state: decision === 'open' ? 'suggested' : decision, accountId, at }),
    )
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
    await recordedStep(db, { ...stepOn(tag, { ...key, accountId, kind: 'recoded', at }), ...choice }, async (tx) => {
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

  // Whoever moves the edges of a suggestion agrees with its code: it is accepted on the words they chose.
  app.post('/tags/:personId/:tagId/range', { schema: { params: tagParams } }, async (request, reply) => {
    const key = { workspaceId: request.account.workspaceId, ...request.params }
    const tag = await tagOf(key)
    const form = rangeForm.safeParse(request.body)
    if (!form.success) throw new TagRefused('Choose the first and the last word of the tag.')
    const { start, end, returnTo } = form.data
    await assertWordsOf(key.workspaceId, tag, { start, end })
    const { accountId } = request.account
    const at = request.clock.now()
    const range = { start: Math.min(start, tag.start), end: Math.max(end, tag.end) }
    await recordedStep(db, { ...stepOn(tag, { ...key, accountId, kind: 'moved', at }), range }, (tx) =>
      moveTag(tx, { ...key, start, end, accountId, at }),
    )
    await askToLearn(db, tasks, { workspaceId: key.workspaceId, studyId: tag.studyId })
    return reply.redirect(ownPath(returnTo), 303)
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
    const at = request.clock.now()
    const place = { personId, sourceKind: 'answer', sourceId: responseId, item } as const
    const own = { workspaceId, studyId: row.studyId, accountId, at }
    await recordedStep(db, { ...own, ...place, ...choice, kind: 'added', range: { start, end } }, (tx) =>
      insertTag(tx, { ...own, ...place, ...choice, speaker: '', start, end }),
    )
    await askToLearn(db, tasks, { workspaceId, studyId: row.studyId })
    return reply.redirect(ownPath(returnTo), 303)
  })

  async function tagOf(key: TagKey): Promise<TagRow> {
    const tag = await findTag(db, key)
    if (!tag) throw new TagNotFound()
    return tag
  }

  async function assertWordsOf(workspaceId: string, tag: TagRow, { start, end }: Range): Promise<void> {
    const { personId, sourceId, item } = tag
    if (start >= end) throw new TagRefused('The last word of a tag stands after its first.')
    if (tag.sourceKind === 'document') {
      const utterance = await participantUtteranceAround(db, {
        workspaceId,
        personId,
        documentId: sourceId,
        start,
        end,
      })
      if (!utterance) throw new TagRefused('Only words of a participant, within one turn, can be tagged.')
      return
    }
    const row = await answerToItem(db, { workspaceId, personId, responseId: sourceId, item })
    if (!row || end > codePointLength(row.answer)) throw new TagRefused('These words are not in the answer.')
  }
}

/** A step on one tag, as its history keeps it. */
function stepOn(
  tag: TagRow,
  { workspaceId, accountId, kind, at }: { workspaceId: string; accountId: string; kind: TagActionKind; at: Date },
) {
  const { studyId, personId, sourceKind, sourceId, item, start, end, facet, code } = tag
  const place = { personId, sourceKind, sourceId, item, range: { start, end } }
  return { workspaceId, studyId, accountId, kind, at, ...place, facet, code }
}
