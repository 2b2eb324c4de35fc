import type { FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { namesOfAccounts } from '../accounts/store.ts'
import { codesOfStudy } from '../codebook/store.ts'
import type { Database } from '../database/connection.ts'
import type { FormErrors } from '../http/forms.ts'
import { sendPage } from '../http/page.ts'
import { newestTask } from '../jobs/store.ts'
import { replacementsOf } from '../redaction/readable.ts'
import { studyOf } from '../studies/store.ts'
import { taskView } from '../studies/task-view.ts'
import { memosOn } from '../tagging/memo-store.ts'
import { memosOf } from '../tagging/note-view.ts'
import { stepsView } from '../tagging/step-view.ts'
import { countTagsOn } from '../tagging/store.ts'
import { nextSteps } from '../tagging/tag-actions-store.ts'
import { address, countsView, facetViews } from '../tagging/view.ts'
import { knownBeside } from './beside.ts'
import { consentsOfDocument } from './consent-store.ts'
import { turnsOnPage } from './document-turns.ts'
import { whyNotReread } from './reread-store.ts'
import { editsOf } from './edit-store.ts'
import { historyView } from './edit-view.ts'
import { DocumentNotFound } from './errors.ts'
import type { documentQuery } from './schema.ts'
import {
  consentsOf,
  type DocumentKey,
  type DocumentRow,
  findDocument,
  measureDocument,
  namesOfPerson,
  positionOf,
  speakersOf,
  utterancesFrom,
} from './store.ts'
import { talkShares, talkSlices } from './talk-store.ts'
import { talkView, timelineSlices, timelineView } from './talk-view.ts'
import { consentView, documentHeadView, partsView } from './view.ts'

/** So many turns stand on one page: with three suggestions on every answer that is 150 kB. */
export const turnsAtOnce = 40
/** So many edits are listed; all of them can be taken back, one after the other. */
const editsAtOnce = 20

type DocumentQuery = z.infer<typeof documentQuery>

/** The document, or the error that ends as "not found". */
export async function documentOf(db: Database, key: DocumentKey): Promise<DocumentRow> {
  const document = await findDocument(db, key)
  if (!document) throw new DocumentNotFound()
  return document
}

/** Answers with a document's page: the words with their tags, and everything a person decides there. */
export async function sendDocument(
  db: Database,
  request: FastifyRequest,
  reply: FastifyReply,
  page: { key: DocumentKey; query: DocumentQuery; form?: { errors: FormErrors; typedKey: string } },
): Promise<FastifyReply> {
  const { key, query } = page
  const document = await documentOf(db, key)
  const study = await studyOf(db, { workspaceId: key.workspaceId, studyId: document.studyId })
  const inStudy = { workspaceId: key.workspaceId, studyId: study.id, personId: key.personId }
  const speakers = await speakersOf(db, key)
  const size = await measureDocument(db, key)
  const counts = await countTagsOn(db, key)
  const running = await newestTask(db, { ...inStudy, kinds: ['suggest-tags'] })
  const task = running ? taskView(running) : null

  const edits = await editsOf(db, key, editsAtOnce)
  const editors = await namesOfAccounts(db, {
    workspaceId: key.workspaceId,
    accountIds: [...new Set(edits.map(({ accountId }) => accountId))],
  })

  const replacements = await replacementsOf(db, key)
  // Somebody who may only read sees what readers outside see.
  const isReadable = query.readable === 'yes' || (request.account.role === 'viewer' && replacements.length > 0)
  const from = await firstTurn(db, key, query)
  const limit = query.alone === undefined ? turnsAtOnce : 1
  const utterances = await utterancesFrom(db, { ...key, from, limit })
  const consents = await consentsOf(db, inStudy)
  const ownConsents = await consentsOfDocument(db, key)
  const { firstMilliseconds: first, lastMilliseconds: last } = size
  const slices =
    first === null || last === null
      ? []
      : await talkSlices(db, { ...key, from: first, to: last, slices: timelineSlices })
  const head = documentHeadView(document, {
    speakers,
    size,
    consents,
    ownConsents,
    person: await namesOfPerson(db, inStudy),
    errors: page.form?.errors ?? null,
    typedKey: page.form?.typedKey ?? '',
    readable: { isShown: isReadable, replaced: replacements.length },
    account: request.account,
  })
  const { accountId } = request.account
  const { workspaceId } = key
  const sources = [{ personId: key.personId, sourceId: key.documentId }]
  const memos = isReadable || request.account.role === 'viewer' ? [] : await memosOn(db, { workspaceId, sources })
  const writers = [...new Set(memos.map(({ writtenBy }) => writtenBy))]
  const codes = await codesOfStudy(db, { workspaceId, studyId: study.id })
  const view = {
    ...head,
    counts: countsView(counts),
    facets: facetViews(counts, (at) => address(head.href, { at: String(at) }, 'at')),
    turns: await turnsOnPage(db, {
      key,
      query,
      from,
      speakers,
      utterances,
      studyId: study.id,
      path: head.href,
      revision: document.textRevision,
      memos,
      accountId,
      replacements: isReadable ? replacements : null,
    }),
    memoAction: `${head.href}/memos`,
    memosHref: `${head.href}#memos`,
    memos: memosOf(
      null,
      { memos, accountId, accountNames: await namesOfAccounts(db, { workspaceId, accountIds: writers }) },
      head.href,
    ),
    steps: stepsView(study.id, await nextSteps(db, { workspaceId, studyId: study.id, accountId }), codes),
    history: historyView(edits, editors),
    whyNotReread: await whyNotReread(db, key),
    canChange: request.account.role !== 'viewer',
    talk: talkView(await talkShares(db, key), speakers, { isReadable }),
    timeline: timelineView(slices, { href: head.href, speakers, from: first, to: last, turnsAtOnce }),
    beside: await knownBeside(db, inStudy),
    consents: consentView(consents, ownConsents),
    basis: ownConsents[0]?.basis ?? '',
    parts: partsView(
      head.href,
      { from, shown: utterances.length, total: size.turns, isReadable: query.readable === 'yes' },
      turnsAtOnce,
    ),
    task: task?.isUnderWay ? task : null,
  }
  const frame = {
    title: page.form ? `Error: ${head.title}` : head.title,
    styles: ['document'],
    scripts: ['document', ...(task?.isUnderWay ? ['task-progress'] : [])],
    study,
    section: 'interviews' as const,
    ...(task?.isUnderWay ? { refreshSeconds: 2 } : {}),
  }
  return sendPage(request, reply, 'pages/interviews/document', frame, view)
}

async function firstTurn(db: Database, key: DocumentKey, query: DocumentQuery): Promise<number> {
  if (query.alone !== undefined) return query.alone
  if (query.edit !== undefined) return query.edit - (query.edit % turnsAtOnce)
  if (query.at === undefined) return query.from ?? 0
  const position = await positionOf(db, { ...key, at: query.at })
  return position - (position % turnsAtOnce)
}
