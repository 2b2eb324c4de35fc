import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { codesOfStudy } from '../codebook/store.ts'
import type { Database } from '../database/connection.ts'
import { offeredValues } from '../http/forms.ts'
import { ownPath } from '../http/own-address.ts'
import { participantUtteranceAround } from '../interviews/store.ts'
import type { TaskQueue } from '../jobs/tasks.ts'
import { chosenCode } from '../tagging/choose-code.ts'
import { TagNotFound, TagRefused } from '../tagging/errors.ts'
import { askToLearn } from '../tagging/learning/learn-study.ts'
import { codeChoiceForm, newTagForm } from '../tagging/schema.ts'
import { findTag } from '../tagging/store.ts'
import { closeAndSettle } from './close-round.ts'
import { sendCoding } from './coding-page.ts'
import { changeCodingTag, deleteCodingTag, findCodingTag, insertCodingTag } from './coding-store.ts'
import { NotACoder, RoundNotFound, RoundOver, RoundRefused } from './errors.ts'
import { documentsOfRound, findRound, markDone, type RoundRow } from './round-store.ts'
import {
  codingDecisionForm,
  codingQuery,
  codingTagParams,
  doneForm,
  roundDocumentParams,
  roundParams,
  suggestionParams,
  valueForm,
} from './schema.ts'
import { labelOf } from './settle.ts'

/** What the two coders of a round do, each in their own copy of the tags. */
export const codingRoutes: FastifyPluginAsyncZod<{ db: Database; tasks: TaskQueue }> = async (app, { db, tasks }) => {
  app.get(
    '/coding-rounds/:roundId/documents/:personId/:documentId',
    { schema: { params: roundDocumentParams, querystring: codingQuery } },
    async (request, reply) => {
      const { round, coder } = await codedBy(request, request.params)
      const { personId, documentId } = request.params
      const key = { workspaceId: request.account.workspaceId, personId, documentId }
      return sendCoding(db, request, reply, { key, round, coder, query: request.query })
    },
  )

  app.post(
    '/coding-rounds/:roundId/documents/:personId/:documentId/tags',
    { schema: { params: roundDocumentParams } },
    async (request, reply) => {
      const { round, coder } = await codedBy(request, request.params, { isOpen: true })
      const { workspaceId } = request.account
      const { roundId, personId, documentId } = request.params
      const form = newTagForm.safeParse(request.body)
      if (!form.success) throw new TagRefused('Choose a sentence and a code for the tag.')
      const { start, end, code, returnTo } = form.data
      const label = await labelGiven(workspaceId, round, code)
      const turn = await participantUtteranceAround(db, { workspaceId, personId, documentId, start, end })
      if (!turn || start >= end) throw new TagRefused('Only words of a participant, within one turn, can be tagged.')
      const key = { workspaceId, roundId, personId, documentId, coder, at: request.clock.now() }
      await insertCodingTag(db, { ...key, start, end, label, value: null, state: 'said', origin: 'hand' })
      return reply.redirect(ownPath(returnTo), 303)
    },
  )

  app.post(
    '/coding-rounds/:roundId/tags/:personId/:codingTagId/decision',
    { schema: { params: codingTagParams } },
    async (request, reply) => {
      const { key, tag } = await ownTagOf(request, request.params)
      const form = codingDecisionForm.safeParse(request.body)
      if (!form.success) throw new TagRefused('Choose what becomes of the tag.')
      const { decision, returnTo } = form.data
      // What was passed over comes back as a suggestion when it is forgotten, and what was said is gone.
      if (decision === 'removed' || (decision === 'open' && tag.state === 'passed')) await deleteCodingTag(db, key)
      else throw new TagRefused('A tag of a coding round is kept or removed.')
      return reply.redirect(ownPath(returnTo), 303)
    },
  )

  app.post(
    '/coding-rounds/:roundId/tags/:personId/:codingTagId/code',
    { schema: { params: codingTagParams } },
    async (request, reply) => {
      const { key, round } = await ownTagOf(request, request.params)
      const form = codeChoiceForm.safeParse(request.body)
      if (!form.success) throw new TagRefused('Choose the code this tag should have.')
      const label = await labelGiven(key.workspaceId, round, form.data.code)
      await changeCodingTag(db, { ...key, label, value: null })
      return reply.redirect(ownPath(form.data.returnTo), 303)
    },
  )

  app.post(
    '/coding-rounds/:roundId/tags/:personId/:codingTagId/value',
    { schema: { params: codingTagParams } },
    async (request, reply) => {
      const { key, round, tag } = await ownTagOf(request, request.params)
      const form = valueForm.safeParse(request.body)
      if (!form.success) throw new TagRefused('Write a number for the value.')
      const { value, returnTo } = form.data
      const scale = round.labels.find(({ label }) => label === tag.label)?.scale
      if (!scale) throw new TagRefused('No value goes with this code.')
      if (value !== undefined && (value < scale.low || value > scale.high))
        throw new TagRefused(`The value lies between ${scale.low} and ${scale.high}.`)
      await changeCodingTag(db, { ...key, value: value ?? null })
      return reply.redirect(ownPath(returnTo), 303)
    },
  )

  for (const what of ['decision', 'code'] as const) {
    app.post(
      `/coding-rounds/:roundId/suggestions/:personId/:tagId/${what}`,
      { schema: { params: suggestionParams } },
      async (request, reply) => {
        const { workspaceId } = request.account
        const { roundId, personId, tagId } = request.params
        const { round, coder } = await codedBy(request, { roundId }, { isOpen: true })
        const tag = await findTag(db, { workspaceId, personId, tagId })
        if (!tag || !round.showsSuggestions || tag.state !== 'suggested') throw new TagNotFound()
        await assertInRound(workspaceId, round, { personId, documentId: tag.sourceId })
        const { start, end } = tag
        const place = { workspaceId, roundId, personId, documentId: tag.sourceId, coder, start, end, value: null }
        const at = request.clock.now()
        if (what === 'code') {
          const form = codeChoiceForm.safeParse(request.body)
          if (!form.success) throw new TagRefused('Choose the code this tag should have.')
          const label = await labelGiven(workspaceId, round, form.data.code)
          if (label !== labelOf(tag))
            await insertCodingTag(db, { ...place, label: labelOf(tag), state: 'passed', origin: 'suggestion', at })
          await insertCodingTag(db, { ...place, label, state: 'said', origin: 'suggestion', at })
          return reply.redirect(ownPath(form.data.returnTo), 303)
        }
        const form = codingDecisionForm.safeParse(request.body)
        if (!form.success || (form.data.decision !== 'accepted' && form.data.decision !== 'rejected'))
          throw new TagRefused('Choose whether this suggestion is taken or passed over.')
        const state = form.data.decision === 'accepted' ? 'said' : 'passed'
        await insertCodingTag(db, { ...place, label: labelOf(tag), state, origin: 'suggestion', at })
        return reply.redirect(ownPath(form.data.returnTo), 303)
      },
    )
  }

  app.post(
    '/coding-rounds/:roundId/documents/:personId/:documentId/done',
    { schema: { params: roundDocumentParams } },
    async (request, reply) => {
      const { round, coder } = await codedBy(request, request.params, { isOpen: true })
      const { done } = offeredValues(doneForm, request.body)
      const at = done === 'yes' ? request.clock.now() : null
      await finish(request, round, { coder, documentId: request.params.documentId, at })
      return reply.redirect(`/coding-rounds/${round.id}`, 303)
    },
  )

  app.post('/coding-rounds/:roundId/done', { schema: { params: roundParams } }, async (request, reply) => {
    const { round, coder } = await codedBy(request, request.params, { isOpen: true })
    await finish(request, round, { coder, at: request.clock.now() })
    return reply.redirect(`/coding-rounds/${round.id}`, 303)
  })

  /** The round and which of its coders is asking, for a document of it where one is named. */
  async function codedBy(
    request: FastifyRequest,
    asked: { roundId: string; personId?: string; documentId?: string },
    { isOpen = false } = {},
  ): Promise<{ round: RoundRow; coder: 0 | 1 }> {
    const { workspaceId, accountId } = request.account
    const round = await findRound(db, { workspaceId, roundId: asked.roundId })
    if (!round) throw new RoundNotFound()
    const position = round.coders.indexOf(accountId)
    if (position < 0) throw new NotACoder()
    const { personId, documentId } = asked
    if (personId !== undefined && documentId !== undefined)
      await assertInRound(workspaceId, round, { personId, documentId })
    if (isOpen && round.closedAt !== null) throw new RoundOver()
    return { round, coder: position === 0 ? 0 : 1 }
  }

  async function assertInRound(
    workspaceId: string,
    round: RoundRow,
    { personId, documentId }: { personId: string; documentId: string },
  ): Promise<void> {
    const documents = await documentsOfRound(db, { workspaceId, roundId: round.id })
    if (!documents.some((one) => one.personId === personId && one.documentId === documentId)) throw new RoundNotFound()
  }

  async function ownTagOf(
    request: FastifyRequest,
    { roundId, personId, codingTagId }: { roundId: string; personId: string; codingTagId: string },
  ) {
    const { round, coder } = await codedBy(request, { roundId }, { isOpen: true })
    const key = { workspaceId: request.account.workspaceId, roundId, personId, codingTagId }
    const tag = await findCodingTag(db, key)
    if (tag?.coder !== coder) throw new TagNotFound()
    return { key, round, tag }
  }

  async function labelGiven(workspaceId: string, round: RoundRow, code: string): Promise<string> {
    const label = labelOf(chosenCode(code, await codesOfStudy(db, { workspaceId, studyId: round.studyId })))
    if (!round.labels.some((one) => one.label === label)) throw new RoundRefused('This code is not part of the round.')
    return label
  }

  /** Notes that a coder is done; when that was the last thing either had to do, the round is closed. */
  async function finish(
    request: FastifyRequest,
    round: RoundRow,
    { coder, documentId, at }: { coder: 0 | 1; documentId?: string; at: Date | null },
  ): Promise<void> {
    const { workspaceId, accountId } = request.account
    const key = { workspaceId, roundId: round.id }
    await markDone(db, { ...key, coder, at, ...(documentId === undefined ? {} : { documentId }) })
    const documents = await documentsOfRound(db, key)
    if (at === null || documents.some(({ doneAt }) => doneAt[0] === null || doneAt[1] === null)) return
    await closeAndSettle(db, { workspaceId, round, accountId, at })
    await askToLearn(db, tasks, { workspaceId, studyId: round.studyId })
  }
}
