import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { codesOfStudy } from '../../codebook/store.ts'
import type { Database } from '../../database/connection.ts'
import { sealOf } from '../../http/access.ts'
import { sendPage } from '../../http/page.ts'
import type { TaskQueue } from '../../jobs/tasks.ts'
import { studyParams } from '../../studies/schema.ts'
import { studyOf } from '../../studies/store.ts'
import { chosenCode } from '../choose-code.ts'
import { TagNotFound, TagRefused } from '../errors.ts'
import { decideTag, insertTag, type TagSource } from '../store.ts'
import { readCodebook } from '../tag-study.ts'
import { askToLearn } from './learn-study.ts'
import { isRandomTurn, labelsOf, nextSentence, sentenceAt } from './next-sentence.ts'
import { reviewForm } from './schema.ts'
import { classifierOf, insertReview, isReviewed, openTagsOn, reviewsOfStudy } from './store.ts'
import { nextSentenceView } from './view.ts'

/** Asking about one sentence at a time, so that the codebook learns where it is least sure. */
export const learningRoutes: FastifyPluginAsyncZod<{ db: Database; tasks: TaskQueue }> = async (app, { db, tasks }) => {
  app.get('/studies/:studyId/next-sentence', { schema: { params: studyParams } }, async (request, reply) => {
    const key = { workspaceId: request.account.workspaceId, studyId: request.params.studyId }
    const study = await studyOf(db, key)
    const codebook = await readCodebook(db, { ...key, at: request.clock.now() })
    const next = await nextSentence(db, key, codebook)
    const view = nextSentenceView(key.studyId, {
      next: next && { ...next, seal: sealOf(request.session!.token, offerOf(key.studyId, next)) },
      codes: await codesOfStudy(db, key),
      reviews: await reviewsOfStudy(db, key),
      classifier: await classifierOf(db, key),
    })
    const frame = { title: 'Next sentence', styles: ['document', 'learning'], study, section: 'interviews' as const }
    return sendPage(request, reply, 'pages/learning/next-sentence', frame, view)
  })

  app.post('/studies/:studyId/next-sentence', { schema: { params: studyParams } }, async (request, reply) => {
    const key = { workspaceId: request.account.workspaceId, studyId: request.params.studyId }
    await studyOf(db, key)
    const form = reviewForm.safeParse(request.body)
    if (!form.success) throw new TagRefused('Choose the codes of the sentence, or none, and save it again.')
    const at = request.clock.now()
    const { accountId } = request.account
    const { turn, seal, found, more, ...place } = form.data
    // A sentence that was not offered in this turn counts as chosen: only drawn ones may say how good suggestions are.
    const isAsOffered = seal === sealOf(request.session!.token, offerOf(key.studyId, { ...place, turn }))
    const codebook = await readCodebook(db, { ...key, at })
    const sentence = await sentenceAt(db, key, place, codebook)
    if (!sentence) throw new TagNotFound()
    const codes = await codesOfStudy(db, key)
    const choices = [...new Set([...found, ...more])].filter((choice) => choice !== '')
    const chosen = choices.map((choice) => chosenCode(choice, codes))
    await db.transaction().execute(async (tx) => {
      // A second press, or a page of yesterday: the sentence was reviewed, and its answer stands.
      if (await isReviewed(tx, { ...key, ...place })) return
      await insertReview(tx, {
        ...key,
        ...place,
        sampling: isRandomTurn(key.studyId, turn) && isAsOffered ? 'random' : 'chosen',
        said: labelsOf(sentence.suggestions),
        found: labelsOf(chosen),
        rules: sentence.suggestions[0]?.rules ?? '',
        accountId,
        at,
      })
      for (const tag of await openTagsOn(tx, { ...key, ...place })) {
        const isRight = chosen.some(({ facet, code }) => facet === tag.facet && code === tag.code)
        const decision = { workspaceId: key.workspaceId, personId: place.personId, tagId: tag.id, accountId, at }
        await decideTag(tx, { ...decision, state: isRight ? 'accepted' : 'rejected' })
      }
      for (const choice of chosen) {
        await insertTag(tx, { ...key, ...place, ...choice, speaker: sentence.speaker, accountId, at })
      }
    })
    await askToLearn(db, tasks, key)
    return reply.redirect(`/studies/${key.studyId}/next-sentence`, 303)
  })
}

/** Which sentence was offered in which turn. */
function offerOf(studyId: string, offer: TagSource & { start: number; end: number; turn: number }): string {
  const { personId, sourceKind, sourceId, item, start, end, turn } = offer
  return JSON.stringify([studyId, personId, sourceKind, sourceId, item, start, end, turn])
}
