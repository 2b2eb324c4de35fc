import { expect, test } from 'vitest'
import { randomFrom } from '../../../server/statistics/random.ts'
import {
  calibrationError,
  plattScale,
  probabilityOf,
  softmax,
  softmaxSharpness,
} from '../../../server/text/classifier/calibration.ts'
import { bestThreshold, thresholdForPrecision } from '../../../server/text/classifier/thresholds.ts'

test('scores drawn from a known logistic curve give that curve back', () => {
  const random = randomFrom(3)
  const judged = Array.from({ length: 20_000 }, () => {
    const score = random.normal()
    return { score, holds: random.next() < 1 / (1 + Math.exp(-(2.5 * score - 1))) }
  })
  const scale = plattScale(judged)
  expect(scale.slope).toBeCloseTo(2.5, 0)
  expect(scale.intercept).toBeCloseTo(-1, 0)
  const held = judged.map(({ score, holds }) => ({ probability: probabilityOf(scale, score), holds }))
  expect(calibrationError(held)).toBeLessThan(0.01)
})

test('with no difference in scores the probability is the smoothed share of the label', () => {
  const judged = [true, true, false, false, false, false, false, false].map((holds) => ({ score: 1, holds }))
  const p = probabilityOf(plattScale(judged), 1)
  // Laplace's rule: (2 + 1) / (8 + 2).
  expect(p).toBeCloseTo(0.3, 4)
})

test('a score that points the wrong way is not turned into its opposite', () => {
  const judged = [-2, -1, 0, 1, 2].map((score) => ({ score, holds: score < 0 }))
  expect(plattScale(judged).slope).toBe(0)
})

test('weighted rows count as often as they weigh', () => {
  const rows = [-1, -0.2, 0.3, 0.9, 1.4].map((score, at) => ({ score, holds: at % 2 === 0 }))
  const doubled = plattScale([...rows, ...rows])
  const weighted = plattScale(rows.map((row) => ({ ...row, weight: 2 })))
  expect(weighted.slope).toBeCloseTo(doubled.slope, 6)
  expect(weighted.intercept).toBeCloseTo(doubled.intercept, 6)
})

test('softmax shares sum to one and the sharpness that made the data is found', () => {
  const random = randomFrom(11)
  const scores = Array.from({ length: 5000 }, () =>
    Float64Array.from([random.normal(), random.normal(), random.normal()]),
  )
  const right = scores.map((own) => {
    const shares = softmax(own, 2)
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12)
    const at = random.next()
    return at < shares[0]! ? 0 : at < shares[0]! + shares[1]! ? 1 : 2
  })
  expect(softmaxSharpness(scores, right)).toBeCloseTo(2, 0)
})

test('the calibration error is the mean distance over the bins', () => {
  // Bin .2: 4 rows, one held: distance .05. Bin .9: 6 rows, all held: distance .1. (4 · .05 + 6 · .1) / 10 = .08
  const judged = [
    ...[true, false, false, false].map((holds) => ({ probability: 0.2, holds })),
    ...Array.from({ length: 6 }, () => ({ probability: 0.9, holds: true })),
  ]
  expect(calibrationError(judged)).toBeCloseTo(0.08, 12)
})

test('the best threshold is where F1 is highest, and the one for precision keeps what it promises', () => {
  const judged = [0.9, 0.8, 0.7, 0.6, 0.5, 0.4].map((score, at) => ({ score, holds: [0, 1, 3].includes(at) }))
  // Yes to four gives F1 6/7, to two 4/5.
  expect(bestThreshold(judged)).toBeCloseTo(0.55, 12)
  expect(thresholdForPrecision(judged, 1, 2)).toBeCloseTo(0.75, 12)
  expect(thresholdForPrecision(judged, 1, 3)).toBeNull()
})
