import { expect, test } from 'vitest'
import { plantedCases } from '../../bench/truth/planted.ts'
import { againstUniform } from '../../bench/truth/shuffles.ts'
import { nullWorld, plantedWorld } from '../../bench/truth/worlds.ts'
import { adjustedRand, overlapTable } from '../../server/statistics/agreement-of-partitions.ts'
import { rankScores, spearmanMatrix } from '../../server/statistics/rank-scores.ts'

test('evenly spread values are uniform and crowded ones are not', () => {
  const even = Array.from({ length: 200 }, (_, at) => (at + 0.5) / 200)

  expect(againstUniform(even).distance).toBeCloseTo(0.0025, 9)
  expect(againstUniform(even).p).toBeGreaterThan(0.99)
  expect(againstUniform(even.map((value) => value ** 1.5)).p).toBeLessThan(0.01)
})

test('the printed 5 % limit of the Kolmogorov–Smirnov distance gives p = .05', () => {
  // Limit of large samples: D √n = 1.358.
  const n = 10_000
  const shifted = Array.from({ length: n }, (_, at) => Math.max(0, (at + 1) / n - 1.358 / Math.sqrt(n)))

  expect(againstUniform(shifted).p).toBeCloseTo(0.05, 2)
})

test('a null world is the same for the same number, and its items share a factor or nothing', () => {
  const meanCorrelation = (family: 'independent' | 'one-factor') => {
    const { data } = nullWorld(family, 3)
    const size = data.indicators.length
    const matrix = spearmanMatrix(data.indicators.map((indicator) => rankScores(indicator)))
    return (matrix.reduce((sum, value) => sum + value, 0) - size) / (size * (size - 1))
  }

  expect(nullWorld('one-factor', 3)).toEqual(nullWorld('one-factor', 3))
  expect(Math.abs(meanCorrelation('independent'))).toBeLessThan(0.03)
  expect(meanCorrelation('one-factor')).toBeGreaterThan(0.1)
})

test('whoever knows the true parameters places people the better the further apart the classes are', () => {
  const oracles = (['low', 'middle', 'high'] as const).map((separation) => {
    const world = plantedWorld({ size: 1500, classes: 3, separation, missing: 0.15, isWeighted: true, seed: 4 })
    const size = { rows: 3, columns: 3 }
    return adjustedRand(overlapTable(world.truth, world.oracle, size), size)
  })

  expect(oracles[0]).toBeGreaterThan(0.5)
  expect(oracles[1]).toBeGreaterThan(oracles[0]!)
  expect(oracles[2]).toBeGreaterThan(0.95)
  expect(new Set(plantedCases().map(({ seed }) => seed)).size).toBe(plantedCases().length)
})
