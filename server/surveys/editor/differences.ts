import { isDeepStrictEqual } from 'node:util'
import { type Instrument, type Item, itemsOf, type Page } from '../../../survey-forms/instrument.ts'
import { languagesOf, textFields, textsOf } from '../../../survey-forms/languages/texts.ts'
import type { Condition } from '../../../survey-forms/parts.ts'
import { conditionText } from './conditions.ts'
import { blockSentences, jumpText, quotaText } from './flow-words.ts'
import { languageName } from './languages.ts'
import { movedAmong } from './moved.ts'
import { propertyName, textName } from './place-names.ts'

/** One thing that two versions of a questionnaire do not share, in words. */
export interface Difference {
  what: 'added' | 'removed' | 'moved' | 'worded' | 'settings' | 'rules' | 'language'
  /** What it is about: a question, a page, a text. */
  about: string
  before: string | null
  after: string | null
}

/** What became of a questionnaire from one version to the next. Pure. */
export function differencesBetween(before: Instrument, after: Instrument): Difference[] {
  return [
    ...pageDifferences(before, after),
    ...itemDifferences(before, after),
    ...wordDifferences(before, after),
    ...ruleDifferences(before, after),
    ...languageDifferences(before, after),
  ]
}

const verbs: Record<Difference['what'], string> = {
  added: 'added',
  removed: 'removed',
  moved: 'moved',
  worded: 'worded anew',
  settings: 'changed',
  rules: 'changed the rule of',
  language: 'translated into',
}

/** A change of a draft in a few words, for the buttons that take it back or make it again. */
export function changeText(before: Instrument, after: Instrument): string {
  const differences = differencesBetween(before, after)
  // A question that came or went brings its texts along: what it is about comes first.
  const [first] = differences
  if (!first) return 'a setting'
  const more = differences.length - 1
  const about = first.about.length > 90 ? `${first.about.slice(0, 90)}…` : first.about
  return `${verbs[first.what]} ${about}${more > 0 ? ` and ${more} more` : ''}`
}

function only(what: Difference['what'], about: string, before: string | null = null, after: string | null = null) {
  return { what, about, before, after }
}

function pageDifferences(before: Instrument, after: Instrument): Difference[] {
  const codes = (one: Instrument) => one.pages.map((page) => page.code)
  const about = (page: Page) => `page “${page.title}”`
  const added = after.pages.filter((page) => !codes(before).includes(page.code))
  const removed = before.pages.filter((page) => !codes(after).includes(page.code))
  const moved = movedAmong(codes(before), codes(after)).map((code) => after.pages.find((one) => one.code === code)!)
  return [
    ...added.map((page) => only('added', about(page))),
    ...removed.map((page) => only('removed', about(page))),
    ...moved.map((page) => only('moved', about(page))),
  ]
}

function itemDifferences(before: Instrument, after: Instrument): Difference[] {
  const earlier = new Map(itemsOf(before).map((item) => [item.code, item]))
  const later = new Map(itemsOf(after).map((item) => [item.code, item]))
  const about = (item: Item) => `“${item.ask}”`
  const added = [...later.values()].filter((item) => !earlier.has(item.code))
  const removed = [...earlier.values()].filter((item) => !later.has(item.code))
  const pageOf = (one: Instrument) => new Map(one.pages.flatMap((page) => page.items.map((item) => [item.code, page])))
  const [pagesBefore, pagesAfter] = [pageOf(before), pageOf(after)]
  const onOther = [...later.keys()].filter(
    (code) => earlier.has(code) && pagesBefore.get(code)!.code !== pagesAfter.get(code)!.code,
  )
  const within = after.pages.flatMap((page) => {
    const stayed = (code: string) => pagesBefore.get(code)?.code === page.code
    const same = before.pages.find((one) => one.code === page.code)?.items.map((item) => item.code) ?? []
    const there = (code: string) => pagesAfter.get(code)?.code === page.code
    return movedAmong(same.filter(there), page.items.map((item) => item.code).filter(stayed))
  })
  return [
    ...added.map((item) => only('added', about(item))),
    ...removed.map((item) => only('removed', about(item))),
    ...onOther.map((code) =>
      only('moved', about(later.get(code)!), pagesBefore.get(code)!.title, pagesAfter.get(code)!.title),
    ),
    ...within.map((code) => only('moved', about(later.get(code)!))),
    ...[...later.values()].flatMap((item) => {
      const same = earlier.get(item.code)
      return same ? settingDifferences(before, after, { old: same, now: item, about: about(item) }) : []
    }),
  ]
}

const ruleProperties = new Set(['showIf', 'carryForward', 'expression'])

/** What is no text of an item: its kind, settings, rules and which entries it has. Texts are told among the words. */
function settingDifferences(
  before: Instrument,
  after: Instrument,
  { old, now, about }: { old: Item; now: Item; about: string },
): Difference[] {
  const properties = [...new Set([...Object.keys(old), ...Object.keys(now)])]
  return properties.flatMap((property): Difference[] => {
    const [was, is] = [old, now].map((one) => (one as unknown as Record<string, unknown>)[property])
    if (isDeepStrictEqual(was, is)) return []
    const place = `${about}: ${propertyName(property)}`
    if (Array.isArray(was) && Array.isArray(is)) return entryDifferences(before, after, { was, is, place })
    if (textFields.has(property)) return textAppeared(was, is) ? [only('worded', place, textOf(was), textOf(is))] : []
    if (property === 'image') return [only('settings', place, was ? 'there' : 'none', is ? 'there' : 'none')]
    if (!ruleProperties.has(property)) return [only('settings', place, said(was), said(is))]
    return [only('rules', place, ruleSaid(before, property, was), ruleSaid(after, property, is))]
  })
}

/** A text that was there before and is still is told among the words, by its key. */
function textAppeared(was: unknown, is: unknown): boolean {
  return was === undefined || is === undefined
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

interface AnyEntry {
  code?: string
  label?: string
  left?: string
  showIf?: Condition
}

function entryDifferences(
  before: Instrument,
  after: Instrument,
  { was, is, place }: { was: AnyEntry[]; is: AnyEntry[]; place: string },
): Difference[] {
  const codes = (all: AnyEntry[]) => all.map((one) => one.code ?? String(one))
  const word = (one: AnyEntry) => one.label ?? one.left ?? one.code ?? String(one)
  const same = is.flatMap((now) => {
    const old = was.find((one) => one.code === now.code)
    return old && now.code ? [{ old, now }] : []
  })
  return [
    ...is
      .filter((one) => !codes(was).includes(one.code ?? String(one)))
      .map((one) => only('added', `${place}: ${word(one)}`)),
    ...was
      .filter((one) => !codes(is).includes(one.code ?? String(one)))
      .map((one) => only('removed', `${place}: ${word(one)}`)),
    ...movedAmong(codes(was), codes(is)).map((code) =>
      only('moved', `${place}: ${word(is.find((one) => one.code === code) ?? { code })}`),
    ),
    ...same
      .filter(({ old, now }) => !isDeepStrictEqual(old.showIf, now.showIf))
      .map(({ old, now }) =>
        only(
          'rules',
          `${place}: ${word(now)}`,
          ruleSaid(before, 'showIf', old.showIf),
          ruleSaid(after, 'showIf', now.showIf),
        ),
      ),
    ...same
      .filter(({ old, now }) => !isDeepStrictEqual(marksOf(old), marksOf(now)))
      .map(({ old, now }) => only('settings', `${place}: ${word(now)}`, said(marksOf(old)), said(marksOf(now)))),
  ]
}

/** What an entry is besides its words and its rule. */
function marksOf(entry: AnyEntry): string {
  return Object.entries(entry)
    .filter(([name, value]) => name !== 'showIf' && name !== 'code' && !textFields.has(name) && value !== undefined)
    .map(([name, value]) => `${propertyName(name)}: ${said(value)}`)
    .join(', ')
}

function wordDifferences(before: Instrument, after: Instrument): Difference[] {
  const earlier = new Map(textsOf(before).map(({ key, text }) => [key, text]))
  return textsOf(after)
    .filter(({ key, text }) => earlier.has(key) && earlier.get(key) !== text)
    .map(({ key, text }) => only('worded', textName(after, key), earlier.get(key)!, text))
}

/** Blocks, jumps, early ends, quotas and what else decides the way. */
function ruleDifferences(before: Instrument, after: Instrument): Difference[] {
  const pages = after.pages.flatMap((page): Difference[] => {
    const same = before.pages.find((one) => one.code === page.code)
    if (!same) return []
    const about = (part: string) => `page “${page.title}”: ${part}`
    const told = [
      [about('who sees it'), ruleSaid(before, 'showIf', same.showIf), ruleSaid(after, 'showIf', page.showIf)],
      [about('block'), same.block ?? null, page.block ?? null],
      [about('order of its questions'), said(same.isShuffled), said(page.isShuffled)],
      [about('where it leads'), jumpsText(before, same), jumpsText(after, page)],
    ] as const
    return told.filter(([, was, is]) => was !== is).map(([name, was, is]) => only('rules', name, was, is))
  })
  return [
    ...listDifferences(before.blocks, after.blocks, {
      name: (one) => `block ${one.code}`,
      text: (one, draft) => blockSentences(draft, one).join(' ') || 'Everybody sees it.',
      before,
      after,
    }),
    ...listDifferences(before.screenOuts, after.screenOuts, {
      name: (one) => `early end “${one.title ?? one.code}”`,
      text: (one, draft) => conditionText(draft, one.when),
      before,
      after,
    }),
    ...listDifferences(before.quotas, after.quotas, {
      name: (one) => `quota ${one.code}`,
      text: (one, draft) => quotaText(draft, one),
      before,
      after,
    }),
    ...wholeDifferences(before, after),
    ...pages,
  ]
}

function listDifferences<Entry extends { code: string }>(
  was: Entry[] = [],
  is: Entry[] = [],
  told: {
    name: (one: Entry) => string
    text: (one: Entry, draft: Instrument) => string
    before: Instrument
    after: Instrument
  },
): Difference[] {
  const { name, text, before, after } = told
  return [
    ...is.flatMap((one): Difference[] => {
      const same = was.find((other) => other.code === one.code)
      if (!same) return [only('added', name(one), null, text(one, after))]
      const [old, now] = [text(same, before), text(one, after)]
      return old === now ? [] : [only('rules', name(one), old, now)]
    }),
    ...was
      .filter((one) => !is.some((other) => other.code === one.code))
      .map((one) => only('removed', name(one), text(one, before), null)),
  ]
}

function wholeDifferences(before: Instrument, after: Instrument): Difference[] {
  const parts = [
    ['language it is written in', before.language, after.language],
    ['minutes it takes', String(before.minutes), String(after.minutes)],
    ['description', before.description, after.description],
    [
      'answers looked at before they are sent',
      said(before.reviewsAnswers ?? false),
      said(after.reviewsAnswers ?? false),
    ],
    ['minutes a place in a quota is kept', said(before.quotaHoldMinutes), said(after.quotaHoldMinutes)],
    ['names taken from the link', before.urlFields.join(', '), after.urlFields.join(', ')],
    ['paragraphs of the welcome', String(before.introduction.length), String(after.introduction.length)],
  ] as const
  return parts.filter(([, was, is]) => was !== is).map(([name, was, is]) => only('settings', name, was, is))
}

function jumpsText(draft: Instrument, { jumps = [] }: Page): string | null {
  return jumps.map((jump) => jumpText(draft, jump)).join(' ') || null
}

function languageDifferences(before: Instrument, after: Instrument): Difference[] {
  const languages = [...new Set([...languagesOf(before), ...languagesOf(after)])]
  return languages.flatMap((language): Difference[] => {
    const [old, now] = [before, after].map((one) => one.translations?.[language])
    if (isDeepStrictEqual(old, now)) return []
    if (!old || !now) return [only(now ? 'added' : 'removed', `language ${languageName(language)}`)]
    const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter((key) => old[key] !== now[key])
    return keys.map((key) =>
      only('language', `${languageName(language)}: ${textName(after, key)}`, old[key] ?? null, now[key] ?? null),
    )
  })
}

function ruleSaid(draft: Instrument, property: string, value: unknown): string | null {
  if (value === undefined) return property === 'showIf' ? 'always' : null
  return property === 'showIf' ? conditionText(draft, value as Condition) : said(value)
}

function said(value: unknown): string | null {
  if (value === undefined || value === null || value === '') return null
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value !== 'object') return String(value)
  return Object.values(value).map(said).filter(Boolean).join(', ')
}
