import { expect, test } from 'vitest'
import { adjustedRand, bestJaccards, overlapTable } from '../../server/statistics/agreement-of-partitions.ts'
import { cheapestAssignment } from '../../server/statistics/assignment.ts'
import { adjustedResiduals, association, groupsHolding, lifts, uncertainty } from '../../server/statistics/crosstab.ts'
import {
  chiSquareAbove,
  normalBelow,
  normalQuantile,
  normalTwoSided,
  studentQuantile,
  studentTwoSided,
} from '../../server/statistics/distributions.ts'
import { benjaminiHochberg } from '../../server/statistics/multiple-testing.ts'
import {
  cohenH,
  dirichletLogOdds,
  hedgesG,
  kishEffectiveSize,
  newcombeDifference,
  wilsonInterval,
} from '../../server/statistics/proportions.ts'
import { randomFrom } from '../../server/statistics/random.ts'

const personasBySegments = [
  [30, 10, 5, 15],
  [12, 28, 20, 10],
  [8, 12, 35, 15],
]

test('the Wilson interval of 15 of 148 and of 0 of 20 is the published one', () => {
  const some = wilsonInterval({ successes: 15, base: 148 })
  const none = wilsonInterval({ successes: 0, base: 20 })

  expect(some.low).toBeCloseTo(0.062386, 6)
  expect(some.high).toBeCloseTo(0.160487, 6)
  expect(none.low).toBe(0)
  expect(none.high).toBeCloseTo(0.161125, 6)
})

test('an interval for more successes than people is refused with the numbers', () => {
  expect(() => wilsonInterval({ successes: 5, base: 4 })).toThrow('5 of 4')
  expect(() => wilsonInterval({ successes: 0, base: 0 })).toThrow('base above 0')
})

test('Newcombe’s difference of 56/70 and 48/80 is that of his paper', () => {
  const { difference, low, high } = newcombeDifference({ successes: 56, base: 70 }, { successes: 48, base: 80 })

  expect(difference).toBeCloseTo(0.2, 10)
  expect(low).toBeCloseTo(0.0524, 4)
  expect(high).toBeCloseTo(0.3339, 4)
})

test('Kish’s effective size, Cohen’s h and Hedges’ g match their references', () => {
  expect(kishEffectiveSize([1, 2, 0.5, 1.5, 3, 0.8])).toBeCloseTo(77.44 / 17.14, 10)
  expect(cohenH(0.5, 0.5)).toBe(0)
  expect(cohenH(0.65, 0.45)).toBeCloseTo(2 * Math.asin(Math.sqrt(0.65)) - 2 * Math.asin(Math.sqrt(0.45)), 12)
  expect(hedgesG({ mean: 5, variance: 4, base: 10 }, { mean: 3, variance: 4, base: 10 })).toBeCloseTo(1 - 3 / 71, 12)
})

test('Benjamini–Hochberg adjusts the ten p-values as R does', () => {
  const p = [0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216]
  const expected = [0.01, 0.04, 0.084, 0.084, 0.084, 0.1, 0.105714, 0.216, 0.216, 0.216]

  benjaminiHochberg(p).forEach((value, at) => {
    expect(value).toBeCloseTo(expected[at]!, 6)
  })
  expect(benjaminiHochberg([...p].reverse())[0]).toBeCloseTo(0.216, 6)
})

test('Cramér’s V, plain and corrected, is right for a two by three table', () => {
  const about = association([
    [30, 15, 5],
    [12, 20, 18],
  ])

  expect(about.chiSquare).toBeCloseTo(15.776398, 6)
  expect(about.cramersV).toBeCloseTo(0.397195, 6)
  expect(about.cramersVCorrected).toBeCloseTo(0.372781, 6)
  expect(about.p).toBeCloseTo(Math.exp(-15.776398 / 2), 8)
})

test('the cross-cut vector comes out to four places', () => {
  const about = association(personasBySegments)
  const known = uncertainty(personasBySegments)
  const residuals = adjustedResiduals(personasBySegments)

  expect(about.chiSquare).toBeCloseTo(52.315, 3)
  expect(about.df).toBe(6)
  expect(about.cramersV).toBeCloseTo(0.3616, 4)
  expect(about.cramersVCorrected).toBeCloseTo(0.3419, 4)
  expect(residuals.map((row) => row.map((cell) => Number(cell.value.toFixed(2))))).toEqual([
    [5.35, -1.78, -4.38, 1.16],
    [-1.88, 3.59, -0.32, -1.48],
    [-3.25, -1.88, 4.53, 0.37],
  ])
  expect(known.rowEntropy).toBeCloseTo(1.0961, 4)
  expect(known.columnEntropy).toBeCloseTo(1.3762, 4)
  expect(known.mutualInformation).toBeCloseTo(0.1305, 4)
  expect(known.rowGivenColumn).toBeCloseTo(0.1191, 4)
  expect(known.columnGivenRow).toBeCloseTo(0.0948, 4)
  expect(known.effectiveRows).toBeCloseTo(2.992, 3)
  expect(known.effectiveColumns).toBeCloseTo(3.96, 3)
  expect(known.spans.map((span) => Number(span.toFixed(2)))).toEqual([3.32, 3.69, 3.41])
  expect(known.mixes.map((mix) => Number(mix.toFixed(3)))).toEqual([0.858, 0.9, 0.808, 0.985])
  expect(lifts(personasBySegments)[0]![0]).toBeCloseTo(2, 10)
})

test('stars need the false discovery rate of the table, not only a large residual', () => {
  const stars = adjustedResiduals(personasBySegments).map((row) => row.map((cell) => cell.stars))

  expect(stars[0]).toEqual(['***', '', '***', ''])
  expect(stars[2]![0]).toBe('**')
})

test('a thin table gets its p by permutation, near that of Fisher’s exact test', () => {
  const about = association(
    [
      [3, 1],
      [1, 3],
    ],
    { draws: 20_000, seed: 4 },
  )

  expect(about.pBy).toBe('permutation')
  // Fisher’s tea: two-sided p = .4857.
  expect(Math.abs(about.p - 0.4857)).toBeLessThan(0.02)
})

test('the groups that hold four fifths of the people are counted from the largest', () => {
  expect(groupsHolding([50, 30, 10, 10], 0.8)).toBe(2)
  expect(groupsHolding([10, 10, 10, 10, 10], 0.8)).toBe(4)
})

test('log-odds with a Dirichlet prior give the reference delta and z', () => {
  const { delta, z } = dirichletLogOdds(
    { count: 40, base: 100 },
    { count: 60, base: 300 },
    { prior: 5, priorTotal: 20 },
  )

  expect(delta).toBeCloseTo(0.856051, 6)
  expect(z).toBeCloseTo(4.414343, 6)
})

test('the adjusted Rand index of the reference groupings is .204545', () => {
  const one = Int32Array.from('1112223333', (digit) => Number(digit) - 1)
  const other = Int32Array.from('1122233331', (digit) => Number(digit) - 1)
  const size = { rows: 3, columns: 3 }

  expect(adjustedRand(overlapTable(one, other, size), size)).toBeCloseTo(0.204545, 6)
  expect(adjustedRand(overlapTable(one, one, size), size)).toBe(1)
  expect(bestJaccards(overlapTable(one, other, size), size)).toEqual([0.5, 0.5, 0.6])
})

test('the cheapest assignment is no dearer than any permutation', () => {
  const random = randomFrom(11)
  for (let round = 0; round < 30; round++) {
    const cost = Float64Array.from({ length: 25 }, () => random.integer(20) - 5)
    const chosen = cheapestAssignment(cost, 5).reduce((sum, column, row) => sum + cost[row * 5 + column]!, 0)
    const cheapest = Math.min(
      ...permutations([0, 1, 2, 3, 4]).map((order) =>
        order.reduce((sum, column, row) => sum + cost[row * 5 + column]!, 0),
      ),
    )
    expect(chosen).toBe(cheapest)
  }
})

test('tails and quantiles agree with the printed tables', () => {
  expect(normalTwoSided(1.959964)).toBeCloseTo(0.05, 7)
  expect(normalBelow(-1)).toBeCloseTo(0.158655, 6)
  expect(normalQuantile(0.975)).toBeCloseTo(1.959963985, 8)
  expect(normalQuantile(0.001)).toBeCloseTo(-3.090232306, 8)
  expect(chiSquareAbove(3.841459, 1)).toBeCloseTo(0.05, 7)
  expect(chiSquareAbove(18.307038, 10)).toBeCloseTo(0.05, 7)
  expect(studentTwoSided(2.228139, 10)).toBeCloseTo(0.05, 6)
  expect(studentQuantile(0.05, 10)).toBeCloseTo(2.228139, 6)
  expect(studentQuantile(0.05, 1)).toBeCloseTo(12.7062, 4)
  expect(studentQuantile(0.05, 1e7)).toBeCloseTo(1.959964, 5)
  expect(studentTwoSided(12.7062, 1)).toBeCloseTo(0.05, 6)
  expect(studentTwoSided(0.5, 3)).toBeCloseTo(0.65145, 5)
})

function permutations(items: number[]): number[][] {
  if (items.length <= 1) return [items]
  return items.flatMap((item, at) =>
    permutations([...items.slice(0, at), ...items.slice(at + 1)]).map((rest) => [item, ...rest]),
  )
}
