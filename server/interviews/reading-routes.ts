import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Database } from '../database/connection.ts'
import { sendPage } from '../http/page.ts'
import { studyParams } from '../studies/schema.ts'
import { studyOf } from '../studies/store.ts'
import { typedValues } from '../http/forms.ts'
import { purposes, saveDocumentConsents } from './consent-store.ts'
import { documentOf } from './document-page.ts'
import { documentHref } from './document-title.ts'
import { consentChoice, documentParams, searchQuery } from './schema.ts'
import { searchDocuments } from './search.ts'

/** Looking for words in a study's interviews, and noting what somebody agreed to for one of them. */
export const readingRoutes: FastifyPluginAsyncZod<{ db: Database }> = async (app, { db }) => {
  app.get(
    '/studies/:studyId/interviews/search',
    { schema: { params: studyParams, querystring: searchQuery } },
    async (request, reply) => {
      const key = { workspaceId: request.account.workspaceId, studyId: request.params.studyId }
      const study = await studyOf(db, key)
      const { words = '', after = null, only = null } = request.query
      const isReadable = request.account.role === 'viewer'
      const { documents, next } = await searchDocuments(db, { ...key, words, after, only, isReadable })
      const path = `/studies/${study.id}/interviews/search`
      const address = (more: Record<string, string>) => `${path}?${new URLSearchParams({ words, ...more })}`
      const view = {
        studyId: study.id,
        words,
        path,
        hasSearched: words.trim() !== '',
        documents: documents.map((document) => ({
          ...document,
          moreHref: document.hasMore && only === null ? address({ only: document.documentId }) : '',
        })),
        nextHref: next === null ? '' : address({ after: next }),
        allHref: only === null ? '' : address({}),
      }
      const frame = { title: 'Search in interviews', styles: ['document'], study, section: 'interviews' as const }
      return sendPage(request, reply, 'pages/interviews/search', frame, view)
    },
  )

  app.post(
    '/documents/:personId/:documentId/consent',
    { schema: { params: documentParams } },
    async (request, reply) => {
      const key = { workspaceId: request.account.workspaceId, ...request.params }
      const { studyId } = await documentOf(db, key)
      const typed = typedValues(request.body)
      const basis = (typed.basis ?? '').trim().slice(0, 300)
      const consents = purposes.flatMap((purpose) => {
        const choice = consentChoice.safeParse(typed[purpose])
        return choice.success ? [{ purpose, isGranted: choice.data === 'yes', basis }] : []
      })
      const { accountId } = request.account
      await saveDocumentConsents(db, { ...key, studyId, accountId, at: request.clock.now() }, consents)
      return reply.redirect(`${documentHref(key)}#consent`, 303)
    },
  )
}
