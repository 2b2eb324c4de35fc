import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { codesOfStudy } from '../codebook/store.ts'
import type { Database } from '../database/connection.ts'
import { sendPage } from '../http/page.ts'
import { variablesOfStudy } from '../responses/store.ts'
import { familiesOf } from '../segments/store.ts'
import { randomFrom } from '../statistics/random.ts'
import { saturation } from '../statistics/saturation.ts'
import { studyParams } from '../studies/schema.ts'
import { studyOf } from '../studies/store.ts'
import { groupingItems, groupsOfFamily, groupsOfItem } from './groups.ts'
import { quotationsCsv, quotationsDocx, quotationsXlsx, quotationTypes } from './quotation-files.ts'
import { quotationsOf } from './quotations.ts'
import { analysisQuery, quotationsQuery } from './schema.ts'
import { codeFrequencies, codePairs, codesOfDocuments, peopleWithWords } from './store.ts'
import { codingAnalysisView } from './view.ts'

const pairsShown = 10
const mostDocuments = 1_000
/** The same order of interviews drawn for everybody who looks. */
const seed = 1

/** What the coded words add up to: codes by people, side by side, by segment and by answer; and the passages as files. */
export const codingAnalysisRoutes: FastifyPluginAsyncZod<{ db: Database }> = async (app, { db }) => {
  app.get(
    '/studies/:studyId/analysis',
    { schema: { params: studyParams, querystring: analysisQuery } },
    async (request, reply) => {
      const { counted, within, family: familyId, item } = request.query
      const key = { workspaceId: request.account.workspaceId, studyId: request.params.studyId }
      const study = await studyOf(db, key)
      const variables = await variablesOfStudy(db, key)
      const textItems = variables.filter(({ role }) => role === 'text').map(({ name }) => name)
      const base = { workspaceId: key.workspaceId, isSimulated: study.isSimulated }
      const families = await familiesOf(db, base)
      const items = groupingItems(variables)
      const family = families.find(({ id }) => id === familyId)
      const variable = items.find(({ name }) => name === item)
      const codes = await codesOfStudy(db, key)
      const asked = { ...key, counted, textItems, rolledUp: within === 'yes' ? codes : null }
      const documents = await codesOfDocuments(db, { ...key, counted, limit: mostDocuments })
      const view = codingAnalysisView({
        studyId: study.id,
        counted,
        isWithin: within === 'yes',
        codes,
        frequencies: await codeFrequencies(db, asked),
        base: await peopleWithWords(db, asked),
        pairs: await codePairs(db, { ...asked, limit: pairsShown }),
        saturation: saturation(
          documents.map((codes) => new Set(codes)),
          { random: randomFrom(seed) },
        ),
        choices: { families, items },
        groups: family
          ? await groupsOfFamily(db, { ...asked, family })
          : variable
            ? await groupsOfItem(db, { ...asked, variable })
            : null,
      })
      const frame = {
        title: 'Coded words',
        styles: ['study', 'document', 'analysis'],
        study,
        section: 'interviews' as const,
      }
      return sendPage(request, reply, 'pages/analysis/analysis', frame, view)
    },
  )

  for (const format of ['csv', 'xlsx', 'docx'] as const) {
    app.get(
      `/studies/:studyId/quotations.${format}`,
      { schema: { params: studyParams, querystring: quotationsQuery } },
      async (request, reply) => {
        const { counted, which } = request.query
        const key = { workspaceId: request.account.workspaceId, studyId: request.params.studyId }
        const study = await studyOf(db, key)
        const quotations = quotationsOf(db, {
          ...key,
          counted,
          onlyQuotable: which === 'quotable',
          withMemos: request.account.role !== 'viewer',
        })
        const name = which === 'quotable' ? 'quotations' : 'quotations-internal'
        reply.header('content-disposition', `attachment; filename="${name}.${format}"`)
        reply.header('cache-control', 'no-store').type(quotationTypes[format])
        if (format === 'csv') return reply.send(quotationsCsv(quotations))
        if (format === 'xlsx') return reply.send(quotationsXlsx(quotations))
        return reply.send(await quotationsDocx(quotations, { title: study.name, date: study.createdAt }))
      },
    )
  }
}
