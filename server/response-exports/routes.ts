import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Database } from '../database/connection.ts'
import { sendPage } from '../http/page.ts'
import { studyParams } from '../studies/schema.ts'
import { studyOf } from '../studies/store.ts'
import { codebookView } from './codebook.ts'
import { exportedStudy } from './export-study.ts'
import { responsesCsv, responsesJsonLines, responsesXlsx } from './formats.ts'

const tableQuery = z.object({
  values: z.enum(['codes', 'labels']).catch('codes'),
  /** How carefully each response was given goes along. */
  flags: z.literal('yes').optional().catch(undefined),
})

const types = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  jsonl: 'application/jsonl; charset=utf-8',
} as const

/** Answers out: as a table, as JSON Lines, and the book of codes that explains them. */
export const responseExportRoutes: FastifyPluginAsyncZod<{ db: Database }> = async (app, { db }) => {
  for (const format of ['csv', 'xlsx', 'jsonl'] as const) {
    app.get(
      `/studies/:studyId/responses.${format}`,
      { schema: { params: studyParams, querystring: tableQuery } },
      async (request, reply) => {
        const key = { workspaceId: request.account.workspaceId, studyId: request.params.studyId }
        await studyOf(db, key)
        const study = await exportedStudy(db, key, { withFlags: request.query.flags === 'yes' })
        reply.header('content-disposition', `attachment; filename="responses.${format}"`)
        reply.header('cache-control', 'no-store').type(types[format])
        if (format === 'csv') return reply.send(responsesCsv(study, request.query))
        if (format === 'xlsx') return reply.send(responsesXlsx(study, request.query))
        return reply.send(responsesJsonLines(study))
      },
    )
  }

  app.get('/studies/:studyId/variables', { schema: { params: studyParams } }, async (request, reply) => {
    const key = { workspaceId: request.account.workspaceId, studyId: request.params.studyId }
    const study = await studyOf(db, key)
    const { variables } = await exportedStudy(db, key)
    const view = { ...codebookView(study.name, variables), responsesHref: `/studies/${study.id}/responses` }
    const frame = { title: 'Codebook of answers', styles: ['study', 'responses'], study, section: 'responses' as const }
    return sendPage(request, reply, 'pages/response-exports/codebook', frame, view)
  })
}
