import type { Instrument } from '../instrument.ts'
import { partOf } from '../item-kinds/registry.ts'
import { ForeignText } from './foreign-text.ts'

/** Properties of an item whose values respondents read. Everything else in an item is a code, a number or a rule. */
export const textFields: ReadonlySet<string> = new Set([
  'ask',
  'hint',
  'label',
  'detail',
  'text',
  'alternative',
  'unit',
  'dontKnow',
  'undecided',
  'low',
  'high',
  'best',
  'worst',
  'left',
  'right',
])

/** One text that can be translated: its key, which stays the same while codes do, and its words. */
export interface TranslatableText {
  key: string
  text: string
}

type Walk = (key: string, text: string) => string

/**
 * Every text of a questionnaire that respondents read, in the order they meet them. Keys are made of codes:
 * `title`, `introduction.1`, `page.<code>.title`, `item.<code>.ask`, `item.<code>.options.<code>.label`.
 */
export function textsOf(instrument: Instrument): TranslatableText[] {
  const found: TranslatableText[] = []
  walked(instrument, (key, text) => {
    found.push({ key, text })
    return text
  })
  return found
}

/** The languages a questionnaire can be answered in, the one it is written in first. */
export function languagesOf(instrument: Instrument): string[] {
  const others = Object.keys(instrument.translations ?? {}).filter((one) => one !== instrument.language)
  return [instrument.language, ...others]
}

/** Keys of texts that a language lacks. */
export function missingTexts(instrument: Instrument, language: string): string[] {
  if (language === instrument.language) return []
  const given = instrument.translations?.[language] ?? {}
  return textsOf(instrument)
    .map((one) => one.key)
    .filter((key) => !given[key]?.trim())
}

/**
 * The questionnaire in another language. A text that is not translated stands in its own language and says so when it
 * is printed (ForeignText). Codes, conditions and rules are the same.
 */
export function inLanguage(instrument: Instrument, language: string): Instrument {
  const given = instrument.translations?.[language]
  if (!given || language === instrument.language) return instrument
  let known = translated.get(instrument)
  if (!known) {
    known = new Map()
    translated.set(instrument, known)
  }
  const before = known.get(language)
  if (before) return before
  const words = (key: string, text: string) =>
    given[key]?.trim() || (new ForeignText(text, instrument.language) as unknown as string)
  const made = { ...walked(instrument, words), language }
  known.set(language, made)
  return made
}

const translated = new WeakMap<Instrument, Map<string, Instrument>>()

/**
 * The language of a questionnaire that fits best what somebody reads, the best liked first.
 * A region or script that is not there gives way to the plain language, scripts of one language are kept apart.
 */
export function bestLanguage(offered: string[], wanted: string[]): string {
  const script = (tag: string) => new Intl.Locale(tag).maximize().script
  for (const tag of wanted) {
    let locale: Intl.Locale
    try {
      locale = new Intl.Locale(tag)
    } catch {
      continue
    }
    const exact = offered.find((one) => one.toLowerCase() === tag.toLowerCase())
    if (exact) return exact
    const alike = offered.find(
      (one) => one.split('-')[0] === locale.language && script(one) === locale.maximize().script,
    )
    if (alike) return alike
  }
  return offered[0]
}

function walked(instrument: Instrument, walk: Walk): Instrument {
  const optional = (key: string, text: string | undefined) => (text === undefined ? text : walk(key, text))
  return {
    ...instrument,
    title: walk('title', instrument.title),
    introduction: instrument.introduction.map((text, index) => walk(`introduction.${index + 1}`, text)),
    pages: instrument.pages.map((page) => ({
      ...page,
      title: walk(`page.${page.code}.title`, page.title),
      items: page.items.map((item) => (partOf(item) === 'silent' ? item : walkedPart(item, `item.${item.code}`, walk))),
    })),
    ...(instrument.screenOuts && {
      screenOuts: instrument.screenOuts.map((one) => ({
        ...one,
        title: optional(`screenOut.${one.code}.title`, one.title),
        text: optional(`screenOut.${one.code}.text`, one.text),
      })),
    }),
    ...(instrument.quotas && {
      quotas: instrument.quotas.map((one) => ({
        ...one,
        title: optional(`quota.${one.code}.title`, one.title),
        text: optional(`quota.${one.code}.text`, one.text),
      })),
    }),
    thanks: walk('thanks', instrument.thanks),
  }
}

/** A part of an item with its texts walked: named by their property, and in lists by the entry's code. */
function walkedPart<Part>(part: Part, key: string, walk: Walk): Part {
  if (typeof part !== 'object' || part === null) return part
  return Object.fromEntries(
    Object.entries(part).map(([name, value]) => {
      const here = `${key}.${name}`
      if (typeof value === 'string') return [name, textFields.has(name) ? walk(here, value) : value]
      if (Array.isArray(value)) {
        return [name, value.map((one) => (one?.code ? walkedPart(one, `${here}.${one.code}`, walk) : one))]
      }
      return [name, walkedPart(value, here, walk)]
    }),
  ) as Part
}
