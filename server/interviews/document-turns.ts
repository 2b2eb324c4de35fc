import type { z } from 'zod'
import { namesOfAccounts } from '../accounts/store.ts'
import { codesOfStudy } from '../codebook/store.ts'
import type { Database } from '../database/connection.ts'
import type { MemoRow } from '../tagging/memo-store.ts'
import { type TagRow, tagsBetween } from '../tagging/store.ts'
import { address, type TurnInput, turnViews } from '../tagging/view.ts'
import { codePointLength, offsetMap, sliceCodePoints } from '../text/code-points.ts'
import { applyEdits, rangeMover, type TextEdit } from '../text/edit-ranges.ts'
import { editView } from './edit-view.ts'
import type { documentQuery } from './schema.ts'
import { documentTextBetween, type DocumentKey, type SpeakerRow, type UtteranceRow } from './store.ts'
import { clockTime, speakerName } from './view.ts'

export interface TurnsOnPage {
  key: DocumentKey
  query: z.infer<typeof documentQuery>
  /** First turn of the page. */
  from: number
  speakers: SpeakerRow[]
  utterances: UtteranceRow[]
  studyId: string
  path: string
  revision: number
  /** Notes on the document and its tags, and who is looking: none where the words are those for readers outside. */
  memos: MemoRow[]
  accountId: string
  /** The words as readers outside see them, to be read only; null for the original. */
  replacements: TextEdit[] | null
}

/** The turns of a page with their tags, and the forms of the one that is being mended. */
export async function turnsOnPage(db: Database, page: TurnsOnPage) {
  const { key, query, from, speakers, utterances, path, replacements } = page
  if (utterances.length === 0) return []
  const start = Math.min(...utterances.map((utterance) => utterance.start))
  const end = Math.max(...utterances.map((utterance) => utterance.end))
  const text = await documentTextBetween(db, { ...key, start, end })
  const tags = await tagsBetween(db, { ...key, start, end })
  const map = offsetMap(text)
  const place = placeOnDocument(page)
  const people = [...tags.map(({ decidedBy }) => decidedBy), ...page.memos.map(({ writtenBy }) => writtenBy)]
  const accountIds = [...new Set(people.filter((id) => id !== null))]
  const turns = utterances.map((utterance): TurnInput => {
    const isParticipant = speakers.find(({ label }) => label === utterance.speaker)?.role === 'participant'
    const words = sliceCodePoints(text, map, { start: utterance.start - start, end: utterance.end - start })
    return {
      turn: String(utterance.position),
      time: clockTime(utterance.startMilliseconds),
      who: speakerName(utterance.speaker, speakers, { isReadable: replacements !== null }),
      isParticipant,
      isAsNoted: utterance.isAsNoted,
      ...readWords(words, utterance, { tags: tags.filter((tag) => standsIn(tag, utterance)), replacements }),
      addAction: `${path}/tags`,
      hidden: [],
      ...(replacements === null
        ? { editHref: address(path, { ...place, edit: String(utterance.position) }, `edit-${utterance.position}`) }
        : {}),
    }
  })
  const views = turnViews(turns, {
    path,
    query: place,
    aloneQuery: (turn) => ({ alone: turn, ...(replacements === null ? {} : { readable: 'yes' }) }),
    open: query,
    codes: await codesOfStudy(db, { workspaceId: key.workspaceId, studyId: page.studyId }),
    accountNames: await namesOfAccounts(db, { workspaceId: key.workspaceId, accountIds }),
    memos: page.memos,
    accountId: page.accountId,
    at: query.at,
  })
  return views.map((turn, index) => {
    const { position, speaker, start: begins } = utterances[index]!
    if (position !== query.edit || replacements !== null) return { turn, editing: null }
    const words = turns[index]!.text
    const stayHref = address(path, place, turn.id)
    const { revision } = page
    return {
      turn,
      editing: editView({ href: path, position, words, start: begins, speaker, speakers, revision, stayHref }),
    }
  })

  function placeOnDocument({ query: asked }: TurnsOnPage): Record<string, string> {
    return {
      ...(from === 0 || asked.alone !== undefined ? {} : { from: String(from) }),
      ...(replacements === null || asked.readable === undefined ? {} : { readable: 'yes' }),
    }
  }
}

/** A turn's words and tags as they stand, or as readers outside see them: then places on them count in other words. */
export function readWords(
  words: string,
  utterance: UtteranceRow,
  { tags, replacements }: { tags: TagRow[]; replacements: TextEdit[] | null },
): Pick<TurnInput, 'text' | 'offset' | 'tags' | 'canTag'> {
  if (replacements === null) return { text: words, offset: utterance.start, tags }
  const length = codePointLength(words)
  const edits = replacements
    .filter(({ start, end }) => start < utterance.end && end > utterance.start)
    .map(({ start, end, inserted }) => ({
      start: Math.max(0, start - utterance.start),
      end: Math.min(length, end - utterance.start),
      inserted,
    }))
  const move = rangeMover(edits)
  const moved = tags.flatMap((tag) => {
    const touched = edits.filter(
      (edit) => edit.start < tag.end - utterance.start && edit.end > tag.start - utterance.start,
    )
    const range = move({
      start: Math.min(tag.start - utterance.start, ...touched.map((edit) => edit.start)),
      end: Math.max(Math.min(tag.end - utterance.start, length), ...touched.map((edit) => edit.end)),
    })
    return range.state === 'gone'
      ? []
      : // Its reason tells the words it found, which may be those that are replaced.
        [{ ...tag, start: range.start + utterance.start, end: range.end + utterance.start, reason: '' }]
  })
  return { text: applyEdits(words, edits), offset: utterance.start, tags: moved, canTag: false }
}

function standsIn(tag: TagRow, utterance: UtteranceRow): boolean {
  return tag.start >= utterance.start && tag.start < Math.max(utterance.end, utterance.start + 1)
}
