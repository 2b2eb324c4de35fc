import type { CodeRow } from '../codebook/store.ts'
import { facetNames, facets } from '../facets.ts'
import { formatCount } from '../http/format.ts'
import { codeOptions } from './choose-code.ts'
import { type Piece, piecesOf, type Run } from './highlight.ts'
import type { TagCounts, TagRow } from './store.ts'

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
  }
  codes: CodeRow[]
  accountNames: ReadonlyMap<string, string>
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

interface Order {
  /** The suggestion a person is at. */
  now: string | undefined
  /** Which suggestion comes after each. */
  following: ReadonlyMap<string, string | undefined>
}

function turnView(input: TurnInput, page: TurnPage, order: Order) {
  const shown = input.tags.filter(({ state }) => state !== 'rejected')
  const { add } = page.open
  const pieces = piecesOf(input.text, input.offset, shown).map((piece) => pieceView(piece, input, page, order))
  const added =
    add && page.open.in === input.turn
      ? pieces.find((piece) => piece.canTag && piece.start === add.start && piece.end === add.end)
      : undefined
  return {
    id: `u${input.turn}`,
    aloneHref: address(page.path, page.aloneQuery(input.turn)),
    time: input.time,
    who: input.who,
    isParticipant: input.isParticipant,
    isAsNoted: input.isAsNoted,
    editHref: input.editHref ?? '',
    pieces,
    notes: shown.map((tag) => noteView(tag, page, order)),
    rejected: input.tags.filter(({ state }) => state === 'rejected').map((tag) => noteView(tag, page, order)),
    notesLabel: input.time ? `Tags at ${input.time}` : 'Tags on these words',
    adding: added
      ? {
          action: input.addAction,
          start: added.start,
          end: added.end,
          words: added.words,
          hidden: input.hidden,
          groups: codeOptions(page.codes, ''),
          returnTo: address(page.path, page.query, added.id),
          selectId: `code-new-${input.turn}`,
        }
      : null,
  }
}

function pieceView(piece: Piece<TagRow>, input: TurnInput, page: TurnPage, { now }: Order) {
  const words = piece.runs.map(({ text }) => text).join('')
  const range = `${piece.start}-${piece.end}`
  return {
    id: placeOf(input.turn, piece.start),
    start: piece.start,
    end: piece.end,
    words,
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

function noteView(tag: TagRow, page: TurnPage, { now, following }: Order) {
  const isSuggested = tag.state === 'suggested'
  const name = page.codes.find(({ key }) => key === tag.code)?.name ?? `${facetNames[tag.facet].name}, no code`
  const next = isSuggested ? following.get(tag.id) : undefined
  const isChanging = page.open.change === tag.id
  const stay = address(page.path, page.query, `n${tag.id}`)
  return {
    id: `n${tag.id}`,
    tagId: tag.id,
    facet: tag.facet,
    letters: facetNames[tag.facet].letters,
    name,
    isSuggested,
    isNow: tag.id === now,
    isOwn: tag.rules === '',
    areWordsChanged: tag.areWordsChanged,
    measure: isSuggested ? measureOf(tag) : '',
    measureTitle: tag.probability === null ? 'How strong the cues are; not a probability' : 'Calibrated probability',
    why: tag.reason,
    by: (tag.decidedBy && page.accountNames.get(tag.decidedBy)) || 'A colleague',
    decisionAction: `/tags/${tag.personId}/${tag.id}/decision`,
    codeAction: `/tags/${tag.personId}/${tag.id}/code`,
    changeHref: address(page.path, { ...page.query, change: tag.id }, `n${tag.id}`),
    returnTo: next ? address(page.path, { ...page.query, now: next }, `n${next}`) : stay,
    stayHere: stay,
    isChanging,
    selectId: `code-${tag.id}`,
    groups: isChanging ? codeOptions(page.codes, tag.code ?? `facet:${tag.facet}`) : [],
  }
}

/** The measured share of such suggestions that hold, or a word for how strong the cues are. */
function measureOf({ probability, strength }: TagRow): string {
  if (probability !== null) return probability.toFixed(2)
  return strengthWord(strength ?? 0)
}

export function strengthWord(strength: number): string {
  if (strength >= 0.75) return 'strong'
  return strength >= 0.5 ? 'fair' : 'weak'
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
