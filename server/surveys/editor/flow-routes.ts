import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { type FormBody, oneValue } from '../../../survey-forms/form-body.ts'
import type { Database } from '../../database/connection.ts'
import { sendPage } from '../../http/page.ts'
import { studyOf } from '../../studies/store.ts'
import { EditRefused, RuleNotFound } from '../errors.ts'
import { flowEdit } from './flow-editing.ts'
import { flowView, ruleView } from './flow-view.ts'
import { ruleEdit } from './rule-editing.ts'
import { rulePlace } from './rule-places.ts'
import { ruleQuery, surveyParams, surveyRuleParams } from '../schema.ts'
import { editDraft } from './draft-store.ts'
import { surveyOf } from '../store.ts'

/** The way through a survey: its pages' order and endings, and each condition on a page of its own. */
export const flowRoutes: FastifyPluginAsyncZod<{ db: Database }> = async (app, { db }) => {
  app.get('/surveys/:surveyId/flow', { schema: { params: surveyParams } }, (request, reply) =>
    sendFlow(db, request, reply, { surveyId: request.params.surveyId, error: null }),
  )

  app.post('/surveys/:surveyId/flow', { schema: { params: surveyParams } }, async (request, reply) => {
    const { surveyId } = request.params
    const form = (request.body ?? {}) as FormBody
    const error = await refusalOf(() => editDraft(db, keyOf(request, surveyId), (draft) => flowEdit(form)(draft)))
    if (error) return sendFlow(db, request, reply.status(422), { surveyId, error })
    const back = oneValue(form, '_do').startsWith('carry-forward:')
      ? `rules/item.${oneValue(form, '_do').split(':')[1]}`
      : 'flow'
    return reply.redirect(`/surveys/${surveyId}/${back}`, 303)
  })

  app.get(
    '/surveys/:surveyId/rules/:place',
    { schema: { params: surveyRuleParams, querystring: ruleQuery } },
    (request, reply) => sendRule(db, request, reply, { ...request.params, ...request.query, error: null }),
  )

  app.post('/surveys/:surveyId/rules/:place', { schema: { params: surveyRuleParams } }, async (request, reply) => {
    const { surveyId, place } = request.params
    const form = (request.body ?? {}) as FormBody
    const error = await refusalOf(() =>
      editDraft(db, keyOf(request, surveyId), (draft) => ruleEdit(place, form)(draft)),
    )
    const question = oneValue(form, 'question')
    if (error) return sendRule(db, request, reply.status(422), { surveyId, place, question, error })
    return reply.redirect(`/surveys/${surveyId}/rules/${encodeURIComponent(place)}`, 303)
  })
}

function keyOf(request: FastifyRequest, surveyId: string) {
  return { workspaceId: request.account.workspaceId, surveyId }
}

/** Why an edit was refused; null when it was made. */
async function refusalOf(edit: () => Promise<void>): Promise<EditRefused | null> {
  try {
    await edit()
    return null
  } catch (error) {
    if (error instanceof EditRefused) return error
    throw error
  }
}

async function sendFlow(
  db: Database,
  request: FastifyRequest,
  reply: FastifyReply,
  { surveyId, error }: { surveyId: string; error: EditRefused | null },
): Promise<FastifyReply> {
  const survey = await surveyOf(db, keyOf(request, surveyId))
  const study = await studyOf(db, { workspaceId: survey.workspaceId, studyId: survey.studyId })
  const title = `${error ? 'Error: ' : ''}Order and endings: ${survey.title}`
  const frame = { title, styles: ['survey-editor'], study, section: 'survey' as const }
  return sendPage(request, reply, 'pages/surveys/flow', frame, flowView(survey.draft, `/surveys/${surveyId}`, error))
}

async function sendRule(
  db: Database,
  request: FastifyRequest,
  reply: FastifyReply,
  {
    surveyId,
    place,
    question,
    error,
  }: { surveyId: string; place: string; question: string; error: EditRefused | null },
): Promise<FastifyReply> {
  const survey = await surveyOf(db, keyOf(request, surveyId))
  const study = await studyOf(db, { workspaceId: survey.workspaceId, studyId: survey.studyId })
  const found = rulePlace(survey.draft, place)
  if (!found) throw new RuleNotFound({ place })
  const title = `${error ? 'Error: ' : ''}Condition: ${survey.title}`
  const frame = { title, styles: ['survey-editor'], study, section: 'survey' as const }
  const view = ruleView(survey.draft, found, { base: `/surveys/${surveyId}`, question, error })
  return sendPage(request, reply, 'pages/surveys/rule', frame, view)
}
