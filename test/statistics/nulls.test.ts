import { expect, test } from 'vitest'
import { correlatedCopy, independentCopy, prepareCorrelatedNull } from '../../server/statistics/nulls.ts'
import { rankScores, spearmanMatrix } from '../../server/statistics/rank-scores.ts'
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
