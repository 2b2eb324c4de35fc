import { expect, test } from 'vitest'
import { numbersOf } from '../../../server/personas/versions/kept-numbers.ts'

const match = (before: string, after: string, isKept = true) => ({ before, after, isKept })
const before = [
  { key: 'p1', number: 1 },
  { key: 'p2', number: 4 },
]

test('a persona keeps its number in the next set, and a new one takes the smallest that is free', () => {
  const numbers = numbersOf(['p1', 'p2', 'p3'], before, [match('p1', 'p2'), match('p2', 'p3')])
  expect([...numbers].sort()).toEqual([
    ['p1', 2],
    ['p2', 1],
    ['p3', 4],
  ])
})

test('the nearest persona that is another one gives no number away', () => {
  expect(numbersOf(['p1'], before, [match('p2', 'p1', false)]).get('p1')).toBe(1)
})

test('a first set is numbered in its order, and numbers begin again after the eighth', () => {
  const keys = Array.from({ length: 10 }, (_, index) => `p${index + 1}`)
  expect([...numbersOf(keys, [], []).values()]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 1, 2])
})
