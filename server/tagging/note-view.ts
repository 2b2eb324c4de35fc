import { facetNames } from '../facets.ts'
import { formatDate } from '../http/format.ts'
import type { Range } from '../text/code-points.ts'
import { codeOptions } from './choose-code.ts'
import type { MemoRow } from './memo-store.ts'
import type { TagRow } from './store.ts'
import { address, type Order, type TurnPage } from './view.ts'
import type { WordChoice } from './word-choices.ts'

export type CodeChoices = ReturnType<typeof codeOptions>

/** Where the forms on a tag go; null for what can't be done with it here. */
export interface TagActions {
  decision: string
  code: string
  range: string | null
  memo: string | null
}

/** The form for the value that goes with a tag. */
export interface ScaleField {
  action: string
  low: number
  high: number
  /** '' while none was given. */
  value: string
}

/** A tag as a card beside its words. */
export function noteView(
  tag: TagRow,
  page: TurnPage,
  { now, following }: Order,
  around: { words: (range: Range) => WordChoice[]; place: (range: Range) => string },
) {
  const isSuggested = tag.state === 'suggested'
  const name = page.codes.find(({ key }) => key === tag.code)?.name ?? `${facetNames[tag.facet].name}, no code`
  const next = isSuggested ? following.get(tag.id) : undefined
  const isChanging = page.open.change === tag.id
  const stay = address(page.path, page.query, `n${tag.id}`)
  const actions = page.actionsOf?.(tag) ?? actionsOnTag(tag)
  return {
    id: `n${tag.id}`,
    tagId: tag.id,
    /** Where its words begin on the page. */
    place: around.place(tag),
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
    decisionAction: actions.decision,
    codeAction: actions.code,
    changeHref: address(page.path, { ...page.query, change: tag.id }, `n${tag.id}`),
    returnTo: next ? address(page.path, { ...page.query, now: next }, `n${next}`) : stay,
    stayHere: stay,
    isChanging,
    selectId: `code-${tag.id}`,
    groups: isChanging ? choicesOn(page, tag.code ?? `facet:${tag.facet}`) : [],
    rangeAction: isChanging ? (actions.range ?? '') : '',
    range: isChanging && actions.range !== null ? rangeChoices(around.words(tag), tag) : null,
    scale: isSuggested || tag.state === 'rejected' ? null : (page.scaleOf?.(tag) ?? null),
    memos: memosOf(tag.id, page, stay),
    memoHref:
      actions.memo !== null && tag.state === 'accepted'
        ? address(page.path, { ...page.query, memo: tag.id }, `n${tag.id}`)
        : '',
    newMemo: page.open.memo === tag.id && actions.memo !== null ? { action: actions.memo, id: `memo-${tag.id}` } : null,
  }
}

/** Codes to choose from on a page, facets without any left out. */
export function choicesOn(page: TurnPage, chosen: string): CodeChoices {
  return (page.choices?.(chosen) ?? codeOptions(page.codes, chosen)).filter(({ options }) => options.length > 0)
}

/** First and last word to choose from. A range that begins or ends within a word keeps its own edge as a choice. */
export function rangeChoices(words: WordChoice[], range: Range) {
  const option = (value: number, word: string, chosen: number) => ({ value, word, isChosen: value === chosen })
  const first = words.findLast(({ start }) => start <= range.start)
  const last = words.find(({ end }) => end >= range.end)
  const isOwnStart = first?.start !== range.start
  const isOwnEnd = last?.end !== range.end
  return {
    id: `${range.start}-${range.end}`,
    starts: [
      ...(isOwnStart ? [option(range.start, `within “${first?.word ?? ''}”`, range.start)] : []),
      ...words.map(({ start, word }) => option(start, word, range.start)),
    ],
    ends: [
      ...words.map(({ end, word }) => option(end, word, range.end)),
      ...(isOwnEnd ? [option(range.end, `within “${last?.word ?? ''}”`, range.end)] : []),
    ],
  }
}

/** Memos as a page shows them: on a tag, or (null) on the whole source. */
export function memosOf(
  tagId: string | null,
  page: Pick<TurnPage, 'memos' | 'accountNames' | 'accountId'>,
  stay: string,
) {
  return (page.memos ?? []).filter((memo) => memo.tagId === tagId).map((memo) => memoView(memo, page, stay))
}

function memoView(memo: MemoRow, page: Pick<TurnPage, 'accountNames' | 'accountId'>, stay: string) {
  return {
    id: memo.id,
    text: memo.text,
    by: page.accountNames.get(memo.writtenBy) ?? 'A colleague',
    at: formatDate(memo.changedAt ?? memo.writtenAt),
    isChanged: memo.changedAt !== null,
    isOwn: memo.writtenBy === page.accountId,
    action: `/memos/${memo.personId}/${memo.id}`,
    stay,
  }
}

function actionsOnTag(tag: TagRow): TagActions {
  const path = `/tags/${tag.personId}/${tag.id}`
  return { decision: `${path}/decision`, code: `${path}/code`, range: `${path}/range`, memo: `${path}/memos` }
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
