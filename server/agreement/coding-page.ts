import type { FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { CodeRow } from '../codebook/store.ts'
import { codesOfStudy } from '../codebook/store.ts'
import type { Database } from '../database/connection.ts'
import { sendPage } from '../http/page.ts'
import { documentOf, turnsAtOnce } from '../interviews/document-page.ts'
import { documentTitle } from '../interviews/document-title.ts'
import { readWords } from '../interviews/document-turns.ts'
import {
  type DocumentKey,
  documentTextBetween,
  measureDocument,
  speakersOf,
  utterancesFrom,
} from '../interviews/store.ts'
import { clockTime, partsView, speakerName } from '../interviews/view.ts'
import { replacementsOf } from '../redaction/readable.ts'
import { studyOf } from '../studies/store.ts'
import { codeOptions } from '../tagging/choose-code.ts'
import { type TagRow, tagsBetween } from '../tagging/store.ts'
import { type TurnInput, turnViews } from '../tagging/view.ts'
import { offsetMap, type Range, sliceCodePoints } from '../text/code-points.ts'
import type { TextEdit } from '../text/edit-ranges.ts'
import { type CodingTagRow, ownTagsBetween } from './coding-store.ts'
import { documentsOfRound, type RoundRow } from './round-store.ts'
import type { codingQuery } from './schema.ts'
import { labelOf, meaningOf } from './settle.ts'

interface Coding {
  key: DocumentKey
  round: RoundRow
  coder: 0 | 1
}

/** Answers with a document as one coder of a round sees it: their own tags, and nobody else's. */
export async function sendCoding(
  db: Database,
  request: FastifyRequest,
  reply: FastifyReply,
  { key, round, coder, query }: Coding & { query: z.output<typeof codingQuery> },
): Promise<FastifyReply> {
  const document = await documentOf(db, key)
  const study = await studyOf(db, { workspaceId: key.workspaceId, studyId: document.studyId })
  const codes = await codesOfStudy(db, { workspaceId: key.workspaceId, studyId: study.id })
  const roundHref = `/coding-rounds/${round.id}`
  const path = `${roundHref}/documents/${key.personId}/${key.documentId}`
  const size = await measureDocument(db, key)
  const from = query.alone ?? query.from ?? 0
  const limit = query.alone === undefined ? turnsAtOnce : 1
  // Somebody who may only read sees what readers outside see.
  const replaced = request.account.role === 'viewer' ? await replacementsOf(db, key) : []
  const replacements = replaced.length > 0 ? replaced : null
  const turns = await codedTurns(db, { key, round, coder, codes, path, query, from, limit, replacements })
  const documents = await documentsOfRound(db, { workspaceId: key.workspaceId, roundId: round.id })
  const place = documents.findIndex(({ documentId }) => documentId === key.documentId)
  const next = documents.find(({ doneAt }, index) => index > place && doneAt[coder] === null)
  const title = `${documentTitle(document)}, coding round ${round.number}`
  const view = {
    studyId: study.id,
    roundHref,
    path,
    number: round.number,
    title: documentTitle(document),
    unit: round.unit,
    isOpen: round.closedAt === null,
    isDone: documents[place]?.doneAt[coder] !== null,
    showsSuggestions: round.showsSuggestions,
    done: documents.filter(({ doneAt }) => doneAt[coder] !== null).length,
    total: documents.length,
    nextHref: next ? `${roundHref}/documents/${next.personId}/${next.documentId}` : '',
    turns,
    parts: partsView(path, { from, shown: turns.length, total: size.turns, isReadable: false }, turnsAtOnce),
  }
  const frame = {
    title,
    styles: ['document', 'agreement'],
    scripts: ['document'],
    study,
    section: 'interviews' as const,
  }
  return sendPage(request, reply, 'pages/agreement/coding', frame, view)
}

async function codedTurns(
  db: Database,
  {
    key,
    round,
    coder,
    codes,
    path,
    query,
    from,
    limit,
    replacements,
  }: Coding & {
    codes: CodeRow[]
    path: string
    query: z.output<typeof codingQuery>
    from: number
    limit: number
    replacements: TextEdit[] | null
  },
) {
  const utterances = await utterancesFrom(db, { ...key, from, limit })
  if (utterances.length === 0) return []
  const speakers = await speakersOf(db, key)
  const start = Math.min(...utterances.map((utterance) => utterance.start))
  const end = Math.max(...utterances.map((utterance) => utterance.end))
  const text = await documentTextBetween(db, { ...key, start, end })
  const map = offsetMap(text)
  const own = await ownTagsBetween(db, { ...key, roundId: round.id, coder, start, end })
  const isOpen = round.closedAt === null
  const tags = [
    ...own.flatMap((tag) => ownTag(tag, codes, round.coders[coder])),
    ...(round.showsSuggestions && isOpen
      ? openSuggestions(await tagsBetween(db, { ...key, start, end }), own, round)
      : []),
  ]
  const turns = utterances.map((utterance): TurnInput => {
    const isParticipant = speakers.find(({ label }) => label === utterance.speaker)?.role === 'participant'
    return {
      turn: String(utterance.position),
      time: clockTime(utterance.startMilliseconds),
      who: speakerName(utterance.speaker, speakers, { isReadable: replacements !== null }),
      isParticipant,
      isAsNoted: utterance.isAsNoted,
      ...readWords(
        sliceCodePoints(text, map, { start: utterance.start - start, end: utterance.end - start }),
        utterance,
        {
          tags: tags.filter((tag) => tag.start >= utterance.start && tag.start < utterance.end).sort(inReadingOrder),
          replacements,
        },
      ),
      canTag: isParticipant && isOpen && replacements === null,
      addAction: `${path}/tags`,
      hidden: [],
    }
  })
  const scales = new Map(round.labels.map(({ label, scale }) => [label, scale]))
  const values = new Map(own.map(({ id, value }) => [id, value]))
  const roundPath = `/coding-rounds/${round.id}`
  const tagPath = ({ personId, id }: TagRow) => `${roundPath}/tags/${personId}/${id}`
  return turnViews(turns, {
    path,
    query: from === 0 || query.alone !== undefined ? {} : { from: String(from) },
    aloneQuery: (turn) => ({ alone: turn }),
    open: query,
    codes,
    accountNames: new Map([[round.coders[coder], 'You']]),
    choices: (chosen) => choicesOf(round, codes, chosen),
    actionsOf: (tag) => ({
      decision:
        tag.state === 'suggested'
          ? `${roundPath}/suggestions/${tag.personId}/${tag.id}/decision`
          : `${tagPath(tag)}/decision`,
      code:
        tag.state === 'suggested' ? `${roundPath}/suggestions/${tag.personId}/${tag.id}/code` : `${tagPath(tag)}/code`,
      range: null,
      memo: null,
    }),
    scaleOf: (tag) => {
      const scale = scales.get(labelOf(tag))
      if (!scale || !isOpen) return null
      const { low, high } = scale
      return { action: `${tagPath(tag)}/value`, low, high, value: String(values.get(tag.id) ?? '') }
    },
  })
}

/** A coder's tag as the pages of tags know them: made by hand where it was said, rejected where it was passed over. */
function ownTag(tag: CodingTagRow, codes: CodeRow[], accountId: string): TagRow[] {
  const meaning = meaningOf(tag.label, codes)
  if (!meaning) return []
  return [
    {
      ...meaning,
      personId: tag.personId,
      id: tag.id,
      studyId: '',
      sourceKind: 'document',
      sourceId: tag.documentId,
      item: '',
      speaker: '',
      start: tag.start,
      end: tag.end,
      strength: null,
      probability: null,
      reason: '',
      rules: '',
      state: tag.state === 'said' ? 'accepted' : 'rejected',
      decidedBy: accountId,
      areWordsChanged: false,
    },
  ]
}

/** Suggestions of the round's codes that the coder has neither taken nor passed over, nor said by themselves. */
function openSuggestions(tags: TagRow[], own: CodingTagRow[], round: RoundRow): TagRow[] {
  const given = new Set(round.labels.map(({ label }) => label))
  return tags.filter((tag) => {
    const label = labelOf(tag)
    if (tag.state !== 'suggested' || !given.has(label)) return false
    return !own.some((one) => one.label === label && one.start < tag.end && tag.start < one.end)
  })
}

function choicesOf(round: RoundRow, codes: CodeRow[], chosen: string) {
  const given = new Set(round.labels.map(({ label }) => label))
  return codeOptions(codes, chosen).map((group) => ({
    ...group,
    options: group.options.filter(({ value }) => given.has(value)),
  }))
}

function inReadingOrder(one: Range, other: Range): number {
  return one.start - other.start || one.end - other.end
}
