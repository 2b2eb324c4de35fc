import { expect, test } from 'vitest'
import type { IndicatorData } from '../../../server/statistics/indicator.ts'
import { dispersionOf, OVERDISPERSED } from '../../../server/statistics/latent-class/dispersion.ts'
import { ExpectationMaximisation } from '../../../server/statistics/latent-class/expectation-maximisation.ts'
import { fitLatentClasses } from '../../../server/statistics/latent-class/fit.ts'
import { observe } from '../../../server/statistics/latent-class/observations.ts'
import { layoutOf } from '../../../server/statistics/latent-class/parameters.ts'
import { startingValues } from '../../../server/statistics/latent-class/starting-values.ts'
import { randomFrom } from '../../../server/statistics/random.ts'

/** Three classes told apart by every kind of indicator, some answers missing, uneven weights. */
function mixedPeople(size: number, seed: number): IndicatorData {
  const random = randomFrom(seed)
  const nominal = new Int16Array(size)
  const binary = new Int16Array(size)
  const count = new Float64Array(size)
  const continuous = new Float64Array(size)
  for (let person = 0; person < size; person++) {
    const index = person % 3
    const gap = () => random.next() < 0.1
    nominal[person] = gap() ? -1 : random.next() < 0.8 ? index : random.integer(3)
    binary[person] = gap() ? -1 : random.next() < [0.9, 0.2, 0.5][index]! ? 1 : 0
    let visits = 0
    for (let product = random.next(); product > Math.exp(-[1, 4, 9][index]!); visits++) product *= random.next()
    count[person] = gap() ? Number.NaN : visits
    continuous[person] = gap() ? Number.NaN : [0, 3, 6][index]! + [0.5, 1, 1.5][index]! * random.normal()
  }
  return {
    size,
    indicators: [
      { name: 'channel', kind: 'nominal', categories: ['a', 'b', 'c'], values: nominal },
      { name: 'member', kind: 'binary', categories: ['no', 'yes'], values: binary },
      { name: 'visits', kind: 'count', values: count },
      { name: 'spend', kind: 'continuous', values: continuous },
    ],
    weights: Float64Array.from({ length: size }, () => 0.5 + random.next()),
  }
}

/** The log-likelihood as a textbook writes it: person by person, in logarithms, without patterns or tables. */
function plainLogLikelihood(data: IndicatorData, parameters: Float64Array, classes: number): number {
  const { items } = observe(data)
  const layout = layoutOf(items, classes)
  const total = data.weights!.reduce((sum, weight) => sum + weight, 0)
  let logLikelihood = 0
  for (let person = 0; person < data.size; person++) {
    const logs = Array.from({ length: classes }, (_, index) => {
      let log = Math.log(parameters[index]!)
      data.indicators.forEach((indicator, item) => {
        const offset = layout.offsets[item]!
        const value = indicator.values[person]!
        if (Number.isNaN(value) || value === -1) return
        if (indicator.kind === 'count') {
          log += value * Math.log(parameters[offset + index]!) - parameters[offset + index]!
          for (let factor = 2; factor <= value; factor++) log -= Math.log(factor)
        } else if (indicator.kind === 'continuous') {
          const variance = parameters[offset + classes + index]!
          log -= 0.5 * (Math.log(2 * Math.PI * variance) + (value - parameters[offset + index]!) ** 2 / variance)
        } else log += Math.log(parameters[offset + value * classes + index]!)
      })
      return log
    })
    const largest = Math.max(...logs)
    const sum = logs.reduce((all, log) => all + Math.exp(log - largest), 0)
    if (logs.some((log, index) => log !== Math.log(parameters[index]!))) {
      logLikelihood += ((data.weights![person]! * data.size) / total) * (largest + Math.log(sum))
    }
  }
  return logLikelihood
}

test.each([1, 2, 3, 4, 5, 6, 7, 8, 11])(
  'with %i classes the tables give the log-likelihood of the textbook formula',
  (classes) => {
    const data = mixedPeople(90, 4)
    const observations = observe(data)
    const parameters = startingValues(observations, classes, randomFrom(classes))
    const em = new ExpectationMaximisation(observations, { classes })
    em.posteriors(parameters)

    expect(observations.fitted).toBe(90)
    expect(em.logLikelihood).toBeCloseTo(plainLogLikelihood(data, parameters, classes), 7)
  },
)

test('no EM step lowers the objective, with and without a prior', () => {
  const observations = observe(mixedPeople(120, 8))
  for (const prior of [0, 1]) {
    const em = new ExpectationMaximisation(observations, { classes: 3, prior })
    let current = startingValues(observations, 3, randomFrom(5))
    let previous = Number.NEGATIVE_INFINITY
    for (let step = 0; step < 60; step++) {
      const next = new Float64Array(current.length)
      const objective = em.step(current, next)
      expect(objective).toBeGreaterThanOrEqual(previous - 1e-8)
      previous = objective
      current = next
    }
  }
})

test('forty items with extreme answers neither underflow nor lose the likelihood', () => {
  const size = 60
  const categories = ['a', 'b', 'c', 'd']
  const random = randomFrom(2)
  const indicators = Array.from({ length: 40 }, (_, item) => ({
    name: `item ${item}`,
    kind: 'nominal' as const,
    categories,
    values: Int16Array.from({ length: size }, () => random.integer(4)),
  }))
  const numbers = Array.from({ length: 6 }, (_, item) => ({
    name: `number ${item}`,
    kind: 'continuous' as const,
    values: Float64Array.from({ length: size }, (_, person) => (person % 2) * 1000 + random.normal()),
  }))
  const data: IndicatorData = { size, indicators: [...indicators, ...numbers], weights: new Float64Array(size).fill(1) }
  const fit = fitLatentClasses(observe(data), { classes: 2, starts: 5, seed: 1, prior: 1 })

  expect(Number.isFinite(fit.logLikelihood)).toBe(true)
  expect(fit.shares[0]).toBeCloseTo(0.5, 2)
})

test('rates, means and shares of planted mixed classes are found again', () => {
  const fit = fitLatentClasses(observe(mixedPeople(1500, 3)), { classes: 3, starts: 10, seed: 1 })

  for (const share of fit.shares) expect(Math.abs(share - 1 / 3)).toBeLessThan(0.06)
  const rates = Array.from(fit.estimates.slice(3 + 9 + 6, 3 + 9 + 6 + 3)).sort((one, other) => one - other)
  expect(Math.abs(rates[0]! - 1)).toBeLessThan(0.25)
  expect(Math.abs(rates[1]! - 4)).toBeLessThan(0.6)
  expect(Math.abs(rates[2]! - 9)).toBeLessThan(0.7)
})

test('people without any answer stay out of the fit and are counted', () => {
  const data = mixedPeople(30, 6)
  for (const indicator of data.indicators)
    indicator.values[0] = indicator.kind === 'count' || indicator.kind === 'continuous' ? Number.NaN : -1
  const observations = observe(data)

  expect(observations.fitted).toBe(29)
  expect(observations.patternOf[0]).toBe(-1)
  expect(observations.weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(29, 9)
})

test('counts that spread wider than Poisson within classes are told from those that do not', () => {
  const random = randomFrom(12)
  const size = 800
  const poisson = (mean: number) => {
    let count = 0
    for (let product = random.next(); product > Math.exp(-mean); count++) product *= random.next()
    return count
  }
  const people: IndicatorData = {
    size,
    indicators: [
      { name: 'even', kind: 'count', values: Float64Array.from({ length: size }, (_, at) => poisson(at % 2 ? 2 : 6)) },
      // A gamma of shape 2 before the Poisson: variance is mean + mean² / 2, so 1 + 3 / 2 times the mean.
      {
        name: 'uneven',
        kind: 'count',
        values: Float64Array.from({ length: size }, () => poisson((random.gamma(2) * 3) / 2)),
      },
    ],
  }
  const observations = observe(people)
  const ratio = (place: number, classes: number, posteriors: Float64Array) =>
    dispersionOf(observations, posteriors, { classes, place })
  const alone = new Float64Array(observations.patterns).fill(1)
  const fit = fitLatentClasses(observe({ size, indicators: people.indicators.slice(0, 1) }), {
    classes: 2,
    starts: 8,
    seed: 1,
  })
  // The classes of the first count alone; the second tells them nothing apart.
  const bySize = new ExpectationMaximisation(observations, { classes: 2 }).posteriors(
    Float64Array.of(...fit.estimates, 3, 3),
  )

  expect(Math.abs(ratio(1, 1, alone) - 2.5)).toBeLessThan(0.5)
  expect(ratio(0, 1, alone)).toBeGreaterThan(OVERDISPERSED)
  expect(Math.abs(ratio(0, 2, bySize) - 1)).toBeLessThan(0.2)
})
