import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { namesOfAccounts } from '../accounts/store.ts'
import { codesOfStudy } from '../codebook/store.ts'
import type { Database } from '../database/connection.ts'
import { ownPath } from '../http/own-address.ts'
import { sendPage } from '../http/page.ts'
import { DocumentNotFound } from '../interviews/errors.ts'
import { documentParams } from '../interviews/schema.ts'
import { findDocument } from '../interviews/store.ts'
import { studyParams } from '../studies/schema.ts'
import { studyOf } from '../studies/store.ts'
import { MemoNotFound, MemoRefused, TagNotFound } from './errors.ts'
import { deleteMemo, findMemo, insertMemo, memoPage, updateMemo } from './memo-store.ts'
import { memosView } from './memo-view.ts'
import { memoChangeForm, memoForm, memoParams, memosQuery, tagParams } from './schema.ts'
import { findTag } from './store.ts'

const memosAtOnce = 50

/** Memos on tags and on documents: written, changed by whoever wrote them, listed and searched. */
export const memoRoutes: FastifyPluginAsyncZod<{ db: Database }> = async (app, { db }) => {
  app.get(
    '/studies/:studyId/memos',
    { schema: { params: studyParams, querystring: memosQuery } },
    async (request, reply) => {
      const key = { workspaceId: request.account.workspaceId, studyId: request.params.studyId }
      const study = await studyOf(db, key)
      const { words, before } = request.query
      // Notes may name people: somebody who may only look reads none.
      const isViewer = request.account.role === 'viewer'
      const memos = isViewer ? [] : await memoPage(db, { ...key, words, before: before ?? null, limit: memosAtOnce })
      const accountIds = [...new Set(memos.map(({ writtenBy }) => writtenBy))]
      const view = memosView(key.studyId, memos, {
        words,
        isViewer,
        codes: await codesOfStudy(db, key),
        names: await namesOfAccounts(db, { workspaceId: key.workspaceId, accountIds }),
        next: memos.length === memosAtOnce ? memos.at(-1)!.id : null,
      })
      const frame = { title: 'Memos', styles: ['document'], study, section: 'interviews' as const }
      return sendPage(request, reply, 'pages/tagging/memos', frame, view)
    },
  )

  app.post('/tags/:personId/:tagId/memos', { schema: { params: tagParams } }, async (request, reply) => {
    const { workspaceId, accountId } = request.account
    const tag = await findTag(db, { workspaceId, ...request.params })
    if (!tag) throw new TagNotFound()
    const { text, returnTo } = written(request.body)
    if (tag.state === 'suggested') throw new MemoRefused('Decide on the suggestion before you note something on it.')
    const { studyId, personId, sourceKind, sourceId, item } = tag
    const source = { personId, sourceKind, sourceId, item }
    const at = request.clock.now()
    await insertMemo(db, { workspaceId, studyId, ...source, tagId: tag.id, text, accountId, at })
    return reply.redirect(ownPath(returnTo), 303)
  })

  app.post('/documents/:personId/:documentId/memos', { schema: { params: documentParams } }, async (request, reply) => {
    const { workspaceId, accountId } = request.account
    const { personId, documentId } = request.params
    const document = await findDocument(db, { workspaceId, personId, documentId })
    if (!document) throw new DocumentNotFound()
    const { text, returnTo } = written(request.body)
    const source = { personId, sourceKind: 'document', sourceId: documentId, item: '' } as const
    const at = request.clock.now()
    await insertMemo(db, { workspaceId, studyId: document.studyId, ...source, tagId: null, text, accountId, at })
    return reply.redirect(ownPath(returnTo), 303)
  })

  app.post('/memos/:personId/:memoId', { schema: { params: memoParams } }, async (request, reply) => {
    const key = { workspaceId: request.account.workspaceId, ...request.params }
    const memo = await findMemo(db, key)
    if (!memo) throw new MemoNotFound()
    if (memo.writtenBy !== request.account.accountId) throw new MemoRefused('A memo is changed by whoever wrote it.')
    const form = memoChangeForm.safeParse(request.body)
    if (!form.success) throw new MemoRefused('Use at most 5,000 characters for a memo.')
    const { what, text, returnTo } = form.data
    if (what === 'delete') await deleteMemo(db, key)
    else if (text === '') throw new MemoRefused('A memo without words is deleted, not saved.')
    else await updateMemo(db, { ...key, text, at: request.clock.now() })
    return reply.redirect(ownPath(returnTo), 303)
  })
}

function written(body: unknown) {
  const form = memoForm.safeParse(body)
  if (!form.success) throw new MemoRefused('Write a memo of at most 5,000 characters.')
  return form.data
}
