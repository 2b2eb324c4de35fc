import type { FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { namesOfAccounts } from '../accounts/store.ts'
import { codesOfStudy } from '../codebook/store.ts'
import type { Database } from '../database/connection.ts'
import type { FormErrors } from '../http/forms.ts'
import { sendPage } from '../http/page.ts'
import { newestTask } from '../jobs/store.ts'
import { studyOf } from '../studies/store.ts'
import { taskView } from '../studies/task-view.ts'
import { offsetMap, sliceCodePoints } from '../text/code-points.ts'
import { countTagsOn, tagsBetween, type TagRow } from '../tagging/store.ts'
import { address, countsView, facetViews, type TurnInput, turnViews } from '../tagging/view.ts'
import { editsOf } from './edit-store.ts'
import { editView, historyView } from './edit-view.ts'
import { DocumentNotFound } from './errors.ts'
import type { documentQuery } from './schema.ts'
import {
  consentsOf,
  documentTextBetween,
  type DocumentKey,
  type DocumentRow,
  findDocument,
  measureDocument,
  namesOfPerson,
  positionOf,
  type SpeakerRow,
  speakersOf,
  type UtteranceRow,
  utterancesFrom,
} from './store.ts'
import { clockTime, documentHeadView, partsView, speakerName } from './view.ts'

/** So many turns stand on one page: an interview is one page, a day of chat several. */
export const turnsAtOnce = 200
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

  const from = await firstTurn(db, key, query)
  const limit = query.alone === undefined ? turnsAtOnce : 1
  const utterances = await utterancesFrom(db, { ...key, from, limit })
  const head = documentHeadView(document, {
    speakers,
    size,
    consents: await consentsOf(db, inStudy),
    person: await namesOfPerson(db, inStudy),
    errors: page.form?.errors ?? null,
    typedKey: page.form?.typedKey ?? '',
  })
  const view = {
    ...head,
    counts: countsView(counts),
    facets: facetViews(counts, (at) => address(head.href, { at: String(at) }, 'at')),
    turns: await turnsOf(db, {
      key,
      query,
      from,
      speakers,
      utterances,
      studyId: study.id,
      path: head.href,
      revision: document.textRevision,
    }),
    history: historyView(edits, editors),
    parts: partsView(head.href, { from, shown: utterances.length, total: size.turns }, turnsAtOnce),
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

async function turnsOf(
  db: Database,
  part: {
    key: DocumentKey
    query: DocumentQuery
    from: number
    speakers: SpeakerRow[]
    utterances: UtteranceRow[]
    studyId: string
    path: string
    revision: number
  },
) {
  const { key, query, from, speakers, utterances, path } = part
  if (utterances.length === 0) return []
  const start = Math.min(...utterances.map((utterance) => utterance.start))
  const end = Math.max(...utterances.map((utterance) => utterance.end))
  const text = await documentTextBetween(db, { ...key, start, end })
  const tags = await tagsBetween(db, { ...key, start, end })
  const map = offsetMap(text)
  const place: Record<string, string> = from === 0 || query.alone !== undefined ? {} : { from: String(from) }
  const decided = [...new Set(tags.flatMap(({ decidedBy }) => (decidedBy === null ? [] : [decidedBy])))]
  const turns = utterances.map(
    (utterance): TurnInput => ({
      turn: String(utterance.position),
      time: clockTime(utterance.startMilliseconds),
      who: speakerName(utterance.speaker, speakers),
      isParticipant: speakers.find(({ label }) => label === utterance.speaker)?.role === 'participant',
      isAsNoted: utterance.isAsNoted,
      text: sliceCodePoints(text, map, { start: utterance.start - start, end: utterance.end - start }),
      offset: utterance.start,
      tags: tags.filter((tag) => standsIn(tag, utterance)),
      addAction: `${path}/tags`,
      hidden: [],
      editHref: address(path, { ...place, edit: String(utterance.position) }, `edit-${utterance.position}`),
    }),
  )
  const views = turnViews(turns, {
    path,
    query: place,
    aloneQuery: (turn) => ({ alone: turn }),
    open: query,
    codes: await codesOfStudy(db, { workspaceId: key.workspaceId, studyId: part.studyId }),
    accountNames: await namesOfAccounts(db, { workspaceId: key.workspaceId, accountIds: decided }),
    at: query.at,
  })
  return views.map((turn, index) => {
    const { position, speaker, start } = utterances[index]!
    if (position !== query.edit) return { turn, editing: null }
    const words = turns[index]!.text
    const stayHref = address(path, place, turn.id)
    return {
      turn,
      editing: editView({ href: path, position, words, start, speaker, speakers, revision: part.revision, stayHref }),
    }
  })
}

function standsIn(tag: TagRow, utterance: UtteranceRow): boolean {
  return tag.start >= utterance.start && tag.start < Math.max(utterance.end, utterance.start + 1)
}
