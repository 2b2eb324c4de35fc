import { type FormBody, oneValue } from '../../survey-forms/form-body.ts'
import { type Instrument, instrumentSchema } from '../../survey-forms/instrument.ts'
import { missingTexts, textsOf } from '../../survey-forms/languages/texts.ts'
import { type Edit, valid } from './editing.ts'
import { EditRefused } from './errors.ts'

/** A language to be translated into, with nothing in it yet. @throws {EditRefused} for one that is there or is no language */
export function addLanguage(language: string): Edit {
  return (draft) => {
    const read = instrumentSchema.shape.language.safeParse(language)
    if (language === '' || !read.success)
      throw new EditRefused('Name the language as in “de”, “pt-BR” or “zh-Hant”.', { field: 'language' })
    if (language === draft.language || draft.translations?.[language])
      throw new EditRefused('This language is there already.', { field: 'language' })
    return valid({ ...draft, translations: { ...draft.translations, [language]: {} } })
  }
}

export function removeLanguage(language: string): Edit {
  return (draft) => {
    const { [language]: _gone, ...others } = draft.translations ?? {}
    return valid({ ...draft, translations: Object.keys(others).length > 0 ? others : undefined })
  }
}

/** The translations as the grid has them: a field a text, an empty one shows the text as written. Fields that are not sent stay. */
export function translate(language: string, form: FormBody): Edit {
  return (draft) => {
    const before = draft.translations?.[language]
    if (!before) throw new EditRefused('This language was removed meanwhile.')
    const texts = textsOf(draft).flatMap(({ key }) => {
      const text = form[key] === undefined ? before[key] : oneValue(form, key).trim()
      return text ? [[key, text] as const] : []
    })
    return valid({ ...draft, translations: { ...draft.translations, [language]: Object.fromEntries(texts) } })
  }
}

/** Each text beside its translation, in the order respondents meet them. */
export function translationRows(draft: Instrument, language: string) {
  const given = draft.translations?.[language] ?? {}
  return textsOf(draft).map(({ key, text }) => ({ key, text, translation: given[key] ?? '' }))
}

/** How many texts a language still lacks. */
export function missingCount(draft: Instrument, language: string): number {
  return missingTexts(draft, language).length
}
