import { readyTranslations, shippedInstruments } from '../../../survey-forms/catalogue.ts'
import type { FormBody } from '../../../survey-forms/form-body.ts'
import { type Instrument, instrumentSchema } from '../../../survey-forms/instrument.ts'
import { missingTexts, textsOf } from '../../../survey-forms/languages/texts.ts'
import { type Edit, valid } from './editing.ts'
import { EditRefused } from '../errors.ts'
import { type Fields, mergedForm } from './merging.ts'
import { textName } from './place-names.ts'

/**
 * What a shipped questionnaire's translation says of the texts that this draft still has as they shipped.
 * @returns nothing for a language or a questionnaire without one
 */
export function readyTexts(draft: Instrument, language: string): Record<string, string> {
  const ready = readyTranslations(draft.code).get(language)
  const shipped = shippedInstruments().find((one) => one.code === draft.code)
  if (!ready || !shipped || draft.language !== shipped.language) return {}
  const asShipped = new Map(textsOf(shipped).map(({ key, text }) => [key, text]))
  const texts = textsOf(draft).filter(({ key, text }) => asShipped.get(key) === text && ready.texts[key])
  return Object.fromEntries(texts.map(({ key }) => [key, ready.texts[key]!]))
}

/** How many texts of a language stand as they shipped, in a translation that nobody at home in it has read yet. */
export function unreadCount(draft: Instrument, language: string): number {
  if (readyTranslations(draft.code).get(language)?.readBy !== null) return 0
  const given = draft.translations?.[language] ?? {}
  return Object.entries(readyTexts(draft, language)).filter(([key, text]) => given[key] === text).length
}

/** A language to be translated into: with the translation that ships, where there is one, else with nothing in it yet. @throws {EditRefused} for one that is there or is no language */
export function addLanguage(language: string): Edit {
  return (draft) => {
    const read = instrumentSchema.shape.language.safeParse(language)
    if (language === '' || !read.success)
      throw new EditRefused('Name the language as in “de”, “pt-BR” or “zh-Hant”.', { field: 'language' })
    if (language === draft.language || draft.translations?.[language])
      throw new EditRefused('This language is there already.', { field: 'language' })
    return valid({ ...draft, translations: { ...draft.translations, [language]: readyTexts(draft, language) } })
  }
}

export function removeLanguage(language: string): Edit {
  return (draft) => {
    const { [language]: _gone, ...others } = draft.translations ?? {}
    return valid({ ...draft, translations: Object.keys(others).length > 0 ? others : undefined })
  }
}

/** What the grid's fields hold: a field a text, '' where nothing is translated yet. */
export function translationFields(draft: Instrument, language: string): Fields {
  const given = draft.translations?.[language] ?? {}
  return Object.fromEntries(textsOf(draft).map(({ key }) => [key, given[key] ?? '']))
}

/** The translations as the grid has them; an empty one shows the text as written. Fields that are not sent stay. */
export function translate(language: string, typed: FormBody): Edit {
  return (draft) => {
    if (!draft.translations?.[language]) throw new EditRefused('This language was removed meanwhile.')
    const form = mergedForm(typed, translationFields(draft, language))
    const texts = textsOf(draft).flatMap(({ key }) => {
      const text = form[key]?.trim()
      return text ? [[key, text] as const] : []
    })
    // Texts of what was removed from the survey are kept: taking the removal back brings them back too.
    const known = new Set(textsOf(draft).map(({ key }) => key))
    const others = Object.entries(draft.translations[language]).filter(([key]) => !known.has(key))
    const translated = Object.fromEntries([...texts, ...others])
    return valid({ ...draft, translations: { ...draft.translations, [language]: translated } })
  }
}

/** One part of the grid: the texts of a page, or of the survey as a whole. */
export interface TranslationPart {
  title: string
  rows: { key: string; name: string; text: string; translation: string }[]
}

/** Each text beside its translation, page by page in the order respondents meet them. */
export function translationParts(draft: Instrument, language: string): TranslationPart[] {
  const given = draft.translations?.[language] ?? {}
  const pageOfItem = new Map(draft.pages.flatMap((page, index) => page.items.map((item) => [item.code, index])))
  const pageOfCode = new Map(draft.pages.map((page, index) => [page.code, index]))
  const parts: TranslationPart[] = [
    { title: 'Welcome and thanks', rows: [] },
    ...draft.pages.map((page, index) => ({ title: `Page ${index + 1}: ${page.title}`, rows: [] })),
    { title: 'Early ends and quotas', rows: [] },
  ]
  for (const { key, text } of textsOf(draft)) {
    const [kind, code = ''] = key.split('.')
    const index = kind === 'item' ? pageOfItem.get(code)! : kind === 'page' ? pageOfCode.get(code)! : null
    const isEnd = kind === 'screenOut' || kind === 'quota'
    const part = index !== null ? parts[index + 1] : isEnd ? parts.at(-1) : parts[0]
    part!.rows.push({ key, name: textName(draft, key), text, translation: given[key] ?? '' })
  }
  return parts.filter(({ rows }) => rows.length > 0)
}

/** How many texts a language still lacks. */
export function missingCount(draft: Instrument, language: string): number {
  return missingTexts(draft, language).length
}
