import { expect, test } from 'vitest'
import { cornersOf, countNearness } from '../../server/statistics/nearness.ts'

test('people are sure, likely, loosely in, or between two, by their probabilities', () => {
  const { add, result } = countNearness(3)
  for (const posterior of [
    [0.95, 0.03, 0.02],
    [0.9, 0.1, 0],
    [0.1, 0.75, 0.15],
    [0.2, 0.25, 0.55],
    [0.45, 0.4, 0.15],
    [0.05, 0.5, 0.45],
    [0.04, 0.46, 0.5],
  ])
    add(posterior)
  const { members, between } = result()
  expect(members).toEqual([
    { sure: 2, likely: 0, loose: 0 },
    { sure: 0, likely: 1, loose: 0 },
    { sure: 0, likely: 0, loose: 1 },
  ])
  expect(between).toEqual([
    { classes: [1, 2], people: 2 },
    { classes: [0, 1], people: 1 },
  ])
})

test('who is sure lies in the corner, who is between two on the edge, and everybody is counted once', () => {
  const { add, result } = countNearness(2)
  for (let person = 0; person < 40; person++) add([1, 0])
  for (let person = 0; person < 7; person++) add([0.5, 0.5])
  expect(result().cells).toEqual([
    { x: 0, y: 0.5, people: 40, mostly: 0 },
    { x: 0.5, y: 0.5, people: 7, mostly: null },
  ])
})

test('corners are a regular polygon in a square of side one', () => {
  const corners = cornersOf(4).map(({ x, y }) => [Number(x.toFixed(9)), Number(y.toFixed(9))])
  expect(corners).toEqual([
    [0.5, 0],
    [1, 0.5],
    [0.5, 1],
    [0, 0.5],
  ])
})
