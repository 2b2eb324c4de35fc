import { describe, expect, test } from 'vitest'
import type { FormBody } from '../../../survey-forms/form-body.ts'
import { plainReading } from '../../../survey-forms/item-kind.ts'
import { drawnArm } from '../../../survey-forms/item-kinds/arm/draw.ts'
import { keptValue } from '../../../survey-forms/item-kinds/hidden/schema.ts'
import { shownSets } from '../../../survey-forms/item-kinds/maxdiff/kind.ts'
import {
  type Item,
  itemKinds,
  itemSchema,
  itemVariables,
  parseItem,
  viewItem,
} from '../../../survey-forms/item-kinds/registry.ts'
import { sayIn } from '../../../survey-forms/languages/phrases.ts'

const example = (kind: keyof typeof itemKinds, place = 0) => itemKinds[kind].examples[place]
const read = (item: Item, body: FormBody, seed = 0) => parseItem(item, body, { ...plainReading, seed })
const messages = (item: Item, body: FormBody) => read(item, body).errors.map((error) => error.message)

describe('a ranking', () => {
  const item = example('ranking')
  const body = (price: string, quality: string, delivery: string, advice: string) => ({
    order_of_needs_price: price,
    order_of_needs_quality: quality,
    order_of_needs_delivery: delivery,
    order_of_needs_advice: advice,
  })
  test('gives each option its place', () => {
    expect(read(item, body('2', '1', '4', '3')).answers).toEqual(body('2', '1', '4', '3'))
  })
  test('says which place is given twice or missing, and keeps the others as typed', () => {
    expect(messages(item, body('1', '1', '3', '4'))).toEqual([
      'Place 1 is given twice. Give it once.',
      'Place 1 is given twice. Give it once.',
    ])
    expect(messages(item, body('1', '2', '3', ''))).toEqual(['Place 4 is missing.'])
    expect(read(item, body('1', '2', '3', '')).drafts).toMatchObject({ order_of_needs_price: '1' })
    expect(messages(item, body('1', '2', '3', '9'))).toEqual(['Choose a place from 1 to 4.'])
  })
  test('an option without a place holds nothing, never "last"', () => {
    const two = example('ranking', 1)
    expect(read(two, { top_two_price: '2', top_two_advice: '1' }).answers).toEqual({
      top_two_price: '2',
      top_two_quality: null,
      top_two_delivery: null,
      top_two_advice: '1',
    })
    expect(messages(two, { top_two_price: '2' })).toEqual(['Place 1 is missing.'])
  })
})

describe('points to share', () => {
  const item = example('constant-sum')
  const body = (speed: string, price: string, choice: string) => ({
    budget_speed: speed,
    budget_price: price,
    budget_choice: choice,
  })
  test('a part left empty among others is nothing', () => {
    expect(read(item, body('٦٠', '40', '')).answers).toEqual(body('60', '40', '0'))
  })
  test.each([
    [['60', '30', ''], 'The parts add up to 90. Give 10 more, so that they come to 100.'],
    [['60', '30', '20'], 'The parts add up to 110. Take 10 away, so that they come to 100.'],
    [['60', '39,5', ''], 'Write a whole number from 0 to 100.'],
    [['', '', ''], 'The parts add up to 0. Give 100 more, so that they come to 100.'],
  ])('%j: %s', ([speed, price, choice], message) => {
    expect(messages(item, body(speed, price, choice))).toEqual([message])
    expect(read(item, body(speed, price, choice)).drafts).toEqual(body(speed, price, choice))
  })
})

describe('a date', () => {
  const item = example('date')
  const body = (day: string, month: string, year: string) => ({
    'last_visit-day': day,
    'last_visit-month': month,
    'last_visit-year': year,
  })
  test.each([
    [['27', '3', '2026'], '2026-03-27'],
    [['٢٩', '٢', '٢٠٢٤'], '2024-02-29'],
    [['', '6', '2021'], '2021-06'],
    [['', '', ' 2021 '], '2021'],
  ])('%j is %s', ([day, month, year], value) => {
    expect(read(item, body(day, month, year)).answers).toEqual({ last_visit: value })
  })
  test.each([
    [['29', '2', '2026'], 'Write a day from 1 to 28.'],
    [['1', '13', '2026'], 'Write a month from 1 to 12.'],
    [['1', 'May', '2026'], 'Write “Month” in digits.'],
    [['1', '', '2026'], '“Month” is missing.'],
    [['1', '5', ''], '“Year” is missing.'],
    [['1', '5', '26'], 'Write the year with four digits.'],
    [['', '', '2019'], 'Write a date from 2020-01-01 on.'],
    [['1', '1', '2027'], 'Write a date no later than 2026-12-31.'],
    [['', '', ''], 'Write a date.'],
  ])('%j: %s', ([day, month, year], message) => {
    expect(messages(item, body(day, month, year))).toEqual([message])
  })
  test('a month without a part that is asked for is no date', () => {
    expect(messages(example('date', 1), { 'first_heard-month': '', 'first_heard-year': '2026' })).toEqual([
      '“Month” is missing.',
    ])
  })
})

describe('best-worst sets', () => {
  const item = example('maxdiff') as Extract<Item, { kind: 'maxdiff' }>
  test('scores are times best less times worst over times seen, once every set is answered', () => {
    const sets = shownSets(item, 3)
    const body = Object.fromEntries(
      sets.flatMap((codes, set) => [
        [`matters_s${set + 1}_best`, codes.includes('price') ? 'price' : codes[0]],
        [
          `matters_s${set + 1}_worst`,
          codes.includes('calm') ? 'calm' : codes.filter((one) => one !== 'price' && one !== codes[0])[0],
        ],
      ]),
    )
    const { answers, errors } = read(item, body, 3)
    expect(errors).toEqual([])
    expect(answers.matters_price).toBe('1')
    expect(answers.matters_calm).toBe('-1')
    const scores = item.options.map((one) => Number(answers[`matters_${one.code}`]))
    const seen = item.options.map((one) => sets.filter((codes) => codes.includes(one.code)).length)
    expect(scores.reduce((sum, score, place) => sum + score * seen[place], 0)).toBeCloseTo(0, 2)
  })
  test('the same thing cannot be best and worst, nor one that its set did not show', () => {
    const [codes] = shownSets(item, 0)
    const wrong = { matters_s1_best: codes[0], matters_s1_worst: codes[0] }
    expect(messages(item, wrong)[0]).toBe('Choose two different things for “Most” and “Least”.')
    const absent = item.options.find((one) => !codes.includes(one.code))!.code
    expect(messages(item, { matters_s1_best: absent, matters_s1_worst: codes[0] })[0]).toBe(
      'Choose one thing under “Most”.',
    )
  })
  test('a set left out leaves no scores: nothing counts as never chosen', () => {
    const optional = example('maxdiff', 1)
    expect(Object.values(read(optional, {}).answers).every((value) => value === null)).toBe(true)
  })
})

describe('other kinds', () => {
  test.each([
    ['name@example.org', true],
    ['  name@münchen.example ', true],
    ['name@example', false],
    ['name example@x.org', false],
    ['a@b@c.org', false],
    [`${'x'.repeat(250)}@example.org`, false],
  ])('%s is an e-mail address: %s', (typed, isOne) => {
    expect(read(example('email'), { write_to: typed }).errors.length).toBe(isOne ? 0 : 1)
  })

  test('a search field takes the words of an option in any case, and a code is no word', () => {
    const country = example('single-choice', 3)
    expect(read(country, { country: '  côte D’ivoire' }).answers.country).toBe('ci')
    expect(messages(country, { country: 'Atlantis' })).toEqual([
      'Choose an answer from the list, spelt as it stands there.',
    ])
    expect(read(country, { country: 'Atlantis' }).drafts).toEqual({ country: 'Atlantis' })
  })

  test('several choices have a least number too, and what stands alone is excused from it', () => {
    const item = example('multiple-choice', itemKinds['multiple-choice'].examples.length - 1)
    expect(messages(item, { reasons_to_stay: 'price' })).toEqual(['Tick at least 2. You ticked 1.'])
    expect(read(item, { reasons_to_stay: 'refused' }).answers).toEqual({ reasons_to_stay: ['refused'] })
  })

  test('a value in the link is kept when it is one of those that count, or short', () => {
    const [channel, campaign] = itemKinds.hidden.examples as Extract<Item, { kind: 'hidden' }>[]
    expect([
      keptValue(channel, 'shop'),
      keptValue(channel, 'SHOP'),
      keptValue(campaign, 'x'.repeat(201)),
      keptValue(campaign, 'a\u0000\nb'),
    ]).toEqual(['shop', null, null, 'ab'])
  })

  test('an arm is the same for the same seed', () => {
    const item = example('arm') as Extract<Item, { kind: 'arm' }>
    expect(drawnArm(item, 5)).toBe(drawnArm({ ...item }, 5))
  })

  test('a picture from elsewhere is refused', () => {
    const statement = { ...example('statement'), image: { source: 'https://example.org/x.png', alternative: 'x' } }
    expect(itemSchema.safeParse(statement).success).toBe(false)
    expect(
      itemSchema.safeParse({ ...statement, image: { source: 'javascript:alert(1)', alternative: 'x' } }).success,
    ).toBe(false)
  })

  test('every kind says its messages in every language', () => {
    for (const language of ['de', 'es', 'ar']) {
      for (const kind of Object.values(itemKinds)) {
        for (const item of kind.examples) {
          const { errors } = parseItem(item, { nonsense: 'x' }, { say: sayIn(language), seed: 0 })
          const english = parseItem(item, { nonsense: 'x' }, plainReading)
          expect(errors.length).toBe(english.errors.length)
          for (const [place, error] of errors.entries()) expect(error.message).not.toBe(english.errors[place].message)
          if (kind.part !== 'silent')
            viewItem(item, { number: 1, answers: {}, drafts: {}, errors: {}, order: [], say: sayIn(language) })
        }
      }
    }
  })

  test('every variable of every kind has a name of its own', () => {
    for (const kind of Object.values(itemKinds)) {
      for (const item of kind.examples) {
        const names = itemVariables(item).map((one) => one.name)
        expect(new Set(names).size).toBe(names.length)
      }
    }
  })
})
