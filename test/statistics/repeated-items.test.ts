import { expect, test } from 'vitest'
import type { Indicator } from '../../server/statistics/indicator.ts'
import { randomFrom } from '../../server/statistics/random.ts'
import { REPEATED, repetition } from '../../server/statistics/repeated-items.ts'
import { prepare } from '../../server/statistics/usable-indicators.ts'
import { oneFactor } from './planted.ts'

const size = 500
const random = randomFrom(4)
const score: Indicator = {
  name: 'score',
  kind: 'continuous',
  values: Float64Array.from({ length: size }, () => Math.round(100 * random.normal()) / 10),
}
const inSteps = (limits: number[]): Indicator => ({
  name: `score in ${limits.length + 1}`,
  kind: 'ordinal',
  categories: Array.from({ length: limits.length + 1 }, (_, at) => String(at)),
  values: Int16Array.from(score.values, (value) => limits.filter((limit) => value > limit).length),
})

test.each([[[0]], [[-6.7, 0.3, 7.1]], [[-9, 9]]])(
  'a number and its copy in steps at %j repeat each other',
  (limits) => {
    expect(repetition(score, inSteps(limits))).toBeGreaterThan(REPEATED)
    expect(repetition(inSteps(limits), score)).toBeGreaterThan(REPEATED)
  },
)

test('a copy of a copy in coarser steps repeats it, though their correlation is lower', () => {
  expect(repetition(inSteps([-6.7, 0.3, 7.1]), inSteps([0.3]))).toBeCloseTo(1, 9)
})

test('items that share a strong factor do not repeat each other', () => {
  const [one, other] = oneFactor({ size, loadings: [0.9, 0.9], seed: 3 }).indicators as [Indicator, Indicator]

  expect(repetition(one, other)).toBeLessThan(0.5)
})

test('independent items of many answers do not repeat each other by chance', () => {
  const draw = (): Indicator => ({
    name: 'x',
    kind: 'continuous',
    values: Float64Array.from({ length: 60 }, () => random.next()),
  })

  expect(repetition(draw(), draw())).toBeLessThan(0.5)
})

test('the item that is wholly told by another counts, not the one that is told in part', () => {
  const coarse = Int16Array.from({ length: 400 }, (_, person) => (person % 4 < 2 ? 0 : 1))
  const fine = Int16Array.from({ length: 400 }, (_, person) => [0, 0, 1, 2][person % 4]!)
  const item = (values: Int16Array<ArrayBuffer>, count: number): Indicator => ({
    name: 'x',
    kind: 'nominal',
    categories: Array.from({ length: count }, (_, at) => String(at)),
    values,
  })

  // The coarse one is wholly told by the fine one: the larger of 1 and 1/1.5.
  expect(repetition(item(coarse, 2), item(fine, 3))).toBeCloseTo(1, 9)
})

test('the later of two columns that repeat each other stays out of the fit, with the reason', () => {
  const { indicators } = oneFactor({ size, loadings: [0.5, 0.5, 0.5], seed: 5 })
  const { data, excluded } = prepare({ indicators: [...indicators, score, inSteps([-6.7, 0.3, 7.1])], size })

  expect(data.indicators.map(({ name }) => name)).toEqual(['Q1', 'Q2', 'Q3', 'score'])
  expect(excluded[0]).toMatchObject({ name: 'score in 4' })
  expect(excluded[0]!.reason).toContain('“score”')
})
