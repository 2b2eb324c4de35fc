import { expect, test } from 'vitest'
import type { IndicatorData } from '../../../server/statistics/indicator.ts'
import { ExpectationMaximisation } from '../../../server/statistics/latent-class/expectation-maximisation.ts'
import { observe } from '../../../server/statistics/latent-class/observations.ts'
import { startingValues } from '../../../server/statistics/latent-class/starting-values.ts'
import { randomFrom } from '../../../server/statistics/random.ts'

/** Answers with gaps to seven questions of two to five categories, a count and a number. */
function people(size: number, { isWeighted }: { isWeighted: boolean }): IndicatorData {
  const random = randomFrom(size)
  const closed = [2, 3, 4, 5, 2, 5, 3].map((categories, item) => ({
    name: `item ${item}`,
    kind: 'nominal' as const,
    categories: Array.from({ length: categories }, (_, at) => String(at)),
    values: Int16Array.from({ length: size }, () => (random.next() < 0.1 ? -1 : random.integer(categories))),
  }))
  const count = Float64Array.from({ length: size }, () => (random.next() < 0.1 ? Number.NaN : random.integer(6)))
  const number = Float64Array.from({ length: size }, () => Math.round(10 * random.normal()) / 10)
  return {
    size,
    indicators: [
      ...closed,
      { name: 'count', kind: 'count', values: count },
      { name: 'number', kind: 'continuous', values: number },
    ],
    ...(isWeighted ? { weights: Float64Array.from({ length: size }, () => 0.2 + random.next()) } : {}),
  }
}

test.each(
  [1, 2, 3, 4, 5, 6, 7, 8, 11].flatMap((classes) => [false, true].map((isWeighted) => ({ classes, isWeighted }))),
)(
  'the assembled pass takes the step that the plain one takes: $classes classes, weights $isWeighted',
  ({ classes, isWeighted }) => {
    const observations = observe(people(300, { isWeighted }))
    const from = startingValues(observations, classes, randomFrom(classes))
    const [assembled, plain] = [false, true].map((isPlain) => {
      const em = new ExpectationMaximisation(observations, { classes, prior: 1, isPlain })
      const next = new Float64Array(from.length)
      const objective = em.step(from, next)
      return { objective, logLikelihood: em.logLikelihood, next, counts: em.expectedCounts }
    }) as [Step, Step]

    expect(assembled.objective).toBeCloseTo(plain.objective, 8)
    expect(assembled.logLikelihood).toBeCloseTo(plain.logLikelihood, 8)
    assembled.next.forEach((value, at) => {
      expect(Math.abs(value - plain.next[at]!)).toBeLessThan(1e-11)
    })
    const seen = observations.valueRows * classes
    assembled.counts.subarray(0, seen).forEach((value, at) => {
      expect(Math.abs(value - plain.counts[at]!)).toBeLessThan(1e-9)
    })
  },
)

interface Step {
  objective: number
  logLikelihood: number
  next: Float64Array
  counts: Float64Array
}

test('models that take turns do not read each other’s patterns', () => {
  const models = [200, 900, 50].map((size) => observe(people(size, { isWeighted: false })))
  const taken = models.map((observations) => new ExpectationMaximisation(observations, { classes: 3 }))
  const starts = models.map((observations) => startingValues(observations, 3, randomFrom(1)))
  const alone = models.map((observations, at) => {
    const em = new ExpectationMaximisation(observations, { classes: 3 })
    return em.step(starts[at]!, new Float64Array(starts[at]!.length))
  })
  const inTurn = [0, 1, 2, 0, 2, 1].map((at) => taken[at]!.step(starts[at]!, new Float64Array(starts[at]!.length)))

  expect(inTurn).toEqual([0, 1, 2, 0, 2, 1].map((at) => alone[at]!))
})

test('where a density leaves the range of doubles, the plain pass with its rescue is taken', () => {
  const size = 40
  const numbers = Array.from({ length: 12 }, (_, item) => ({
    name: `number ${item}`,
    kind: 'continuous' as const,
    values: Float64Array.from({ length: size }, (_, person) => ((person * 7 + item) % 5) / 5),
  }))
  const observations = observe({ size, indicators: numbers })
  const ems = [false, true].map((isPlain) => new ExpectationMaximisation(observations, { classes: 2, isPlain }))
  const parameters = startingValues(observations, 2, randomFrom(3))
  // Each class is a thousand deviations off on half of the items, so that everybody's density is 1e−100 to the sixth.
  ems[0]!.layout.offsets.forEach((offset, item) => {
    parameters.set(item % 2 === 0 ? [0, 1000, 1, 1] : [1000, 0, 1, 1], offset)
  })
  const steps = ems.map((em) => em.step(parameters, new Float64Array(parameters.length)))

  expect(Number.isFinite(steps[0])).toBe(true)
  expect(steps[0]).toBeLessThan(-40 * 12)
  expect(steps[0]).toBe(steps[1])
})
