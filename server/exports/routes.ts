import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Database } from '../database/connection.ts'
import { readOnePager } from '../personas/page.ts'
import { fileName } from './file-name.ts'
import { onePagerPdf, onePagerPng } from './one-pager-files.ts'
import { fileChoice, personaFileParams } from './schema.ts'

interface ExportRoutes {
  db: Database
  publicAddress: string | undefined
}

/** Files of a persona. Words that nobody released stay out, unless someone asks for a file that stays in the house and says so. */
export const exportRoutes: FastifyPluginAsyncZod<ExportRoutes> = async (app, { db, publicAddress }) => {
  const schema = { params: personaFileParams, querystring: fileChoice }

  app.get('/personas/:personaSetId/:personaKey/one-pager.pdf', { schema }, async (request, reply) => {
    const { view } = await pageOf(request)
    const { paper } = request.query
    return sendFile(reply, onePagerPdf(view, { paper }).bytes, 'application/pdf', nameOf(view, paper, 'pdf'))
  })

  app.get('/personas/:personaSetId/:personaKey/one-pager.png', { schema }, async (request, reply) => {
    const { view } = await pageOf(request)
    const { size } = request.query
    return sendFile(reply, onePagerPng(view, { size }), 'image/png', nameOf(view, size, 'png'))
  })

  function pageOf(request: FastifyRequest) {
    const { workspaceId, workspaceName } = request.account
    const params = request.params as { personaSetId: string; personaKey: string }
    const { words } = request.query as { words: 'consented' | 'internal' }
    return readOnePager(db, {
      workspaceId,
      workspaceName,
      policy: words,
      publicAddress: publicAddress ?? null,
      ...params,
    })
  }
}

function nameOf({ name, isInternal }: { name: string; isInternal: boolean }, variant: string, ending: string): string {
  const kind = ['a4', 'screen'].includes(variant) ? '' : `-${variant}`
  return `${fileName(name)}${kind}${isInternal ? '-internal' : ''}.${ending}`
}

function sendFile(reply: FastifyReply, bytes: Uint8Array | string, type: string, name: string): FastifyReply {
  reply.header('content-disposition', `inline; filename="${name}"`).header('cache-control', 'no-store')
  return reply.type(type).send(typeof bytes === 'string' ? bytes : Buffer.from(bytes))
}
