import { expect, test } from 'vitest'
import { randomFrom } from '../../server/statistics/random.ts'
import { saturation } from '../../server/statistics/saturation.ts'

const sources = [new Set(['a', 'b']), new Set(['a']), new Set(['c']), new Set<string>()]

test('counts new codes in the order the sources came', () => {
  const points = saturation(sources, { random: randomFrom(1) })
  expect(points.map(({ newCodes }) => newCodes)).toEqual([2, 0, 1, 0])
  expect(points.map(({ codes }) => codes)).toEqual([2, 2, 3, 3])
})

test('the mean over random orders starts at the mean number of codes a source has, and ends at all of them', () => {
  const points = saturation(sources, { random: randomFrom(1), orders: 4_000 })
  expect(points[0]!.mean).toBeCloseTo(1, 1)
  expect(points.at(-1)).toMatchObject({ mean: 3, low: 3, high: 3 })
  for (let index = 1; index < points.length; index++)
    expect(points[index]!.mean).toBeGreaterThanOrEqual(points[index - 1]!.mean)
})

test('is the same for the same seed, and empty for no source', () => {
  expect(saturation(sources, { random: randomFrom(5) })).toEqual(saturation(sources, { random: randomFrom(5) }))
  expect(saturation([], { random: randomFrom(5) })).toEqual([])
})
