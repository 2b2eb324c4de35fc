import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Database } from '../database/connection.ts'
import { brandOf } from '../brand/store.ts'
import { printBrand } from '../brand/brand.ts'
import { type PageOrder, readOnePager, readPages } from '../personas/page.ts'
import { personaParams, setParams } from '../personas/schema.ts'
import { setSummary } from '../personas/set-summary.ts'
import { drawInThread } from './draw-in-thread.ts'
import { fileName } from './file-name.ts'
import { onePagerMarkdown } from './one-pager-text.ts'
import { personaJson, personaJsonSchema } from './persona-file.ts'
import { fileChoice } from './schema.ts'
import { setArchive } from './set-archive.ts'

const types = {
  pdf: 'application/pdf',
  png: 'image/png',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  md: 'text/markdown; charset=utf-8',
  json: 'application/json; charset=utf-8',
  zip: 'application/zip',
}

/**
 * Files of personas and of their set. Words that nobody released stay out, unless someone asks for a file that stays in the house; then
 * it says so, on the sheet and in its name.
 */
export const exportRoutes: FastifyPluginAsyncZod<{ db: Database }> = async (app, { db }) => {
  const ofPersona = { params: personaParams, querystring: fileChoice }
  const ofSet = { params: setParams, querystring: fileChoice }

  app.get('/personas/:personaSetId/:personaKey/one-pager.pdf', { schema: ofPersona }, async (request, reply) => {
    const { view, brand } = await pageOf(request)
    const { paper } = request.query
    const bytes = await drawInThread({ kind: 'pdf', view, paper, brand })
    return sendFile(reply, bytes, { ...named(view, paper), ending: 'pdf' })
  })

  app.get('/personas/:personaSetId/:personaKey/one-pager.png', { schema: ofPersona }, async (request, reply) => {
    const { view, brand } = await pageOf(request)
    const { size } = request.query
    const bytes = await drawInThread({ kind: 'png', view, size, brand })
    return sendFile(reply, bytes, { ...named(view, size), ending: 'png' })
  })

  app.get('/personas/:personaSetId/:personaKey/avatar.png', { schema: ofPersona }, async (request, reply) => {
    const { view } = await pageOf(request)
    const name = `${fileName(view.name)}-avatar`
    return sendFile(reply, await drawInThread({ kind: 'avatar', view }), { name, ending: 'png' })
  })

  app.get('/personas/:personaSetId/:personaKey/one-pager.pptx', { schema: ofPersona }, async (request, reply) => {
    const { view, brand } = await pageOf(request)
    return sendFile(reply, await drawInThread({ kind: 'pptx', view, brand }), { ...named(view), ending: 'pptx' })
  })

  app.get('/personas/:personaSetId/:personaKey/one-pager.md', { schema: ofPersona }, async (request, reply) => {
    const { view } = await pageOf(request)
    return sendFile(reply, onePagerMarkdown(view), { ...named(view), ending: 'md' })
  })

  app.get('/personas/:personaSetId/:personaKey/one-pager.json', { schema: ofPersona }, async (request, reply) => {
    const { view } = await pageOf(request)
    return sendFile(reply, personaJson(view), { ...named(view), ending: 'json' })
  })

  app.get('/personas/:personaSetId/persona-set.pdf', { schema: ofSet }, async (request, reply) => {
    const { set, views, brand, isInternal } = await wholeSet(request)
    const { paper } = request.query
    const bytes = await drawInThread({ kind: 'set-pdf', set, views, paper, brand })
    return sendFile(reply, bytes, { ...named({ name: 'persona-set', isInternal }, paper), ending: 'pdf' })
  })

  app.get('/personas/:personaSetId/persona-set.pptx', { schema: ofSet }, async (request, reply) => {
    const { set, views, brand, isInternal } = await wholeSet(request)
    const bytes = await drawInThread({ kind: 'set-pptx', set, views, brand })
    return sendFile(reply, bytes, { ...named({ name: 'persona-set', isInternal }), ending: 'pptx' })
  })

  app.get('/personas/:personaSetId/persona-set.zip', { schema: ofSet }, async (request, reply) => {
    const { isInternal, ...files } = await wholeSet(request)
    const { name } = named({ name: 'persona-set', isInternal })
    reply.header('content-disposition', `attachment; filename="${name}.zip"`).header('cache-control', 'no-store')
    return reply.type(types.zip).send(setArchive(files, drawInThread))
  })

  // The contract of the JSON files holds no data of anybody.
  app.get('/schemas/persona-2.schema.json', { config: { access: 'anonymous' } }, async (_, reply) =>
    reply.type('application/schema+json').send(JSON.stringify(personaJsonSchema(), null, 2)),
  )

  async function pageOf(request: FastifyRequest) {
    const { personaKey } = request.params as { personaKey: string }
    const { view } = await readOnePager(db, { ...orderOf(request), personaKey })
    return { view, brand: await brandFor(request) }
  }

  async function wholeSet(request: FastifyRequest) {
    const order = orderOf(request)
    const { set, claims, study, views } = await readPages(db, order)
    const { workspaceName } = order
    return {
      set: setSummary(set, claims, { workspaceName, decision: study.decision, isSimulated: study.isSimulated }),
      views,
      brand: await brandFor(request),
      isInternal: views.some((view) => view.isInternal),
    }
  }

  async function brandFor(request: FastifyRequest) {
    return printBrand(await brandOf(db, request.account.workspaceId))
  }

  function orderOf(request: FastifyRequest): PageOrder {
    const { workspaceId, workspaceName } = request.account
    const { personaSetId } = request.params as { personaSetId: string }
    const { words } = request.query as { words: 'consented' | 'internal' }
    return { workspaceId, workspaceName, personaSetId, policy: words, publicAddress: app.publicAddress }
  }
}

function named({ name, isInternal }: { name: string; isInternal: boolean }, variant = ''): { name: string } {
  const kind = ['', 'a4', 'screen'].includes(variant) ? '' : `-${variant}`
  return { name: `${fileName(name)}${kind}${isInternal ? '-internal' : ''}` }
}

function sendFile(
  reply: FastifyReply,
  bytes: Uint8Array | string,
  { name, ending }: { name: string; ending: keyof typeof types },
): FastifyReply {
  reply.header('content-disposition', `inline; filename="${name}.${ending}"`).header('cache-control', 'no-store')
  return reply.type(types[ending]).send(typeof bytes === 'string' ? bytes : Buffer.from(bytes))
}
