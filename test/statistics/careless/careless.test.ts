import { describe, expect, test } from 'vitest'
import { evenOddInconsistency } from '../../../server/statistics/careless/even-odd.ts'
import { mahalanobisDistances } from '../../../server/statistics/careless/mahalanobis.ts'
import { gibberishIn, sameWordsKey } from '../../../server/statistics/careless/repeated-text.ts'
import { responseVariability } from '../../../server/statistics/careless/response-variability.ts'
import { runsOf } from '../../../server/statistics/careless/runs.ts'
import { secondsAnItem } from '../../../server/statistics/careless/speed.ts'
import { chiSquareAbove } from '../../../server/statistics/distributions.ts'
import { randomFrom } from '../../../server/statistics/random.ts'

const none = Number.NaN

describe('runs of equal answers', () => {
  test.each([
    [[3, 3, 3, 3, 3], 5, 5],
    [[1, 2, 3, 4, 5], 1, 1],
    [[2, 2, 4, 4, 4, 1], 3, 2],
    [[3, 3, none, 3, 3, 3], 3, 2.5],
    [[none, none], 0, 0],
    [[], 0, 0],
  ])('%j: longest %d, mean %d', (answers, longest, mean) => {
    expect(runsOf(answers)).toEqual({ longest, mean })
  })
})

test('variability is the standard deviation of a person’s own answers', () => {
  expect(responseVariability([1, 2, 3, 4, 5])).toBeCloseTo(Math.sqrt(2.5), 12)
  expect(responseVariability([4, 4, none, 4])).toBe(0)
  expect(responseVariability([1, 5, 1, 5])).toBeCloseTo(Math.sqrt(16 / 3), 12)
  expect(responseVariability([3])).toBeNaN()
})

describe('even and odd items', () => {
  test('of somebody consistent agree, of somebody contradictory do not', () => {
    expect(
      evenOddInconsistency([
        [1, 1, 1, 1],
        [3, 3, 3, 3],
        [5, 5, 5, 5],
      ]),
    ).toBeCloseTo(-1, 12)
    expect(
      evenOddInconsistency([
        [1, 5, 1, 5],
        [3, 3, 3, 3],
        [5, 1, 5, 1],
      ]),
    ).toBe(1)
  })

  test('are stepped up by Spearman and Brown: means 1, 2, 3 against 1, 3, 2 correlate .5 and give two thirds', () => {
    expect(
      evenOddInconsistency([
        [1, 1],
        [2, 3],
        [3, 2],
      ]),
    ).toBeCloseTo(-2 / 3, 12)
  })

  test('say nothing of somebody who ticks one column, or of two scales', () => {
    expect(
      evenOddInconsistency([
        [4, 4],
        [4, 4],
        [4, 4],
      ]),
    ).toBeNaN()
    expect(
      evenOddInconsistency([
        [1, 2],
        [3, 4],
      ]),
    ).toBeNaN()
    expect(
      evenOddInconsistency([
        [1, none],
        [3, 4],
        [2, 2],
      ]),
    ).toBeNaN()
  })
})

describe('the distance to the mean answer', () => {
  test('is that of two items worked by hand', () => {
    // Means (2, 2), variances 1, covariance .5: the inverse is [[4, −2], [−2, 4]] / 3.
    const people = [
      [1, 1],
      [2, 3],
      [3, 2],
    ]
    const distances = mahalanobisDistances(people).map(({ squared }) => squared)
    expect(distances[0]).toBeCloseTo(4 / 3, 9)
    expect(distances[1]).toBeCloseTo(4 / 3, 9)
    expect(distances[2]).toBeCloseTo(4 / 3, 9)
  })

  test('finds who answers against the grain though every answer is ordinary, and follows chi-square for the rest', () => {
    const random = randomFrom(7)
    const people = Array.from({ length: 600 }, () => {
      const trait = random.normal()
      return Array.from({ length: 6 }, () => 0.8 * trait + 0.6 * random.normal())
    })
    people.push([1.5, -1.5, 1.5, -1.5, 1.5, -1.5])
    const distances = mahalanobisDistances(people)
    expect(distances.at(-1)!.p).toBeLessThan(0.001)
    const flagged = distances.slice(0, -1).filter(({ p }) => p < 0.05).length
    expect(flagged).toBeGreaterThan(600 * 0.02)
    expect(flagged).toBeLessThan(600 * 0.09)
  })

  test('counts two items that say the same as one', () => {
    const distances = mahalanobisDistances([
      [1, 1, 2],
      [2, 2, 3],
      [4, 4, 1],
      [5, 5, 2],
    ])
    expect(distances.map(({ items }) => items)).toEqual([2, 2, 2, 2])
    const once = mahalanobisDistances([
      [1, 2],
      [2, 3],
      [4, 1],
      [5, 2],
    ])
    for (const [person, { squared }] of distances.entries()) expect(squared).toBeCloseTo(once[person]!.squared, 9)
  })

  test('is measured on what was answered: skipping puts nobody farther away', () => {
    // Means 0, variances 2.5 and correlation .9: on the first item alone 2 is 2² / 2.5 away.
    const people = [
      [-2, -2],
      [-1, -1],
      [0, 1],
      [1, 0],
      [2, 2],
      [2, none],
      [-2, none],
    ]
    const distances = mahalanobisDistances(people)
    const variance = (4 * 4 + 2) / 6
    expect(distances[5]).toMatchObject({ items: 1 })
    expect(distances[5]!.squared).toBeCloseTo(4 / variance, 9)
    expect(
      mahalanobisDistances([
        [none, none],
        [1, 2],
      ])[0],
    ).toEqual({ squared: 0, items: 0, p: 1 })
  })

  test('gives the quantiles of chi-square: of five items, 20.515 is passed by one in a thousand', () => {
    expect(chiSquareAbove(20.515, 5)).toBeCloseTo(0.001, 5)
  })
})

test('seconds an item are those in the middle of the items; pages without a time or without items count for nothing', () => {
  const pages = [
    { seconds: 8, items: 4 },
    { seconds: 3, items: 2 },
    { seconds: 600, items: 3 },
    { seconds: null, items: 3 },
    { seconds: 1, items: 0 },
  ]
  expect(secondsAnItem(pages)).toBe(2)
  expect(secondsAnItem([...pages.slice(1, 2), { seconds: 1, items: 1 }])).toBe(1.5)
  expect(secondsAnItem(pages.slice(3))).toBeNaN()
})

describe('texts', () => {
  test('are the same words whatever their spacing, case and points; short ones say nothing', () => {
    const one = sameWordsKey('I only buy what can be repaired, by myself or next door.')
    expect(one).not.toBeNull()
    expect(sameWordsKey('i only buy  WHAT can be repaired by myself or next-door')).toBe(one)
    expect(sameWordsKey('I only buy what can be thrown away, by myself or next door.')).not.toBe(one)
    const short = ['no', '', 'Price, and price', 'Integration with version control']
    expect(short.map(sameWordsKey)).toEqual([null, null, null, null])
  })

  test.each([
    ['asdasdasdasd', 'one group of letters repeated'],
    ['aaaaaaaaaa', 'one group of letters repeated'],
    ['sdfgh jklqw rtzpn', 'letters that form no words'],
    ['no', null],
    ['It broke after three weeks.', null],
    ['Rhythm', null],
    ['Die Waschmaschine schleudert nicht', null],
    ['چون زود خراب شد', null],
    ['Кстати, сломалась', null],
  ])('%s: %s', (text, expected) => {
    expect(gibberishIn(text)).toBe(expected)
  })
})
