import { describe, expect, test } from 'vitest'
import { checkFlow } from '../../../survey-forms/flow/check.ts'
import { shippedInstruments } from '../../../survey-forms/catalogue.ts'
import { anInstrument, page, several, single } from './made.ts'

const first = page('first', [
  single('how', ['bus', 'car']),
  several('where', ['shop', 'web']),
  { kind: 'number', code: 'age', ask: 'How old are you?', minimum: 18, maximum: 99 },
])
const found = (pages: object[], more: object = {}) =>
  checkFlow(anInstrument({ pages: [first, ...pages], ...more })).map(({ kind, severity, at }) => ({
    kind,
    severity,
    ...at,
  }))
const second = (showIf: unknown, more: object = {}) =>
  page('second', [single('later', ['a', 'b'], { showIf, ...more })])

describe('the check of a questionnaire’s rules finds', () => {
  const error = (kind: string, at: object) => [{ kind, severity: 'error', ...at }]
  const at = { page: 'second', item: 'later' }

  test('nothing in the questionnaires that ship, nor in good rules', () => {
    for (const instrument of shippedInstruments()) expect(checkFlow(instrument)).toEqual([])
    expect(found([second('how == "bus" && "web" in where && age >= 99')])).toEqual([])
  })

  test.each([
    ['what cannot be read', 'how ==', 'not_readable'],
    ['a name nothing has', 'speed > 3', 'unknown_name'],
    ['a code that is none of the answers', 'how == "train"', 'unknown_code'],
    ['a code in a list', '"fair" in where', 'unknown_code'],
    ['a code in a chosen condition', { item: 'how', isAnyOf: ['bus', 'train'] }, 'unknown_code'],
    ['a comparison of unlike things', 'age == "old"', 'wrong_type'],
    ['a rule that says neither yes nor no', 'age + 1', 'wrong_type'],
    ['an answer asked for on its own page', 'beside == "a"', 'forward_reference'],
  ])('%s', (_, showIf, kind) => {
    const pages = [page('second', [single('beside', ['a'].concat('b')), single('later', ['a', 'b'], { showIf })])]
    expect(found(pages)).toEqual(error(kind, at))
  })

  test('an answer that may come later in another order', () => {
    const pages = [
      page('left', [single('l', ['a', 'b'])], { block: 'left' }),
      page('right', [single('r', ['a', 'b'], { showIf: 'l == "a"' })], { block: 'right' }),
      page('end', [single('e', ['a', 'b'], { showIf: 'l == "a"' })]),
    ]
    const blocks = [
      { code: 'left', isMovable: true },
      { code: 'right', isMovable: true },
    ]
    expect(found(pages, { blocks })).toEqual(error('forward_reference', { page: 'right', item: 'r' }))
  })

  test('values that need each other', () => {
    const calculated = (code: string, expression: string) => ({ kind: 'calculated', code, ask: code, expression })
    const pages = [
      page('second', [calculated('one', 'two + 1'), calculated('two', 'one + 1'), calculated('three', 'one + age')]),
    ]
    expect(found(pages)).toEqual([...error('cycle', { item: 'one' }), ...error('cycle', { item: 'two' })])
  })

  test('rules that no answers make true, upon others too', () => {
    const warning = (more: object) => [{ kind: 'never_true', severity: 'warning', ...more }]
    expect(found([second('how == "bus" && how == "car"')])).toEqual(warning(at))
    expect(found([second('age < 18')])).toEqual(warning(at))
    expect(found([second('age > 98.5')])).toEqual([])
    const upon = [
      second('how == "bus"'),
      page('third', [single('last', ['a', 'b'], { showIf: 'later == "a" && how == "car"' })]),
    ]
    expect(found(upon)).toEqual(warning({ page: 'third', item: 'last' }))
    const quota = { quotas: [{ code: 'q', cells: [{ code: 'c', when: 'how == "car" && later == "a"', limit: 3 }] }] }
    expect(found([second('how == "bus"')], quota)).toEqual(warning({ quota: 'q', entry: 'c' }))
  })

  test('pages that every jump passes over, jumps that lead back or nowhere', () => {
    const third = page('third', [single('last', ['a', 'b'])])
    const jumping = (to: string) => ({ ...second(undefined), jumps: [{ to }] })
    expect(found([jumping('fourth'), third, page('fourth', [single('f', ['a', 'b'])])])).toEqual([
      { kind: 'unreachable_page', severity: 'warning', page: 'third' },
    ])
    expect(found([jumping('first'), third])).toEqual(error('backward_jump', { page: 'second', entry: '1' }))
    expect(found([jumping('nowhere'), third])).toEqual(error('unknown_page', { page: 'second', entry: '1' }))
  })

  test('words taken from nowhere, loops and carried options over what is not asked before', () => {
    expect(found([page('second', [single('later', ['a', 'b'], { ask: 'Why {nobody|so}?' })])])).toEqual(
      error('unknown_name', at),
    )
    expect(found([second(undefined, { carryForward: { item: 'later', which: 'chosen' } })])).toEqual(
      error('forward_reference', at),
    )
    const looped = page('second', [single('later', ['a', 'b'])], { block: 'b' })
    expect(found([looped], { blocks: [{ code: 'b', loopOver: 'nobody' }] })).toEqual([])
  })

  test('a first page that somebody might not see', () => {
    const instrument = anInstrument({ pages: [first] })
    const hidden = {
      ...instrument,
      pages: instrument.pages.map((one, index) => (index === 0 ? { ...one, showIf: 'how == "bus"' } : one)),
    }
    expect(checkFlow(hidden).map((one) => one.kind)).toContain('unreachable_page')
  })

  test('texts that a language lacks', () => {
    const translations = { de: { title: 'Für einen Test', 'item.how.ask': 'Wie?' } }
    const [missing] = checkFlow(anInstrument({ pages: [first], translations }))
    expect(missing).toMatchObject({ kind: 'missing_translation', severity: 'warning', at: { language: 'de' } })
    expect(missing.message).toMatch(/^\d+ texts are not translated into de, the first is introduction\.1\.$/)
  })
})
