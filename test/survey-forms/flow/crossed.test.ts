import { expect, test } from 'vitest'
import { checkFlow } from '../../../survey-forms/flow/check.ts'
import { crossedCells } from '../../../survey-forms/flow/crossed.ts'
import { quotaCellsAt } from '../../../survey-forms/flow/path.ts'
import { anInstrument, page, several, single, standingOf } from './made.ts'

const items = [
  single('sex', ['f', 'm']),
  several('where', ['shop', 'web']),
  { kind: 'rating', code: 'csat', ask: 'Satisfied?', measure: 'csat', low: 'No', high: 'Yes' },
]

test('a crossed quota has a cell for each combination, and each respondent falls into the right ones', () => {
  const plain = anInstrument({ pages: [page('first', items)] })
  const cells = crossedCells(plain, { items: ['sex', 'csat'], limit: 5 })
  expect(cells).toHaveLength(10)
  expect(cells[0]).toEqual({ code: 'cell1_f_1', when: 'sex == "f" && csat == 1', limit: 5 })
  const instrument = anInstrument({ pages: [page('first', items)], quotas: [{ code: 'people', cells }] })
  expect(checkFlow(instrument)).toEqual([])
  expect(quotaCellsAt(standingOf(instrument, { sex: 'm', csat: '4' }), 1)).toEqual(['people.cell9_m_4'])
  expect(quotaCellsAt(standingOf(instrument, { sex: 'm', csat: null }), 1)).toEqual([])
})

test('what is open, missing or too much is refused', () => {
  const plain = anInstrument({ pages: [page('first', items)] })
  expect(crossedCells(plain, { items: ['where'], limit: 1 }).map((cell) => cell.when)).toEqual([
    '"shop" in where',
    '"web" in where',
  ])
  expect(() => crossedCells(plain, { items: ['nobody'], limit: 1 })).toThrow(RangeError)
  const long = anInstrument({
    pages: [
      page('first', [
        single(
          'a',
          Array.from({ length: 30 }, (_, one) => `o${one}`),
        ),
        single(
          'b',
          Array.from({ length: 30 }, (_, one) => `o${one}`),
        ),
      ]),
    ],
  })
  expect(() => crossedCells(long, { items: ['a', 'b'], limit: 1 })).toThrow(/900 cells/)
})
