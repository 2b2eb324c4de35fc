import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { type FormBody, oneValue } from '../../../survey-forms/form-body.ts'
import type { Database } from '../../database/connection.ts'
import { draftSteps, editDraft, makeAgain, takeBack } from './draft-store.ts'
import {
  addPage,
  changeTexts,
  duplicateItem,
  type Edit,
  findItem,
  moveItem,
  moveItemTo,
  movePage,
  removeImage,
  removeItem,
  removePage,
  renamePage,
  replaceItem,
  surveyFields,
} from './editing.ts'
import { sendEditor } from './editor-page.ts'
import { EditRefused } from '../errors.ts'
import { itemFields, itemFromForm } from './item-editing.ts'
import { fieldId } from './item-view.ts'
import { type Fields, marksOf } from './merging.ts'
import { withPiped } from './piping.ts'
import { editorQuery, surveyItemParams, surveyPageParams, surveyParams } from '../schema.ts'
import { publishedVersions, surveyOf } from '../store.ts'
import type { Instrument } from '../../../survey-forms/instrument.ts'

/** The editor: its page, and its forms, each of which changes one thing of the draft. */
export const editorRoutes: FastifyPluginAsyncZod<{ db: Database }> = async (app, { db }) => {
  const whole = { schema: { params: surveyParams } }
  app.get(
    '/surveys/:surveyId',
    { schema: { params: surveyParams, querystring: editorQuery } },
    async (request, reply) => {
      const { open, add } = request.query
      const { surveyId } = request.params
      return sendEditor(db, request, reply, {
        surveyId,
        open: { name: open, addsEntry: add },
        refused: null,
      })
    },
  )

  app.post('/surveys/:surveyId/texts', whole, async (request, reply) =>
    applyEdit(db, request, reply, {
      surveyId: request.params.surveyId,
      form: 'texts',
      open: 'texts',
      place: '#texts',
      edit: changeTexts(bodyOf(request)),
      fields: surveyFields,
    }),
  )

  app.post('/surveys/:surveyId/pages', whole, async (request, reply) =>
    applyEdit(db, request, reply, {
      surveyId: request.params.surveyId,
      form: 'new-page',
      open: 'new-page',
      place: '#new-page',
      edit: addPage(oneValue(bodyOf(request), 'title')),
    }),
  )

  app.post('/surveys/:surveyId/pages/:pageCode', { schema: { params: surveyPageParams } }, async (request, reply) => {
    const { surveyId, pageCode } = request.params
    const isTitle = oneValue(bodyOf(request), '_do') === 'save'
    return applyEdit(db, request, reply, {
      surveyId,
      form: pageCode,
      open: isTitle ? `page.${pageCode}` : '',
      place: `#page-${pageCode}`,
      edit: pageEdit(pageCode, bodyOf(request)),
      fields: (draft) => ({ title: draft.pages.find((page) => page.code === pageCode)?.title ?? '' }),
    })
  })

  app.post('/surveys/:surveyId/items/:itemCode', { schema: { params: surveyItemParams } }, async (request, reply) => {
    const { surveyId, itemCode } = request.params
    const form = bodyOf(request)
    const key = { workspaceId: request.account.workspaceId, surveyId }
    const published = (await publishedVersions(db, key)).map((version) => version.definition)
    return applyEdit(db, request, reply, {
      surveyId,
      form: itemCode,
      open: `item.${itemCode}`,
      place: placeAfterItem(itemCode, form),
      edit: itemEdit(itemCode, form, published),
      fields: (draft) => {
        const item = findItem(draft, itemCode)
        return item ? itemFields(item) : {}
      },
    })
  })

  app.post('/surveys/:surveyId/undo', whole, async (request, reply) => {
    const key = { workspaceId: request.account.workspaceId, surveyId: request.params.surveyId }
    await takeBack(db, key)
    return reply.redirect(`/surveys/${key.surveyId}#state`, 303)
  })

  app.post('/surveys/:surveyId/redo', whole, async (request, reply) => {
    const key = { workspaceId: request.account.workspaceId, surveyId: request.params.surveyId }
    await makeAgain(db, key)
    return reply.redirect(`/surveys/${key.surveyId}#state`, 303)
  })
}

function bodyOf(request: FastifyRequest): FormBody {
  return (request.body ?? {}) as FormBody
}

function pageEdit(pageCode: string, form: FormBody): Edit {
  switch (oneValue(form, '_do')) {
    case 'up':
      return movePage(pageCode, -1)
    case 'down':
      return movePage(pageCode, 1)
    case 'remove':
      return removePage(pageCode)
    default:
      return renamePage(pageCode, form)
  }
}

/** Whatever button is pressed, the texts in the form are saved with it, except when the item goes. */
function itemEdit(itemCode: string, form: FormBody, published: Instrument[]): Edit {
  const action = oneValue(form, '_do')
  if (action === 'remove') return removeItem(itemCode)
  if (action === 'image-remove') return removeImage(itemCode)
  return (draft) => {
    const item = findItem(draft, itemCode)
    if (!item) throw new EditRefused('This question was removed meanwhile.')
    const saved = replaceItem(itemFromForm(item, withPiped(form)))(draft)
    if (action === 'move') return moveItemTo(itemCode, oneValue(form, 'moveTo'))(saved)
    if (action === 'duplicate') return duplicateItem(itemCode, published)(saved)
    if (action === 'up') return moveItem(itemCode, -1)(saved)
    return action === 'down' ? moveItem(itemCode, 1)(saved) : saved
  }
}

/** Where the page goes on: with the form still open after a change inside it, else at the question in the list. */
function placeAfterItem(itemCode: string, form: FormBody): string {
  const action = oneValue(form, '_do')
  const open = `?open=item.${itemCode}`
  const added = ['newEntry', 'newPoint'].find((name) => oneValue(form, name).trim() !== '')
  if (added) return `${open}&add=${added}#${fieldId(itemCode, added)}`
  if (action === 'pipe') return `${open}#${fieldId(itemCode, oneValue(form, 'pipeInto'))}`
  if (/^(up|down|remove):/.test(action)) return `${open}#item-${itemCode}`
  return `#item-${itemCode}`
}

interface PostedEdit {
  surveyId: string
  /** Whose form it is, for the error. */
  form: string
  /** Which form to show open when it cannot be saved. */
  open: string
  /** Where the editor goes on when it is saved: query and fragment. */
  place: string
  edit: Edit
  /** What the form's fields hold afterwards, for a form that stays open. */
  fields?: (draft: Instrument) => Fields
}

/**
 * Saves an edit and goes back to where it was made; one that can't be saved shows the page with what was typed. A form
 * that saves itself while somebody types asks for JSON and gets the new marks of its fields, or what is wrong.
 */
export async function applyEdit(
  db: Database,
  request: FastifyRequest,
  reply: FastifyReply,
  posted: PostedEdit,
): Promise<FastifyReply> {
  const { surveyId, form, open, edit, place } = posted
  const key = { workspaceId: request.account.workspaceId, surveyId }
  const isQuiet = request.headers.accept === 'application/json'
  try {
    await editDraft(db, key, edit)
  } catch (error) {
    if (!(error instanceof EditRefused)) throw error
    if (isQuiet)
      return reply.status(422).send({ message: error.message, field: fieldId(form, String(error.details.field ?? '')) })
    const refused = { form, typed: bodyOf(request), error }
    return sendEditor(db, request, reply.status(422), { surveyId, open: { name: open, addsEntry: '' }, refused })
  }
  if (!isQuiet) return reply.redirect(`/surveys/${surveyId}${place}`, 303)
  const { draft } = await surveyOf(db, key)
  return reply.send({ marks: marksOf(posted.fields?.(draft) ?? {}), back: (await draftSteps(db, key)).back })
}
