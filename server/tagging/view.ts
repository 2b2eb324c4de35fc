import type { CodeRow } from '../codebook/store.ts'
import { facetNames, facets } from '../facets.ts'
import { formatCount } from '../http/format.ts'
import { codePointLength, offsetMap, type Range, sliceCodePoints } from '../text/code-points.ts'
import { type Piece, piecesOf, type Run } from './highlight.ts'
import type { MemoRow } from './memo-store.ts'
import { choicesOn, type CodeChoices, noteView, rangeChoices, type ScaleField, type TagActions } from './note-view.ts'
import type { TagCounts, TagRow } from './store.ts'
import { type WordChoice, wordChoices } from './word-choices.ts'

/** The page that turns stand on: its address, what is open on it, and the words for codes and people. */
export interface TurnPage {
  /** Path without the query. */
  path: string
  /** Which part of a long document or list is shown. */
  query: Record<string, string>
  /** The query that shows one turn alone: a script exchanges only that one. */
  aloneQuery: (turn: string) => Record<string, string>
  open: {
    /** The sentence to tag, and the turn it stands in. */
    add?: { start: number; end: number } | undefined
    in?: string | undefined
    /** The tag to change. */
    change?: string | undefined
    /** The suggestion a person is at. */
    now?: string | undefined
    /** The tag to note something on. */
    memo?: string | undefined
  }
  codes: CodeRow[]
  accountNames: ReadonlyMap<string, string>
  /** Codes to choose from, one of them chosen; without it the codebook's. */
  choices?: (chosen: string) => CodeChoices
  /** Where forms on a tag go; without it to the study's tags. */
  actionsOf?: (tag: TagRow) => TagActions
  /** The value that goes with a tag, where its code has a scale. */
  scaleOf?: (tag: TagRow) => ScaleField | null
  memos?: MemoRow[]
  /** Who is looking: memos are changed by whoever wrote them. */
  accountId?: string
  /** Code point that a link pointed at. */
  at?: number | undefined
}

/** One stretch of somebody's words, as a page shows it. */
export interface TurnInput {
  /** Unique on the page. */
  turn: string
  time: string
  who: string
  isParticipant: boolean
  isAsNoted: boolean
  text: string
  /** Code point of the source at which the text begins. */
  offset: number
  tags: TagRow[]
  /** False where a participant's words are only read, as with pseudonyms in them. */
  canTag?: boolean
  /** Where the words themselves are mended; answers of a survey are not. */
  editHref?: string
  /** Where the form for a new tag goes, and what it must bring besides the range and the code. */
  addAction: string
  hidden: { name: string; value: string }[]
}

/** Turns with their words cut into runs, and the tags on them as notes. */
export function turnViews(turns: TurnInput[], page: TurnPage) {
  const suggested = turns.flatMap(({ tags }) => tags.filter(({ state }) => state === 'suggested').map(({ id }) => id))
  const now = page.open.now !== undefined && suggested.includes(page.open.now) ? page.open.now : suggested[0]
  const following = new Map(suggested.map((id, index) => [id, suggested[index + 1] ?? suggested[index - 1]]))
  return turns.map((turn) => turnView(turn, page, { now, following }))
}

export interface Order {
  /** The suggestion a person is at. */
  now: string | undefined
  /** Which suggestion comes after each. */
  following: ReadonlyMap<string, string | undefined>
}

function turnView(input: TurnInput, page: TurnPage, order: Order) {
  const shown = input.tags.filter(({ state }) => state !== 'rejected')
  const { add } = page.open
  const pieces = piecesOf(input.text, input.offset, shown).map((piece) => pieceView(piece, input, page, order))
  const end = input.offset + codePointLength(input.text)
  const canAdd = input.canTag ?? input.isParticipant
  const isAdding =
    add !== undefined &&
    page.open.in === input.turn &&
    canAdd &&
    add.start >= input.offset &&
    add.start < add.end &&
    add.end <= end
  const around = {
    words: (range: Range) => wordsNear(pieces, range),
    place: (range: Range) => (canAdd && sentenceAt(pieces, range.start)?.id) || `u${input.turn}`,
  }
  return {
    id: `u${input.turn}`,
    aloneHref: address(page.path, page.aloneQuery(input.turn)),
    start: input.offset,
    canTag: canAdd,
    time: input.time,
    who: input.who,
    isParticipant: input.isParticipant,
    isAsNoted: input.isAsNoted,
    editHref: input.editHref ?? '',
    pieces,
    notes: shown.map((tag) => noteView(tag, page, order, around)),
    rejected: input.tags.filter(({ state }) => state === 'rejected').map((tag) => noteView(tag, page, order, around)),
    notesLabel: input.time ? `Tags at ${input.time}` : 'Tags on these words',
    adding: isAdding
      ? {
          action: input.addAction,
          hidden: input.hidden,
          groups: choicesOn(page, ''),
          returnTo: address(page.path, page.query, sentenceAt(pieces, add.start)?.id ?? `u${input.turn}`),
          selectId: `code-new-${input.turn}`,
          words: sliceCodePoints(input.text, offsetMap(input.text), {
            start: add.start - input.offset,
            end: add.end - input.offset,
          }),
          range: rangeChoices(around.words(add), add),
        }
      : null,
  }
}

/** The sentence that holds a code point. */
function sentenceAt<Place extends Range & { isSentence: boolean }>(pieces: Place[], at: number): Place | undefined {
  return pieces.find(({ isSentence, start, end }) => isSentence && start <= at && at < end)
}

/** Words of the sentences a range touches and of their neighbours: enough to make it longer or shorter. */
function wordsNear(
  pieces: { start: number; end: number; words: string; isSentence: boolean }[],
  range: Range,
): WordChoice[] {
  const touched = pieces.flatMap((piece, index) => (piece.start < range.end && piece.end > range.start ? [index] : []))
  const before = pieces.findLastIndex(({ isSentence }, index) => isSentence && index < (touched[0] ?? 0))
  const after = pieces.findIndex(({ isSentence }, index) => isSentence && index > (touched.at(-1) ?? 0))
  const near = pieces.slice(before < 0 ? (touched[0] ?? 0) : before, (after < 0 ? (touched.at(-1) ?? 0) : after) + 1)
  return near.flatMap(({ words, start }) => wordChoices(words, start))
}

function pieceView(piece: Piece<TagRow>, input: TurnInput, page: TurnPage, { now }: Order) {
  const words = piece.runs.map(({ text }) => text).join('')
  const range = `${piece.start}-${piece.end}`
  return {
    id: placeOf(input.turn, piece.start),
    start: piece.start,
    end: piece.end,
    words,
    isSentence: piece.isSentence,
    canTag: piece.isSentence && (input.canTag ?? input.isParticipant),
    isPointedAt: page.at !== undefined && page.at >= piece.start && page.at < piece.end,
    addHref: address(page.path, { ...page.query, add: range, in: input.turn }, `add-u${input.turn}`),
    addLabel: `Add a tag to “${beginning(words)}”`,
    runs: piece.runs.map((run) => runView(run, now)),
  }
}

function runView(run: Run<TagRow>, now: string | undefined) {
  // Of several marks on the same words the one a person is at shows, else what was accepted, else the first.
  const top =
    run.marks.find(({ id }) => id === now) ?? run.marks.find(({ state }) => state === 'accepted') ?? run.marks[0]
  const classes = top
    ? [
        'tag',
        `tag--${top.facet}`,
        ...(top.state === 'suggested' ? ['tag--suggested'] : []),
        ...(top.id === now ? ['tag--now'] : []),
        ...(run.marks.length > 1 ? ['tag--several'] : []),
        ...others(run.marks, top).map((facet, index) => `tag--${index === 0 ? 'second' : 'third'}-${facet}`),
      ].join(' ')
    : ''
  return {
    text: run.text,
    isMarked: top !== undefined,
    classes,
    letters: run.endings.map((tag) => ({
      href: `#n${tag.id}`,
      letters: facetNames[tag.facet].letters,
      title: tag.state === 'suggested' ? `${facetNames[tag.facet].name}, suggested` : facetNames[tag.facet].name,
    })),
  }
}

/** Facets of the other marks on the same words: two of them get a line of their own, the cards beside name all. */
function others(marks: TagRow[], top: TagRow): string[] {
  return [...new Set(marks.filter(({ facet }) => facet !== top.facet).map(({ facet }) => facet))].slice(0, 2)
}

/** The nine facets with how many tags each has, and where the first one stands. */
export function facetViews(counts: TagCounts, hrefAt: ((at: number) => string) | null) {
  return facets.map((facet) => {
    const { count, firstAt } = counts.facets.get(facet) ?? { count: 0, firstAt: 0 }
    return {
      key: facet,
      ...facetNames[facet],
      tags: formatCount(count),
      href: count > 0 && hrefAt ? hrefAt(firstAt) : '',
    }
  })
}

export function countsView(counts: TagCounts) {
  return {
    accepted: formatCount(counts.accepted),
    acceptedNoun: counts.accepted === 1 ? 'tag accepted' : 'tags accepted',
    suggested: formatCount(counts.suggested),
    suggestedNoun: counts.suggested === 1 ? 'suggestion left' : 'suggestions left',
  }
}

/** A path of ours with a query and a place on the page. */
export function address(path: string, query: Record<string, string>, place = ''): string {
  const search = new URLSearchParams(query).toString()
  return `${path}${search && `?${search}`}${place && `#${place}`}`
}

function placeOf(turn: string, start: number): string {
  return `c${turn}-${start}`
}

/** The first words of a sentence, at most 60 characters of them, for a link's name. */
function beginning(words: string): string {
  const line = [...words.trim().replace(/\s+/g, ' ')]
  return line.length <= 60
    ? line.join('')
    : `${line
        .slice(0, 60)
        .join('')
        .replace(/\s\S*$/, '')} …`
}
