import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { FormBody } from '../../../survey-forms/form-body.ts'
import type { Database } from '../../database/connection.ts'
import { editDraft } from './draft-store.ts'
import { findItem, replaceItem } from './editing.ts'
import { sendEditor } from './editor-page.ts'
import { EditRefused, ImageNotFound } from '../errors.ts'
import { findImage, saveImage } from './image-store.ts'
import { acceptedImage, imageBytes, imagePath } from './images.ts'
import { checked } from './item-editing.ts'
import { starting } from '../link.ts'
import { surveyImageParams, surveyItemParams, uploadQuery } from '../schema.ts'
import { surveyOf } from '../store.ts'

/** Pictures of a survey: put beside a text, taken away, and served from this server alone. */
export const imageRoutes: FastifyPluginAsyncZod<{ db: Database }> = async (app, { db }) => {
  app.post(
    '/surveys/:surveyId/items/:itemCode/image',
    { config: { isUpload: true }, schema: { params: surveyItemParams, querystring: uploadQuery } },
    async (request, reply) => {
      const { surveyId, itemCode } = request.params
      const key = { workspaceId: request.account.workspaceId, surveyId }
      await surveyOf(db, key)
      const part = await request.file({ limits: { fileSize: imageBytes + 1 } })
      const bytes = part ? await part.toBuffer() : Buffer.alloc(0)
      const typed: FormBody = { alternative: textOf(part?.fields.alternative) }
      try {
        const image = acceptedImage(bytes)
        if (typeof image === 'string') throw new EditRefused(image, { field: 'image' })
        const alternative = String(typed.alternative).trim()
        if (alternative === '')
          throw new EditRefused('Say what the picture shows, for people who do not see it.', { field: 'alternative' })
        const at = request.clock.now()
        await db.transaction().execute(async (tx) => {
          await saveImage(tx, { ...key, image, at })
          await editDraft(tx, key, (draft) => {
            const item = findItem(draft, itemCode)
            if (item?.kind !== 'statement') throw new EditRefused('Only a text or picture takes a picture.')
            const source = imagePath(surveyId, image)
            return replaceItem(checked({ ...item, image: { source, alternative } }))(draft)
          })
        })
      } catch (error) {
        if (!(error instanceof EditRefused)) throw error
        const open = { name: `item.${itemCode}`, addsEntry: '' }
        const refused = { form: itemCode, typed, error }
        return sendEditor(db, request, reply.status(422), { surveyId, open, refused })
      }
      return reply.redirect(`/surveys/${surveyId}?open=item.${itemCode}#item-${itemCode}`, 303)
    },
  )

  app.get(
    '/survey-images/:surveyId/:imageName',
    { config: starting, schema: { params: surveyImageParams } },
    async (request, reply) => {
      const { surveyId, imageName } = request.params
      const image = await findImage(db, { surveyId, name: imageName })
      if (!image) throw new ImageNotFound({ surveyId })
      reply.header('cache-control', 'public, max-age=31536000, immutable').type(image.mediaType)
      return reply.send(Buffer.from(image.bytes))
    },
  )
}

/** A field that stands before the file in the form. */
function textOf(field: unknown): string {
  const value = (field as { value?: unknown } | undefined)?.value
  return typeof value === 'string' ? value.replace(/\r\n?/g, '\n').replaceAll('\0', '').toWellFormed() : ''
}
