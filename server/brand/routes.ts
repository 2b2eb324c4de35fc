import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Database } from '../database/connection.ts'
import { type FormErrors, formErrors, typedValues } from '../http/forms.ts'
import { sendPage } from '../http/page.ts'
import { checkedAccent } from './brand.ts'
import { acceptedLogo, logoBytes } from './logo.ts'
import { accentForm } from './schema.ts'
import { brandOf, saveBrand } from './store.ts'

/** How the workspace's files look: a colour for headings, checked for contrast, and a logo. */
export const brandRoutes: FastifyPluginAsyncZod<{ db: Database }> = async (app, { db }) => {
  app.get('/settings/brand', async (request, reply) => brandPage(request, reply))

  app.post('/settings/brand', async (request, reply) => {
    const form = accentForm.safeParse(request.body)
    if (!form.success) return brandPage(request, reply, formErrors(form.error))
    const { workspaceId } = request.account
    await saveBrand(db, { workspaceId, accent: form.data.accent || null, at: request.clock.now() })
    return reply.redirect('/settings/brand', 303)
  })

  app.post('/settings/brand/logo', { config: { isUpload: true } }, async (request, reply) => {
    const part = await request.file({ limits: { fileSize: logoBytes + 1 } })
    const bytes = part && part.filename !== '' ? await part.toBuffer() : null
    const logo = bytes ? acceptedLogo(bytes) : 'Choose a picture first.'
    if (typeof logo === 'string') return brandPage(request, reply, formErrors({ logo }))
    const { workspaceId, workspaceName } = request.account
    const stored = { logo: bytes, logoType: logo.type, logoAlt: `Logo of ${workspaceName}` }
    await saveBrand(db, { workspaceId, ...stored, at: request.clock.now() })
    return reply.redirect('/settings/brand', 303)
  })

  app.post('/settings/brand/logo-removal', async (request, reply) => {
    const { workspaceId } = request.account
    await saveBrand(db, { workspaceId, logo: null, logoType: null, logoAlt: '', at: request.clock.now() })
    return reply.redirect('/settings/brand', 303)
  })

  async function brandPage(request: FastifyRequest, reply: FastifyReply, errors: FormErrors | null = null) {
    const brand = await brandOf(db, request.account.workspaceId)
    const checked = brand?.accent ? checkedAccent(brand.accent) : null
    if (errors) reply.status(422)
    const title = errors ? 'Error: How your files look' : 'How your files look'
    const { accent = brand?.accent ?? '' } = errors ? typedValues(request.body) : {}
    return sendPage(
      request,
      reply,
      'pages/brand/brand',
      { title, styles: ['brand'] },
      {
        accent,
        errors,
        checked: checked && {
          ...checked,
          contrast: checked.contrast.toFixed(1),
          inkContrast: checked.inkContrast.toFixed(1),
        },
        swatches: checked ? swatches(checked.isAdjusted ? [checked.accent, checked.ink] : [checked.accent]) : '',
        logoAlt: brand?.logo ? brand.logoAlt : '',
        logo: brand?.logo ? `data:${brand.logoType};base64,${brand.logo.toString('base64')}` : '',
        logoKilobytes: logoBytes / 1024,
        mayEdit: request.account.role !== 'viewer',
      },
    )
  }
}

/** Colours as a picture, because the page's own policy takes no style from the page. */
function swatches(colours: string[]): string {
  const blocks = colours.map((colour, place) => `<path fill="${colour}" d="M${place * 60} 0h52v28h-52z"/>`).join('')
  return `<svg class="swatches" viewBox="0 0 ${colours.length * 60 - 8} 28" role="img"><title>${colours.join(', then ')}</title>${blocks}</svg>`
}
