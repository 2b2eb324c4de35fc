import { describe, expect, test } from 'vitest'
import { isBroken, readExpression } from '../../../survey-forms/flow/expression.ts'
import {
  countedAnswers,
  firstUndone,
  nextPage,
  quotaCellsAt,
  screenOutAt,
  shownOn,
  silentAnswers,
} from '../../../survey-forms/flow/path.ts'
import { presentItem, presentText } from '../../../survey-forms/flow/present.ts'
import type { Standing } from '../../../survey-forms/flow/standing.ts'
import type { Item } from '../../../survey-forms/instrument.ts'
import { anInstrument, page, several, shownPages, single, standingOf } from './made.ts'

const age = { kind: 'number', code: 'age', ask: 'How old are you?', minimum: 0, maximum: 120 }
const itemOf = (standing: Standing, code: string) => {
  const found = standing.pages.flatMap((one) => one.items.map((item) => ({ page: one, item })))
  return found.find(({ item }) => item.code === code)!
}
const presented = (standing: Standing, code: string) => {
  const { page, item } = itemOf(standing, code)
  return presentItem(standing, page, item) as Item & { options: { code: string; label: string }[] }
}

describe('a condition', () => {
  const types = { age: 'number', how: 'text', where: 'list' } as const
  const given = (source: string, answers: { age?: number; how?: string; where?: string[] }) => {
    const read = readExpression(source, (name) => types[name as keyof typeof types])
    if (isBroken(read)) return read.kind
    const all = { age: Number.NaN, how: '', where: [] as string[], ...answers }
    return read.evaluate((name) => all[name as keyof typeof all])
  }

  test.each([
    ['age >= 18', { age: 18 }, true],
    ['age == 18', { age: 18 }, true],
    ['age + 1 > 18', { age: 18 }, true],
    ['how in ["bus", "car"]', { how: 'car' }, true],
    ['"shop" in where && size(where) >= 2', { where: ['shop', 'web'] }, true],
    ['anyOf(where, ["web"]) || anyOf(how, ["bus"])', { how: 'bus' }, true],
    ['where.exists(one, one == "web")', { where: ['web'] }, true],
    ['age > 17 ? "old" : "young"', { age: 3 }, 'young'],
  ])('%s is judged', (source, answers, result) => {
    expect(given(source, answers)).toBe(result)
  })

  test.each([['age >= 18'], ['age < 18'], ['age == 18'], ['how == "bus"'], ['"shop" in where'], ['answered(age)']])(
    'on what was not answered, %s does not hold',
    (source) => {
      expect(given(source, {})).toBe(false)
    },
  )

  test.each([
    ['how =', 'not_readable'],
    ['nobody == "x"', 'unknown_name'],
    ['how == 3', 'wrong_type'],
    ['how.matches("(a+)+$")', 'not_readable'],
    ['where.all(a, where.all(b, where.all(c, a == b || b == c)))', 'not_readable'],
    [`${'('.repeat(60)}age${')'.repeat(60)} > 1`, 'not_readable'],
    [`how in [${Array.from({ length: 400 }, () => '"x"').join(',')}]`, 'not_readable'],
  ])('%s is refused', (source, kind) => {
    expect(given(source, {})).toBe(kind)
  })
})

describe('what is shown', () => {
  const instrument = anInstrument({
    pages: [
      page('first', [single('how', ['bus', 'car', 'walk']), several('where', ['shop', 'web', 'fair'])]),
      page('second', [
        single('line', ['one', 'two'], { showIf: 'how == "bus"' }),
        {
          ...single('why', ['price', 'time']),
          options: [
            { code: 'price', label: 'Price' },
            { code: 'time', label: 'Time', showIf: 'how != "walk"' },
            { code: 'health', label: 'Health' },
          ],
        },
      ]),
      page('third', [single('line_time', ['early', 'late'])], { showIf: 'line == "two"' }),
      page('block_one', [single('a', ['x', 'y'])], { block: 'web' }),
      page('block_two', [single('b', ['x', 'y'])], { block: 'web' }),
    ],
    blocks: [{ code: 'web', showIf: '"web" in where' }],
  })

  test('depends on items, options, pages and blocks', () => {
    expect(shownPages(standingOf(instrument, { how: 'walk' }))).toEqual(['start', 'first', 'second'])
    expect(shownPages(standingOf(instrument, { how: 'bus', line: 'two', where: ['web'] }))).toEqual([
      'start',
      'first',
      'second',
      'third',
      'block_one',
      'block_two',
    ])
    expect(presented(standingOf(instrument, { how: 'walk' }), 'why').options.map((one) => one.code)).toEqual([
      'price',
      'health',
    ])
    expect(nextPage(instrument, { answers: { how: 'walk' }, seed: 1 }, 2)).toBeNull()
  })

  test('a hidden answer counts nowhere: not in conditions on it, not in what is kept at the end', () => {
    const answers = { how: 'car', line: 'two', line_time: 'late', why: 'price', where: ['shop'], a: 'x' }
    const standing = standingOf(instrument, answers)
    expect(shownPages(standing)).not.toContain('third')
    expect(countedAnswers(standing)).toEqual({ consent: ['analysis'], how: 'car', where: ['shop'], why: 'price' })
  })

  test('an option that is no longer shown is no longer chosen, and its question waits to be answered again', () => {
    const walk = standingOf(instrument, { how: 'walk', why: 'time', where: null })
    expect(walk.value('why')).toBe('')
    const before = standingOf(instrument, { how: 'car', why: 'time', where: null })
    const shownOrder = Object.fromEntries(before.pages.map((one) => [one.code, shownOn(before, one)]))
    expect(firstUndone(before, { shownOrder, answers: before.answers })).toBeNull()
    expect(walk.pages[firstUndone(walk, { shownOrder, answers: walk.answers })!].code).toBe('second')
  })
})

describe('jumps and early ends', () => {
  const instrument = anInstrument({
    pages: [
      page('first', [age], {
        jumps: [
          { when: 'age < 18', to: 'last' },
          { when: 'age > 100', to: 'end' },
        ],
      }),
      page('middle', [single('job', ['yes', 'no'])]),
      page('last', [single('mood', ['good', 'bad'])]),
    ],
    screenOuts: [{ code: 'jobless', when: 'job == "no" && age >= 18' }],
    quotas: [{ code: 'mood', cells: [{ code: 'good_old', when: 'mood == "good" && age >= 60', limit: 5 }] }],
  })

  test('a jump passes over pages, and what was answered there no longer counts', () => {
    expect(shownPages(standingOf(instrument, { age: '17', job: 'no' }))).toEqual(['start', 'first', 'last'])
    expect(standingOf(instrument, { age: '17', job: 'no' }).value('job')).toBe('')
    expect(shownPages(standingOf(instrument, { age: '101' }))).toEqual(['start', 'first'])
    expect(shownPages(standingOf(instrument, { age: '40' }))).toEqual(['start', 'first', 'middle', 'last'])
  })

  test('a screen-out and a quota are judged once all they ask about is answered, not before', () => {
    const standing = standingOf(instrument, { age: '61', job: 'no', mood: 'good' })
    expect(screenOutAt(standing, 1)).toBeNull()
    expect(screenOutAt(standing, 2)).toBe('jobless')
    expect(quotaCellsAt(standing, 2)).toEqual([])
    expect(quotaCellsAt(standing, 3)).toEqual(['mood.good_old'])
  })
})

describe('carry-forward, loops and piping', () => {
  const instrument = anInstrument({
    pages: [
      page('first', [
        {
          ...several('brands', ['acme', 'bolt', 'core'], { isShuffled: true }),
          options: [
            { code: 'acme', label: 'Acme' },
            { code: 'bolt', label: 'Bolt <b>' },
            { code: 'core', label: 'Core' },
            { code: 'none', label: 'None', isExclusive: true, isPinned: true },
          ],
        },
        { kind: 'short-text', code: 'name', ask: 'What do you call it?' },
      ]),
      page('best', [
        {
          ...single('best', ['acme', 'bolt', 'core'], {
            isShuffled: true,
            carryForward: { item: 'brands', which: 'chosen' },
          }),
          ask: 'Which of {brands|them} is best, {name|friend}?',
        },
      ]),
      page('each', [single('price', ['low', 'high'], { ask: 'Is {loop|it} dear?' })], {
        block: 'each',
        title: 'About {loop|it}',
      }),
      page('more', [single('again', ['yes', 'no'], { showIf: 'price == "low"' })], { block: 'each' }),
      page('after', [single('end', ['a', 'b'], { showIf: 'price_bolt == "low"' })]),
    ],
    blocks: [{ code: 'each', loopOver: 'brands' }],
  })

  test('an item offers what was chosen before, in the order it had there, and is not asked where nothing was', () => {
    const standing = standingOf(instrument, { brands: ['core', 'acme'] }, 5)
    const order = shownOn(standing, standing.pages[1]).orders.brands.filter((one) => ['core', 'acme'].includes(one))
    expect(shownOn(standing, standing.pages[2]).orders.best).toEqual(order)
    expect(shownPages(standingOf(instrument, { brands: ['none'] }))).toEqual(['start', 'first'])
    expect(shownPages(standingOf(instrument, { brands: null }))).toEqual(['start', 'first'])
  })

  test('a block is gone through once for each option chosen, with answers and conditions of its own', () => {
    const standing = standingOf(instrument, { brands: ['bolt', 'core'], price_bolt: 'low', price_core: 'high' })
    expect(shownPages(standing)).toEqual(['start', 'first', 'best', 'each_bolt', 'more_bolt', 'each_core', 'after'])
    const asked = (code: string) => standing.itemsOn(standing.pages.find((one) => one.code === code)!)
    expect(asked('each_core').map((one) => one.code)).toEqual(['price_core'])
    expect(asked('more_bolt').map((one) => one.code)).toEqual(['again_bolt'])
    expect(countedAnswers(standingOf(instrument, { brands: ['core'], price_bolt: 'low' }))).not.toHaveProperty(
      'price_bolt',
    )
  })

  test('texts take the words of answers, or their fallback, and leave escaping to whoever prints them', () => {
    const standing = standingOf(instrument, { brands: ['bolt', 'core'], name: 'my\nthing' })
    expect(presented(standing, 'best').ask).toBe('Which of Bolt <b> and Core is best, my thing?')
    expect(presented(standingOf(instrument, { brands: ['core'], name: null }), 'best').ask).toBe(
      'Which of Core is best, friend?',
    )
    expect(presented(standing, 'price_bolt').ask).toBe('Is Bolt <b> dear?')
    const round = standing.pages.find((one) => one.code === 'each_core')!
    expect(presentText(standing, round, round.written.title)).toBe('About Core')
  })
})

describe('orders, arms and calculated values', () => {
  const instrument = anInstrument({
    pages: [
      page('first', [
        {
          kind: 'arm',
          code: 'tone',
          ask: 'Tone',
          arms: [
            { code: 'plain', label: 'Plain', weight: 3 },
            { code: 'warm', label: 'Warm' },
          ],
        },
        single('mood', ['good', 'bad'], { showIf: undefined }),
        age,
      ]),
      page('warm', [single('thanks', ['yes', 'no'])], { showIf: 'tone == "warm"' }),
      ...['one', 'two', 'three'].map((code) =>
        page(code, [single(`q_${code}`, ['a', 'b', 'c', 'other'], { isShuffled: true })], { block: code }),
      ),
      page('sum', [
        { kind: 'calculated', code: 'double_age', ask: 'Double', expression: 'age * 2 + 1' },
        single('fin', ['x', 'y'], { showIf: 'answered(age)' }),
      ]),
      page(
        'mixed',
        [single('m1', ['a', 'b']), single('m2', ['a', 'b']), single('m3', ['a', 'b'], { isPinned: true })],
        { isShuffled: true },
      ),
    ],
    blocks: [
      { code: 'one', isMovable: true },
      { code: 'two', isMovable: true },
      { code: 'three', isMovable: true },
    ],
  })

  test('movable blocks change places with each other alone, the same way for the same seed', () => {
    const orders = Array.from({ length: 60 }, (_, seed) =>
      standingOf(instrument, {}, seed).pages.map((one) => one.code),
    )
    for (const order of orders)
      expect([order[0], order[1], order[2], ...order.slice(6)]).toEqual(['start', 'first', 'warm', 'sum', 'mixed'])
    expect(new Set(orders.map((order) => order.slice(3, 6).join(' '))).size).toBe(6)
    expect(standingOf(instrument, { age: '3' }, 4).pages.map((one) => one.code)).toEqual(orders[4])
  })

  test('items of a page are shuffled, pinned ones stay', () => {
    const orders = Array.from({ length: 40 }, (_, seed) => {
      const standing = standingOf(instrument, {}, seed)
      return standing
        .itemsOn(standing.pages.at(-1)!)
        .map((one) => one.code)
        .join(' ')
    })
    expect(new Set(orders)).toEqual(new Set(['m1 m2 m3', 'm2 m1 m3']))
  })

  test('an arm is drawn by weight, once and for all, and conditions see it', () => {
    const arms = Array.from({ length: 2000 }, (_, seed) => standingOf(instrument, {}, seed).value('tone'))
    expect(arms.filter((one) => one === 'plain').length / 2000).toBeCloseTo(0.75, 1)
    const seed = arms.indexOf('warm')
    expect(shownPages(standingOf(instrument, {}, seed))).toContain('warm')
    expect(shownPages(standingOf(instrument, {}, arms.indexOf('plain')))).not.toContain('warm')
  })

  test('a calculated value follows its answers, and there is none without them', () => {
    const standing = standingOf(instrument, { age: '20' })
    expect(silentAnswers(standing, standing.pages.length)).toMatchObject({ double_age: '41' })
    expect(silentAnswers(standingOf(instrument, {}), standing.pages.length)).not.toHaveProperty('double_age')
  })
})

test('the next page of 1,000 items with 100-row grids is found in under a millisecond', () => {
  const rows = Array.from({ length: 100 }, (_, row) => ({ code: `r${row}`, label: `Row ${row}` }))
  const points = ['no', 'partly', 'yes'].map((code) => ({ code, label: code }))
  const pages = Array.from({ length: 100 }, (_, at) => {
    const items = Array.from({ length: 9 }, (__, index) =>
      single(
        `q${at}_${index}`,
        ['a', 'b', 'c'],
        at > 0 ? { showIf: `q${at - 1}_${index} != "b" || anyOf(q0_${index}, ["c"])` } : {},
      ),
    )
    return page(
      `p${at}`,
      [...items, { kind: 'agreement-matrix', code: `m${at}`, ask: 'How true is it?', rows, points }],
      at % 3 === 2 ? { showIf: `m${at - 1}_r99 == "yes"` } : {},
    )
  })
  const instrument = anInstrument({ pages })
  const answers = Object.fromEntries(
    pages.flatMap((one, at) => [
      ...one.items.map((item) => [(item as { code: string }).code, 'a'] as const),
      [`m${at}_r99`, at % 2 ? 'yes' : 'no'] as const,
    ]),
  )
  const run = () => {
    for (let place = 0; place < 100; place++) nextPage(instrument, { answers, seed: 1 }, place)
  }
  for (let warm = 0; warm < 20; warm++) run()
  const from = performance.now()
  for (let round = 0; round < 10; round++) run()
  expect((performance.now() - from) / 1000).toBeLessThan(1)
})
