import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { type FormBody, oneValue } from '../../survey-forms/form-body.ts'
import type { Database } from '../database/connection.ts'
import {
  addItem,
  addPage,
  changeTexts,
  type Edit,
  findItem,
  moveItem,
  moveItemTo,
  movePage,
  removeItem,
  removePage,
  renamePage,
  replaceItem,
} from './editing.ts'
import { sendEditor } from './editor-page.ts'
import { EditRefused } from './errors.ts'
import { itemFromForm, newItem } from './item-editing.ts'
import { surveyItemParams, surveyPageParams, surveyParams } from './schema.ts'
import { editDraft, publishedVersions } from './store.ts'

/** The forms of the editor: each changes one thing of the draft. */
export const editorRoutes: FastifyPluginAsyncZod<{ db: Database }> = async (app, { db }) => {
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
    if (action === 'move') return moveItemTo(itemCode, oneValue(form, 'moveTo'))(saved)
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
