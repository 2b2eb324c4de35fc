import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { isDeepStrictEqual } from 'node:util'
import { shippedInstruments } from '../../survey-forms/catalogue.ts'
import { type FormBody, oneValue } from '../../survey-forms/form-body.ts'
import type { Database } from '../database/connection.ts'
import { sendPage } from '../http/page.ts'
import { newId } from '../ids.ts'
import { studyParams } from '../studies/schema.ts'
import { studyOf } from '../studies/store.ts'
import {
  addItem,
  addPage,
  changeTexts,
  type Edit,
  findItem,
  moveItem,
  movePage,
  removeItem,
  removePage,
  renamePage,
  replaceItem,
} from './editing.ts'
import { EditRefused, NotPublishable } from './errors.ts'
import { itemFromForm, newItem } from './item-editing.ts'
import { publishSurvey } from './publication.ts'
import { publishingProblems } from './publishing.ts'
import { headView, itemViews } from './respondent-view.ts'
import { newSurveyForm, previewQuery, surveyItemParams, surveyPageParams, surveyParams } from './schema.ts'
import {
  closeSurvey,
  createSurvey,
  editDraft,
  openSurvey,
  publishedVersions,
  surveyOf,
  surveysOfStudy,
} from './store.ts'
import { editorView, type RefusedEdit, surveyListView } from './view.ts'

/** Choosing, editing, publishing, opening and closing surveys. */
export const surveyRoutes: FastifyPluginAsyncZod<{ db: Database }> = async (app, { db }) => {
  app.get('/studies/:studyId/survey', { schema: { params: studyParams } }, async (request, reply) => {
    const key = { workspaceId: request.account.workspaceId, studyId: request.params.studyId }
    const study = await studyOf(db, key)
    const view = surveyListView(study.id, await surveysOfStudy(db, key))
    const frame = { title: 'Survey', styles: ['survey-editor'], study, section: 'survey' as const }
    return sendPage(request, reply, 'pages/surveys/list', frame, view)
  })

  app.post('/studies/:studyId/surveys', { schema: { params: studyParams } }, async (request, reply) => {
    const { workspaceId } = request.account
    const study = await studyOf(db, { workspaceId, studyId: request.params.studyId })
    const { instrument: code } = newSurveyForm.parse(request.body)
    const instrument = shippedInstruments().find((one) => one.code === code)
    if (!instrument) throw new EditRefused('Choose one of the questionnaires listed here.')
    const surveyId = newId()
    await createSurvey(db, { workspaceId, studyId: study.id, surveyId, instrument, at: request.clock.now() })
    return reply.redirect(`/surveys/${surveyId}`, 303)
  })

  app.get('/surveys/:surveyId', { schema: { params: surveyParams } }, async (request, reply) =>
    sendEditor(db, request, reply, { surveyId: request.params.surveyId, refused: null }),
  )

  app.get(
    '/surveys/:surveyId/preview',
    { schema: { params: surveyParams, querystring: previewQuery } },
    async (request, reply) => {
      const { workspaceId } = request.account
      const survey = await surveyOf(db, { workspaceId, surveyId: request.params.surveyId })
      const study = await studyOf(db, { workspaceId, studyId: survey.studyId })
      const { draft } = survey
      const pageIndex = Math.min(request.query.page, draft.pages.length) - 1
      const items = itemViews({ instrument: draft, pageIndex, answers: {}, drafts: {}, errors: [], seed: 1 })
      const base = `/surveys/${survey.id}`
      const link = (index: number) => (draft.pages[index] ? `${base}/preview?page=${index + 1}` : null)
      const view = {
        ...headView(draft, request.account.workspaceName),
        base,
        heading: draft.pages[pageIndex].title,
        place: `Page ${pageIndex + 1} of ${draft.pages.length}`,
        items: items.map(({ partial, field }) => ({ partial, field })),
        before: link(pageIndex - 1),
        after: link(pageIndex + 1),
      }
      const frame = {
        title: `Preview: ${draft.title}`,
        styles: ['respondent', 'survey-editor'],
        study,
        section: 'survey' as const,
      }
      return sendPage(request, reply, 'pages/surveys/preview', frame, view)
    },
  )

  app.post('/surveys/:surveyId/texts', { schema: { params: surveyParams } }, async (request, reply) => {
    const body = bodyOf(request)
    return applyEdit(db, request, reply, {
      surveyId: request.params.surveyId,
      form: 'texts',
      place: 'texts',
      edit: changeTexts(body),
    })
  })

  app.post('/surveys/:surveyId/pages', { schema: { params: surveyParams } }, async (request, reply) => {
    const edit = addPage(oneValue(bodyOf(request), 'title'))
    return applyEdit(db, request, reply, {
      surveyId: request.params.surveyId,
      form: 'new-page',
      place: 'new-page',
      edit,
    })
  })

  app.post('/surveys/:surveyId/pages/:pageCode', { schema: { params: surveyPageParams } }, async (request, reply) => {
    const { surveyId, pageCode } = request.params
    const edit = pageEdit(pageCode, bodyOf(request))
    return applyEdit(db, request, reply, { surveyId, form: pageCode, place: `page-${pageCode}`, edit })
  })

  app.post(
    '/surveys/:surveyId/pages/:pageCode/items',
    { schema: { params: surveyPageParams } },
    async (request, reply) => {
      const { surveyId, pageCode } = request.params
      const key = { workspaceId: request.account.workspaceId, surveyId }
      const published = (await publishedVersions(db, key)).map((version) => version.definition)
      const edit: Edit = (draft) => addItem(pageCode, newItem(bodyOf(request), draft, published))(draft)
      return applyEdit(db, request, reply, { surveyId, form: `new-${pageCode}`, place: `page-${pageCode}-end`, edit })
    },
  )

  app.post('/surveys/:surveyId/items/:itemCode', { schema: { params: surveyItemParams } }, async (request, reply) => {
    const { surveyId, itemCode } = request.params
    const edit = itemEdit(itemCode, bodyOf(request))
    return applyEdit(db, request, reply, { surveyId, form: itemCode, place: `item-${itemCode}`, edit })
  })

  app.post('/surveys/:surveyId/versions', { schema: { params: surveyParams } }, async (request, reply) => {
    const { surveyId } = request.params
    try {
      await publishSurvey(db, { workspaceId: request.account.workspaceId, surveyId, at: request.clock.now() })
    } catch (error) {
      // The page lists the reasons itself.
      if (!(error instanceof NotPublishable)) throw error
      return sendEditor(db, request, reply.status(422), { surveyId, refused: null })
    }
    return reply.redirect(`/surveys/${surveyId}#state`, 303)
  })

  app.post('/surveys/:surveyId/opening', { schema: { params: surveyParams } }, async (request, reply) => {
    const { surveyId } = request.params
    const key = { workspaceId: request.account.workspaceId, surveyId }
    await surveyOf(db, key)
    if (!(await openSurvey(db, { ...key, at: request.clock.now() }))) {
      throw new NotPublishable(['Publish a version first: what respondents see never changes under them.'])
    }
    return reply.redirect(`/surveys/${surveyId}#state`, 303)
  })

  app.post('/surveys/:surveyId/closure', { schema: { params: surveyParams } }, async (request, reply) => {
    const { surveyId } = request.params
    const key = { workspaceId: request.account.workspaceId, surveyId }
    await surveyOf(db, key)
    await closeSurvey(db, { ...key, at: request.clock.now() })
    return reply.redirect(`/surveys/${surveyId}#state`, 303)
  })
}

function bodyOf(request: FastifyRequest): FormBody {
  return (request.body ?? {}) as FormBody
}

function pageEdit(pageCode: string, form: FormBody): Edit {
  const title = oneValue(form, 'title')
  switch (oneValue(form, '_do')) {
    case 'up':
      return movePage(pageCode, -1)
    case 'down':
      return movePage(pageCode, 1)
    case 'remove':
      return removePage(pageCode)
    default:
      return renamePage(pageCode, title)
  }
}

/** Whatever button is pressed, the texts in the form are saved with it, except when the item goes. */
function itemEdit(itemCode: string, form: FormBody): Edit {
  const action = oneValue(form, '_do')
  if (action === 'remove') return removeItem(itemCode)
  return (draft) => {
    const item = findItem(draft, itemCode)
    if (!item) throw new EditRefused('This question was removed meanwhile.')
    const saved = replaceItem(itemFromForm(item, form))(draft)
    if (action === 'up') return moveItem(itemCode, -1)(saved)
    return action === 'down' ? moveItem(itemCode, 1)(saved) : saved
  }
}

/** Saves an edit and goes back to where it was made; one that can't be saved shows the page with what was typed. */
async function applyEdit(
  db: Database,
  request: FastifyRequest,
  reply: FastifyReply,
  { surveyId, form, place, edit }: { surveyId: string; form: string; place: string; edit: Edit },
): Promise<FastifyReply> {
  try {
    await editDraft(db, { workspaceId: request.account.workspaceId, surveyId }, edit)
  } catch (error) {
    if (!(error instanceof EditRefused)) throw error
    return sendEditor(db, request, reply.status(422), { surveyId, refused: { form, typed: bodyOf(request), error } })
  }
  return reply.redirect(`/surveys/${surveyId}#${place}`, 303)
}

async function sendEditor(
  db: Database,
  request: FastifyRequest,
  reply: FastifyReply,
  { surveyId, refused }: { surveyId: string; refused: RefusedEdit | null },
): Promise<FastifyReply> {
  const key = { workspaceId: request.account.workspaceId, surveyId }
  const survey = await surveyOf(db, key)
  const study = await studyOf(db, { workspaceId: key.workspaceId, studyId: survey.studyId })
  const versions = await publishedVersions(db, key)
  const definitions = versions.map((version) => version.definition)
  const isDraftPublished = isDeepStrictEqual(definitions.at(-1), survey.draft)
  const problems = publishingProblems(survey.draft, definitions)
  const address = `${request.protocol}://${request.host}/s/${surveyId}`
  const view = editorView(survey, { versions, isDraftPublished, problems, address }, refused)
  const title = refused ? `Error: ${survey.title}` : survey.title
  return sendPage(
    request,
    reply,
    'pages/surveys/editor',
    { title, styles: ['survey-editor'], study, section: 'survey' },
    view,
  )
}
