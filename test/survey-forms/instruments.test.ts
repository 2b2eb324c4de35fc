import { describe, expect, test } from 'vitest'
import { readyTranslations, shippedInstruments } from '../../survey-forms/catalogue.ts'
import { instrumentSchema, instrumentVariables, itemsOf } from '../../survey-forms/instrument.ts'
import { textsOf } from '../../survey-forms/languages/texts.ts'
import { answerKeys } from '../../survey-forms/item-kinds/registry.ts'
import { publishingProblems } from '../../server/surveys/publishing.ts'

describe.each(shippedInstruments().map((instrument) => [instrument.code, instrument] as const))(
  'the instrument %s',
  (_code, instrument) => {
    test('can be published as it is', () => {
      expect(publishingProblems(instrument, [])).toEqual([])
    })

    test('asks for consent first and ends in an open question', () => {
      expect(instrument.pages[0].items.map((item) => item.kind)).toEqual(['consent'])
      expect(itemsOf(instrument).at(-1)?.kind).toBe('long-text')
    })

    test('speaks in plain words: sentences of at most 25 words', () => {
      const texts = itemsOf(instrument).flatMap((item) => [item.ask, item.hint ?? ''])
      const sentences = [...texts, ...instrument.introduction].flatMap((text) => text.split(/[.?!:]\s/))
      expect(sentences.filter((sentence) => sentence.split(/\s+/).length > 25)).toEqual([])
    })

    test('has translations that say every text and nothing else, in their own script', () => {
      const translations = [...readyTranslations(instrument.code)]
      expect(translations.map(([language]) => language).sort()).toEqual(['ar', 'de', 'es'])
      const keys = textsOf(instrument).map(({ key }) => key)
      for (const [language, { texts }] of translations) {
        expect(Object.keys(texts), language).toEqual(keys)
        const arabic = Object.values(texts).filter((text) => /\p{Script=Arabic}/u.test(text)).length
        expect(arabic, language).toBe(language === 'ar' ? keys.length : 0)
      }
    })

    test('gives every variable a name of its own and the answers it can hold', () => {
      const variables = instrumentVariables(instrument)
      const keys = new Set(itemsOf(instrument).flatMap(answerKeys))
      expect(new Set(variables.map((one) => one.name.toLowerCase())).size).toBe(variables.length)
      for (const one of variables) expect(keys.has(one.source?.item ?? one.name), one.name).toBe(true)
      for (const one of variables)
        expect(
          one.kind === 'text' || one.kind === 'ignored' || one.kind === 'count' || one.options.length >= 2,
          one.name,
        ).toBe(true)
    })
  },
)

test('the instrument for personas measures attitudes, needs, motivations, experiences, preferences and behaviours, and ends in two open questions', () => {
  const instrument = shippedInstruments().find((one) => one.code === 'customer_personas')!
  const indicators = instrumentVariables(instrument).filter((one) => one.role === 'indicator')
  const perFacet = Map.groupBy(indicators, (one) => one.facet)

  for (const facet of ['attitude', 'need', 'motivation', 'experience', 'preference', 'behaviour'] as const) {
    expect(perFacet.get(facet)?.length ?? 0, facet).toBeGreaterThanOrEqual(2)
  }
  expect(
    itemsOf(instrument)
      .slice(-2)
      .map((item) => item.kind),
  ).toEqual(['long-text', 'long-text'])
  expect(instrument.pages.length).toBeGreaterThanOrEqual(8)
  expect(instrument.pages.length).toBeLessThanOrEqual(12)
  expect(
    instrumentVariables(instrument)
      .filter((one) => one.axis)
      .map((one) => one.axis),
  ).toContainEqual({ left: 'Individuality', right: 'The latest trends' })
})

describe('an instrument is refused', () => {
  const base = shippedInstruments().find((one) => one.code === 'attitude_check')!
  const withItem = (item: object) =>
    instrumentSchema.safeParse({ ...base, pages: [...base.pages, { code: 'more', title: 'More', items: [item] }] })
  const messages = (item: object) => withItem(item).error?.issues.map((issue) => issue.message) ?? []
  const text = { kind: 'long-text', code: 'fine', ask: 'Why?' }

  test('when a code starts with a digit or is longer than 32 characters', () => {
    expect(withItem(text).success).toBe(true)
    expect(withItem({ ...text, code: '1st' }).success).toBe(false)
    expect(withItem({ ...text, code: 'a'.repeat(33) }).success).toBe(false)
  })

  test('when two codes differ in case alone', () => {
    expect(messages({ ...text, code: 'RECOMMEND' })).toEqual(['Two answers would be stored as RECOMMEND.'])
  })

  test('when a code is what a row of a grid is stored under', () => {
    expect(messages({ ...text, code: 'view_trust' })).toEqual(['Two answers would be stored as view_trust.'])
  })

  test('when a question depends on one that comes later or never', () => {
    expect(messages({ ...text, showIf: { item: 'nowhere', isAnyOf: ['yes'] } })).toEqual([
      'fine is shown depending on nowhere, which no earlier page asks.',
    ])
    expect(messages({ ...text, showIf: { item: 'recommend', isAnyOf: ['yes'] } })).toEqual([])
  })

  test('when it holds a field nobody knows', () => {
    expect(withItem({ ...text, script: 'alert(1)' }).success).toBe(false)
  })
})
