import { describe, expect, test } from 'vitest'
import { render } from '../../../server/http/render.ts'
import { acceptedLanguages } from '../../../server/surveys/link.ts'
import { itemKinds, viewItem } from '../../../survey-forms/item-kinds/registry.ts'
import { directionOf } from '../../../survey-forms/languages/direction.ts'
import type { ForeignText } from '../../../survey-forms/languages/foreign-text.ts'
import { interfaceLanguages, languageName, phraseBook, sayIn } from '../../../survey-forms/languages/phrases.ts'
import {
  bestLanguage,
  inLanguage,
  languagesOf,
  missingTexts,
  textFields,
  textsOf,
} from '../../../survey-forms/languages/texts.ts'
import { anInstrument, page, single } from '../flow/made.ts'

const english = phraseBook('en')
const placeholders = (phrase: unknown) =>
  new Set([...JSON.stringify(phrase).matchAll(/\{(\w+)\}/g)].map(([, name]) => name))

describe.each(interfaceLanguages)('the interface in %s', (language) => {
  const book = phraseBook(language)

  test('has every phrase, and no other', () => {
    expect(Object.keys(book).sort()).toEqual(Object.keys(english).sort())
  })

  test('has every plural form its language needs, or one phrase for all', () => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories.filter((form) => form !== 'zero')
    for (const [key, phrase] of Object.entries(book)) {
      if (typeof phrase === 'string') continue
      expect(phrase.other, key).toBeDefined()
      if (key !== 'ranking_hint') expect(Object.keys(phrase), key).toEqual(expect.arrayContaining(forms))
    }
  })

  test('puts in no value that English does not have', () => {
    for (const [key, phrase] of Object.entries(book)) {
      const known = placeholders(english[key])
      for (const name of placeholders(phrase)) expect(known.has(name), `${key}: ${name}`).toBe(true)
      // A link stands in brackets wherever the sentence has one.
      expect(/\[.+\]/.test(JSON.stringify(phrase)) && typeof phrase === 'string', key).toBe(
        typeof english[key] === 'string' && /\[.+\]/.test(english[key]),
      )
    }
  })

  test('says counts in whole sentences', () => {
    for (const count of [1, 2, 3, 11, 100])
      expect(sayIn(language)('minutes_left', { count })).not.toMatch(/[{}]|undefined/)
  })
})

test('beside texts of another language the interface speaks English and says so', () => {
  expect(String(sayIn('sw')('next'))).toBe('Next page')
  expect((sayIn('sw')('next') as unknown as ForeignText).toHTML()).toBe('<span lang="en" dir="ltr">Next page</span>')
  expect(sayIn('de-AT')('next')).toBe('Nächste Seite')
})

describe('a questionnaire in several languages', () => {
  const instrument = anInstrument({
    pages: [page('first', [single('how', ['bus', 'car'], { hint: 'Think of today.' })])],
    translations: {
      de: {
        title: 'Für einen Test',
        'item.how.ask': 'Wie?',
        'item.how.options.bus.label': 'Mit dem Bus',
        'page.first.title': ' ',
      },
      ar: { title: 'اختبار' },
    },
  })

  test('names its languages, its texts and those that are missing', () => {
    expect(languagesOf(instrument)).toEqual(['en', 'de', 'ar'])
    const keys = textsOf(instrument).map((one) => one.key)
    expect(keys).toEqual(
      expect.arrayContaining([
        'title',
        'introduction.1',
        'page.first.title',
        'item.how.ask',
        'item.how.hint',
        'item.how.options.car.label',
        'item.consent.purposes.analysis.label',
        'thanks',
      ]),
    )
    expect(new Set(keys).size).toBe(keys.length)
    expect(missingTexts(instrument, 'de')).toEqual(
      keys.filter((key) => !['title', 'item.how.ask', 'item.how.options.bus.label'].includes(key)),
    )
    expect(missingTexts(instrument, 'en')).toEqual([])
  })

  test('shows each text in the language chosen, or in its first one with its own lang and dir', () => {
    const german = inLanguage(instrument, 'de')
    expect(german.title).toBe('Für einen Test')
    const item = german.pages[1].items[0]
    const html = render('pages/respondent/field', {
      partial: 'item-kinds/single-choice',
      field: viewItem(item, { number: 1, answers: {}, drafts: {}, errors: {}, order: [], say: sayIn('de') }),
    })
    expect(html).toContain('<span>Mit dem Bus</span>')
    expect(html).toContain('<span><span lang="en" dir="ltr">The car</span></span>')
    expect(html).toContain('<span lang="en" dir="ltr">Think of today.</span>')
    expect(inLanguage(instrument, 'fr')).toBe(instrument)
  })

  test('every text of every kind of item can be translated', () => {
    const codes = new Set([
      'code',
      'kind',
      'expression',
      'field',
      'source',
      'display',
      'steps',
      'measure',
      'precision',
      'gives',
      'autocomplete',
      'facet',
      'earliest',
      'latest',
      'item',
      'which',
      'values',
      'isAnyOf',
    ])
    const walk = (value: unknown, name = ''): void => {
      if (typeof value === 'string') expect(textFields.has(name) || codes.has(name), `${name}: ${value}`).toBe(true)
      else if (Array.isArray(value)) for (const one of value) walk(one, name)
      else if (typeof value === 'object' && value) for (const [key, one] of Object.entries(value)) walk(one, key)
    }
    for (const kind of Object.values(itemKinds)) for (const example of kind.examples) walk(example)
  })
})

describe('the language of a respondent', () => {
  test.each([
    [['en', 'de'], 'de-AT,de;q=0.9,en;q=0.8', 'de'],
    [['en', 'pt-BR'], 'pt-PT', 'pt-BR'],
    [['en', 'zh-Hant'], 'zh-CN,en;q=0.5', 'en'],
    [['en', 'zh-Hant'], 'zh-TW', 'zh-Hant'],
    [['de', 'ar'], '*;q=0.1, x;y;q=2', 'de'],
    [['de', 'ar'], '', 'de'],
  ])('out of %j for %s is %s', (offered, header, language) => {
    expect(bestLanguage(offered, acceptedLanguages(header))).toBe(language)
  })

  test('runs its own way and is called by its own name', () => {
    expect(['ar', 'fa-IR', 'he', 'ku-Arab', 'de', 'az-Latn'].map(directionOf)).toEqual([
      'rtl',
      'rtl',
      'rtl',
      'rtl',
      'ltr',
      'ltr',
    ])
    expect(['de', 'es', 'ar'].map(languageName)).toEqual(['Deutsch', 'Español', 'العربية'])
  })
})
