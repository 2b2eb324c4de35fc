import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Database } from '../database/connection.ts'
import { personaFiles } from '../exports/file-list.ts'
import { type FormErrors, formErrors, typedValues } from '../http/forms.ts'
import { sendPage } from '../http/page.ts'
import { PersonaNotFound } from './errors.ts'
import { overdueText } from './claim-editing/expiry.ts'
import { interpretationOf, replaceInterpretation } from './interpretation-store.ts'
import { readOnePager } from './page.ts'
import { interpretationForm, nameForm, personaParams } from './schema.ts'
import { personaSetOf, renamePersona } from './store.ts'

/** A persona's page inside the house, its name, and what the team makes of it. */
export const onePagerRoutes: FastifyPluginAsyncZod<{ db: Database }> = async (app, { db }) => {
  app.get('/personas/:personaSetId/:personaKey', { schema: { params: personaParams } }, async (request, reply) =>
    onePagerPage(request, reply, request.params),
  )

  app.post(
    '/personas/:personaSetId/:personaKey/name',
    { schema: { params: personaParams } },
    async (request, reply) => {
      const { workspaceId } = request.account
      const { personaSetId, personaKey } = request.params
      const form = nameForm.safeParse(request.body)
      if (!form.success) return onePagerPage(request, reply, request.params, formErrors(form.error))
      const isThere = await renamePersona(db, { workspaceId, personaSetId, key: personaKey, ...form.data })
      if (!isThere) throw new PersonaNotFound()
      return reply.redirect(`/personas/${personaSetId}/${personaKey}`, 303)
    },
  )

  app.post(
    '/personas/:personaSetId/:personaKey/interpretation',
    { schema: { params: personaParams } },
    async (request, reply) => {
      const { workspaceId, name: author } = request.account
      const { personaSetId, personaKey } = request.params
      const set = await personaSetOf(db, { workspaceId, personaSetId })
      if (!set.personas.some(({ key }) => key === personaKey)) throw new PersonaNotFound()
      const form = interpretationForm.safeParse(request.body)
      if (!form.success) return onePagerPage(request, reply, request.params, formErrors(form.error))
      const lines = (['do', 'dont'] as const).flatMap((kind) =>
        ([0, 1] as const).map((place) => ({ kind, text: form.data[`${kind}-${place}`] })),
      )
      const written = lines.filter(({ text }) => text !== '')
      const page = { workspaceId, personaSetId, personaKey }
      await replaceInterpretation(db, { ...page, lines: written, author, at: request.clock.now() })
      return reply.redirect(`/personas/${personaSetId}/${personaKey}`, 303)
    },
  )

  /** The page inside the house; with errors, its forms as they were typed. */
  async function onePagerPage(
    request: FastifyRequest,
    reply: FastifyReply,
    params: { personaSetId: string; personaKey: string },
    errors: FormErrors | null = null,
  ) {
    const { workspaceId, workspaceName } = request.account
    const order = { workspaceId, workspaceName, policy: 'internal' as const, publicAddress: app.publicAddress }
    const { view, study } = await readOnePager(db, { ...order, ...params })
    const lines = await interpretationOf(db, { workspaceId, ...params })
    const line = (kind: 'do' | 'dont', place: number) => lines.filter((one) => one.kind === kind)[place]?.text ?? ''
    const typed = {
      name: view.name,
      tagline: view.tagline,
      'do-0': line('do', 0),
      'do-1': line('do', 1),
      'dont-0': line('dont', 0),
      'dont-1': line('dont', 1),
      ...(errors ? typedValues(request.body) : {}),
    }
    if (errors) reply.status(422)
    const title = errors ? `Error: ${view.name}` : view.name
    const frame = { title, styles: ['one-pager', 'one-pager-page'], study, section: 'personas' as const }
    return sendPage(request, reply, 'pages/personas/one-pager', frame, {
      ...view,
      reviewBy: overdueText(view.claims, request.clock.now()) || view.reviewBy,
      files: personaFiles(view),
      typed,
      errors,
      mayEdit: request.account.role !== 'viewer',
    })
  }
}
