import { expect, test } from 'vitest'
import { itemKinds, parseItem, viewItem } from '../../../survey-forms/item-kinds/registry.ts'
import { movedPlaces } from '../../../survey-forms/item-kinds/ranking/moves.ts'
import type { Ranking } from '../../../survey-forms/item-kinds/ranking/schema.ts'

const [all, topTwo] = itemKinds.ranking.examples as [Ranking, Ranking]
const key = (code: string) => `order_of_needs_${code}`
const places = (given: Record<string, string>) =>
  Object.fromEntries(Object.entries(given).map(([code, place]) => [key(code), place]))
const order = (item: Ranking, moved: Record<string, string> | null) =>
  Object.entries(moved!)
    .filter(([, place]) => place !== '')
    .sort((a, b) => Number(a[1]) - Number(b[1]))
    .map(([one]) => one.slice(item.code.length + 1))
    .join(' ')

test.each([
  [
    'up changes places with the one above',
    { price: '1', quality: '2', advice: '3' },
    'quality:up',
    'quality price advice',
  ],
  ['down with the one below', { price: '1', quality: '2', advice: '3' }, 'price:down', 'quality price advice'],
  ['up from no place takes the next one', { price: '1' }, 'advice:up', 'price advice'],
  ['down from the last place gives it back', { price: '1', advice: '2' }, 'advice:down', 'price'],
  ['up at the top changes nothing', { price: '1', advice: '2' }, 'price:up', 'price advice'],
  ['down without a place changes nothing', { price: '1' }, 'advice:down', 'price'],
  ['places left out close up', { price: '2', advice: '4' }, 'advice:up', 'advice price'],
  [
    'places given twice are numbered anew, nonsense is none',
    { price: '1', quality: '1', advice: '9' },
    'quality:up',
    'quality price',
  ],
])('%s', (_, given, button, expected) => {
  const body = { ...places(given), _rank: `${key(button.split(':')[0]!)}:${button.split(':')[1]}` }
  expect(order(all, movedPlaces(all, body))).toBe(expected)
})

test('no more places are given than there are', () => {
  const body = { top_two_price: '1', top_two_quality: '2', _rank: 'top_two_advice:up' }
  expect(order(topTwo, movedPlaces(topTwo, body))).toBe('price quality')
})

test('a button of another question, or a forged one, moves nothing here', () => {
  for (const _rank of ['', 'top_two_price:up', `${key('price')}:sideways`, `${key('nothing')}:up`])
    expect(movedPlaces(all, { ...places({ price: '1' }), _rank })).toBeNull()
})

test('whoever moves one thing is not told yet what is missing, and who goes on is', () => {
  const body = places({ price: '1' })
  expect(parseItem(all, { ...body, _rank: `${key('advice')}:up` })).toEqual({
    answers: { [key('price')]: '1', [key('quality')]: null, [key('delivery')]: null, [key('advice')]: '2' },
    errors: [],
    drafts: {},
  })
  expect(parseItem(all, body).errors).toHaveLength(1)
})

test('things with a place stand first, by it; none moves where it cannot', () => {
  const context = { number: 1, answers: places({ advice: '1', price: '2' }), drafts: {}, errors: {}, order: [] }
  const { options } = viewItem(all, context) as unknown as {
    options: { label: string; up: object | null; down: object | null }[]
  }
  expect(options.map((one) => [one.label, one.up !== null, one.down !== null])).toEqual([
    ['Advice', false, true],
    ['Price', true, true],
    ['Quality', true, false],
    ['Delivery', true, false],
  ])
})
