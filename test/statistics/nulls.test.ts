import { expect, test } from 'vitest'
import { correlatedCopy, independentCopy, prepareCorrelatedNull } from '../../server/statistics/nulls.ts'
import { quadraticScores, type RankScores, rankScores, spearmanMatrix } from '../../server/statistics/rank-scores.ts'
import { omegaTotal, orientation, slicesOfOneScale } from '../../server/statistics/scale.ts'
import { oneFactor } from './planted.ts'

const loadings = [0.8, 0.7, 0.6, 0.5, 0.75]
const data = oneFactor({ size: 800, loadings, seed: 2 })
for (let person = 0; person < 100; person++) data.indicators[person % 5]!.values[person] = -1

test('shuffled copies keep margins and gaps and lose the correlations', () => {
  const copy = independentCopy(data, 7)

  copy.indicators.forEach((indicator, item) => {
    const original = data.indicators[item]!
    expect([...indicator.values].sort()).toEqual([...original.values].sort())
    original.values.forEach((value, person) => {
      expect(indicator.values[person] === -1).toBe(value === -1)
    })
  })
  const correlations = spearmanMatrix(copy.indicators.map((indicator) => rankScores(indicator)))
  correlations.forEach((value, at) => {
    if (Math.floor(at / 5) !== at % 5) expect(Math.abs(value)).toBeLessThan(0.15)
  })
})

test('correlated copies reproduce the observed rank correlations on average, with margins and gaps', () => {
  const prepared = prepareCorrelatedNull(data)
  const observed = spearmanMatrix(prepared.items)
  const sums = new Float64Array(25)
  const copies = 60
  for (let seed = 0; seed < copies; seed++) {
    const copy = correlatedCopy(data, prepared, seed)
    spearmanMatrix(copy.indicators.map((indicator) => rankScores(indicator))).forEach((value, at) => {
      sums[at]! += value / copies
    })
    expect(copy.indicators[0]!.values[0]).toBe(-1)
  }
  // A mean of 60 copies has a standard error of about .004.
  sums.forEach((value, at) => {
    expect(Math.abs(value - observed[at]!)).toBeLessThan(0.02)
  })
  // Discretising costs correlation, so the latent one must be larger.
  expect(prepared.copula.correlations[1]!).toBeGreaterThan(observed[1]!)
})

test('a habit of answering near the ends is measured, and copied with the correlations', () => {
  const eight = [0.75, 0.7, 0.65, 0.6, 0.55, 0.5, 0.7, 0.6]
  const styled = prepareCorrelatedNull(oneFactor({ size: 4000, loadings: eight, seed: 5, style: 0.5 }))
  const plain = prepareCorrelatedNull(oneFactor({ size: 4000, loadings: eight, seed: 5 }))

  // Nine even levels stand for the normal: their own deviation is a little smaller than its.
  expect(Math.abs(styled.copula.style - 0.5)).toBeLessThan(0.08)
  expect(plain.copula.style).toBeLessThan(0.1)
})

test('copies with a style reproduce the rank correlations and how far extreme answers go together', () => {
  const people = oneFactor({ size: 1500, loadings, seed: 8, style: 0.6 })
  const prepared = prepareCorrelatedNull(people)
  const curved = (items: RankScores[]) => spearmanMatrix(items.map((item) => quadraticScores(item)!))
  const [level, bend] = [spearmanMatrix(prepared.items), curved(prepared.items)]
  const sums = [new Float64Array(25), new Float64Array(25)]
  const copies = 40
  for (let seed = 0; seed < copies; seed++) {
    const items = correlatedCopy(people, prepared, seed).indicators.map((indicator) => rankScores(indicator))
    spearmanMatrix(items).forEach((value, at) => {
      sums[0]![at]! += value / copies
    })
    curved(items).forEach((value, at) => {
      sums[1]![at]! += value / copies
    })
  }
  sums[0]!.forEach((value, at) => {
    expect(Math.abs(value - level[at]!)).toBeLessThan(0.02)
  })
  const mean = (matrix: Float64Array) => matrix.reduce((sum, value) => sum + value, -5) / 20
  expect(Math.abs(mean(sums[1]!) - mean(bend))).toBeLessThan(0.02)
  expect(mean(bend)).toBeGreaterThan(0.25)
})

test('omega of a one-factor correlation matrix is that of its loadings', () => {
  const exact = Float64Array.from({ length: 25 }, (_, at) => {
    const i = Math.floor(at / 5)
    const j = at % 5
    return i === j ? 1 : loadings[i]! * loadings[j]! * (i === 1 ? -1 : 1) * (j === 1 ? -1 : 1)
  })
  const sum = loadings.reduce((total, loading) => total + loading, 0)
  const unique = loadings.reduce((total, loading) => total + 1 - loading ** 2, 0)

  expect(omegaTotal(exact, 5)).toBeCloseTo(sum ** 2 / (sum ** 2 + unique), 4)
  expect(orientation(exact, 5)).toEqual([1, -1, 1, 1, 1])
})

test('classes that are more and less of one thing are slices, crossing ones are not', () => {
  const slices = [
    [0, 1, 2],
    [0, 0.9, 1.8],
    [2, 1, 0],
    [0.1, 0.8, 2.2],
  ]
  const crossed = [
    [0, 1, 2],
    [2, 1, 0],
    [2, 0, 1],
    [0, 2, 1],
  ]

  expect(slicesOfOneScale(slices, [1, 1, -1, 1])).toEqual({ share: 1, items: 4, isScale: true })
  expect(slicesOfOneScale(crossed, [1, 1, 1, 1]).isScale).toBe(false)
})
