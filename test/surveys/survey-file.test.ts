import { describe, expect, test } from 'vitest'
import { type Instrument, instrumentSchema } from '../../survey-forms/instrument.ts'
import { type Item, itemKinds } from '../../survey-forms/item-kinds/registry.ts'
import { textsOf } from '../../survey-forms/languages/texts.ts'
import { shippedInstruments } from '../../survey-forms/catalogue.ts'
import { type Random, randomFrom } from '../../server/statistics/random.ts'
import { differencesBetween } from '../../server/surveys/editor/differences.ts'
import { EditRefused } from '../../server/surveys/errors.ts'
import { surveyFile, surveyInFile } from '../../server/surveys/editor/survey-file.ts'
import { aRandomInstrument } from './random-surveys.ts'

const examples = Object.values(itemKinds)
  .filter((kind) => kind.kind !== 'consent')
  .flatMap((kind) => kind.examples)
/** Signs that get lost where somebody is careless: quotes, line ends, other scripts, joined emoji. */
const words = ['“Why”?', 'a\\b', 'Zwei\nZeilen', 'ما رأيك؟', '👩‍👩‍👧', 'x < y & z', '{how|so}', 'a\u2028b', 'ẞ', '0']

/** A random questionnaire with everything that the random respondents' ones leave out: every kind, languages, ends, quotas. */
function aFullInstrument(random: Random): Instrument {
  const chance = (share: number) => random.next() < share
  const base = aRandomInstrument(random)
  const extra = examples.filter(() => chance(0.3)).map((item, index) => alone(item, `extra_${index}`))
  const instrument = instrumentSchema.parse({
    ...base,
    title: words[random.integer(words.length)] + base.title,
    reviewsAnswers: chance(0.5) ? true : undefined,
    quotaHoldMinutes: chance(0.5) ? 30 : undefined,
    urlFields: chance(0.5) ? ['channel'] : [],
    pages: [...base.pages, { code: 'extra', title: 'Extra', items: extra }],
    screenOuts: chance(0.5)
      ? [{ code: 'out', when: 'answered(q0_0)', title: words[random.integer(words.length)] }]
      : undefined,
    quotas: chance(0.5)
      ? [{ code: 'many', cells: [{ code: 'all', when: 'answered(q0_0)', limit: random.integer(100) }] }]
      : undefined,
  })
  const translated = textsOf(instrument)
    .filter(() => chance(0.5))
    .map(({ key }) => [key, words[random.integer(words.length)]!])
  return instrumentSchema.parse({ ...instrument, translations: { ar: Object.fromEntries(translated), 'pt-BR': {} } })
}

/** An example without what it takes from other items, under a code of its own. */
function alone(item: Item, code: string): object {
  const { showIf: _rule, carryForward: _carried, ...copy } = structuredClone(item) as Item & { carryForward?: unknown }
  for (const entry of [...('options' in copy ? copy.options : []), ...('rows' in copy ? copy.rows : [])] as {
    showIf?: unknown
  }[])
    delete entry.showIf
  return { ...copy, code, ...('expression' in copy && { expression: '1' }) }
}

const bytes = (text: string) => new TextEncoder().encode(text)

describe('a survey as a file', () => {
  test('loses nothing, over random surveys and those that ship', () => {
    const surveys = [
      ...shippedInstruments(),
      ...Array.from({ length: 200 }, (_, seed) => aFullInstrument(randomFrom(seed + 1))),
    ]
    const kinds = new Set(surveys.flatMap((one) => one.pages.flatMap((page) => page.items.map((item) => item.kind))))
    expect(kinds.size).toBe(Object.keys(itemKinds).length)
    for (const survey of surveys) {
      const file = surveyFile(survey)
      const read = surveyInFile(bytes(file))
      expect(read).toEqual(survey)
      expect(surveyFile(read)).toBe(file)
      expect(differencesBetween(survey, read)).toEqual([])
    }
  })

  test('is read with the mark of byte order that some editors put first', () => {
    const [survey] = shippedInstruments()
    expect(surveyInFile(bytes(`\uFEFF${surveyFile(survey!)}`))).toEqual(survey)
  })

  test.each([
    ['nothing', new Uint8Array(), 'Choose a file with a survey in it.'],
    ['bytes that are no text', new Uint8Array([0x7b, 0xff, 0x7d]), 'This file is not JSON.'],
    ['something else', bytes('[]'), 'This file is no survey of Verbatim.'],
    [
      'a key nobody knows',
      bytes(surveyFile(shippedInstruments()[0]!).replace('"code"', '"__proto__": {}, "what": 1, "code"')),
      'This file is no survey of Verbatim.',
    ],
  ])('%s is refused in words', (_, content, message) => {
    expect(() => surveyInFile(content)).toThrow(EditRefused)
    expect(() => surveyInFile(content)).toThrow(message)
  })
})
