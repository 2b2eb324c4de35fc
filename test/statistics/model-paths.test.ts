import { expect, test } from 'vitest'
import { bestOverlaps, flowTable, originsOf, type Path, untangled } from '../../server/statistics/model-paths.ts'

/** Two groups of 60 and 40; with three, the first falls into 45 and 15, and 5 of the second join the small one. */
const paths: Path[] = [
  { groups: [0, 0], people: 45 },
  { groups: [0, 2], people: 15 },
  { groups: [1, 1], people: 35 },
  { groups: [1, 2], people: 5 },
  { groups: [-1, -1], people: 3 },
]
const step = { before: 0, after: 1, groupsBefore: 2, groupsAfter: 3 }

test('people are counted from group to group, those in none left out', () => {
  expect(flowTable(paths, step)).toEqual([
    [45, 0, 15],
    [0, 35, 5],
  ])
})

test('a group that comes from one group is wholly stable, one that is mixed less', () => {
  const [first, second, third] = originsOf(paths, step)
  expect(first).toEqual({ from: 0, part: 1, stability: 1 })
  expect(second).toEqual({ from: 1, part: 1, stability: 1 })
  // 15 of 20 from the first: entropy −(.75 ln .75 + .25 ln .25) = .56234 of at most ln 2 = .69315.
  expect(third).toEqual({ from: 0, part: 0.75, stability: expect.closeTo(1 - 0.562335 / Math.LN2, 5) })
})

test('the best overlap of each group with any of the other model is members of both over members of either', () => {
  expect(bestOverlaps(paths, step)).toEqual([45 / 60, 35 / 40])
})

test('groups lie where their people lay, from the chosen model outwards', () => {
  const crossed: Path[] = [
    { groups: [1, 0, 1], people: 50 },
    { groups: [0, 1, 0], people: 50 },
  ]
  expect(untangled(crossed, [2, 2, 2], 1)).toEqual([
    [1, 0],
    [0, 1],
    [1, 0],
  ])
})
