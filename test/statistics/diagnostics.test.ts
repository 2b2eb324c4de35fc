import { expect, test } from 'vitest'
import { agreementWithout, decisiveCandidates } from '../../server/statistics/decisive-items.ts'
import type { Indicator, IndicatorData } from '../../server/statistics/indicator.ts'
import { jointPower } from '../../server/statistics/item-diagnostics.ts'
import { fitLatentClasses, patternPosteriors } from '../../server/statistics/latent-class/fit.ts'
import { observe } from '../../server/statistics/latent-class/observations.ts'
import { bivariateResiduals, localDependence, simulatedResiduals } from '../../server/statistics/local-dependence.ts'
import { randomFrom } from '../../server/statistics/random.ts'
import { sharedDirections } from '../../server/statistics/scale.ts'
import { predictionStrength, splitHalf } from '../../server/statistics/stability.ts'
import { prepare } from '../../server/statistics/usable-indicators.ts'
import { oneFactor, plantedClasses } from './planted.ts'

const crossing = {
  size: 500,
  shares: [0.45, 0.3, 0.25],
  profiles: [
    [5, 5, 1, 1, 4, 2, 3, 5],
    [1, 2, 5, 4, 2, 5, 5, 1],
    [3, 1, 2, 5, 5, 5, 1, 3],
  ],
  deviation: 1.1,
}

test('with one class the residual of a pair is Pearson’s chi-square over its degrees of freedom', () => {
  // Rows (30 15 5) and (12 20 18): chi-square 15.776398 with two degrees of freedom.
  const cells = [
    [30, 15, 5],
    [12, 20, 18],
  ]
  const people = cells.flatMap((row, first) =>
    row.flatMap((count, second) => Array.from({ length: count }, () => [first, second])),
  )
  const data: IndicatorData = {
    size: people.length,
    indicators: [0, 1].map(
      (place): Indicator => ({
        name: `Q${place + 1}`,
        kind: 'nominal',
        categories: place === 0 ? ['a', 'b'] : ['x', 'y', 'z'],
        values: Int16Array.from(people, (person) => person[place]!),
      }),
    ),
  }
  const observations = observe(data)
  const fit = fitLatentClasses(observations, { classes: 1, seed: 1 })

  expect(bivariateResiduals(observations, fit)[0]).toBeCloseTo(15.776398 / 2, 6)
})

test('a pair that repeats itself stands out by simulation from the model, and no other does', () => {
  const { data } = plantedClasses({ ...crossing, seed: 3 })
  // Half of the people answer the second question just as the first.
  const [first, second] = data.indicators as [Indicator, Indicator]
  for (let person = 0; person < data.size; person += 2) second.values[person] = first.values[person]!
  const prepared = prepare(data)
  const fit = fitLatentClasses(prepared.observations, { classes: 3, starts: 10, seed: 1, prior: 1 })
  const simulated = Array.from({ length: 99 }, (_, seed) =>
    simulatedResiduals(prepared, { classes: 3, estimates: fit.estimates, prior: 1, seed }),
  )
  const pairs = localDependence(prepared.observations, fit, simulated)

  expect(pairs[0]!.items).toEqual(['Q1', 'Q2'])
  expect(pairs[0]!.q).toBeLessThan(1e-6)
  expect(pairs.filter(({ items }) => !items.includes('Q1') && !items.includes('Q2'))).toEqual([])
})

test('prediction strength is the worst class’s share of pairs that the other model keeps together', () => {
  // Class 0: four people, three kept together: 3·2 / (4·3) = .5. Class 1: three people, all together: 1.
  const found = Int32Array.from([0, 0, 0, 0, 1, 1, 1])
  const predicted = Int32Array.from([0, 0, 0, 1, 1, 1, 1])
  const weights = new Float64Array(7).fill(1)

  expect(predictionStrength(predicted, found, { classes: 2, weights })).toBeCloseTo(0.5, 12)
  expect(predictionStrength(found, found, { classes: 2, weights })).toBe(1)
  // Names of the classes do not matter.
  const renamed = predicted.map((index) => 1 - index)
  expect(predictionStrength(renamed, found, { classes: 2, weights })).toBeCloseTo(0.5, 12)
})

test('halves agree on planted classes and disagree on classes that are not there', () => {
  const planted = prepare(plantedClasses({ ...crossing, seed: 4 }).data).observations
  const independent = prepare(oneFactor({ size: 500, loadings: new Array(8).fill(0), seed: 4 })).observations
  const options = { classes: 3, prior: 1, seed: 1, starts: 6 }

  expect(splitHalf(planted, options).predictionStrength).toBeGreaterThan(0.85)
  expect(splitHalf(planted, options).correlation).toBeGreaterThan(0.95)
  expect(splitHalf(independent, options).predictionStrength).toBeLessThan(0.6)
})

test('a question found twice carries the classes, and without it they do not return', () => {
  const random = randomFrom(6)
  const size = 600
  const column = (name: string, points: number, draw: () => number): Indicator => ({
    name,
    kind: 'ordinal',
    categories: Array.from({ length: points }, (_, point) => String(point)),
    values: Int16Array.from({ length: size }, draw),
  })
  const obligation = column('obligation', 8, () => random.integer(8))
  let person = 0
  const half = column('obligation in four', 4, () => {
    const own = Math.floor(obligation.values[person++]! / 2)
    return random.next() < 0.8 ? own : random.integer(4)
  })
  const rest = ['a', 'b', 'c'].map((name) => column(name, 5, () => random.integer(5)))
  const prepared = prepare({ indicators: [obligation, half, ...rest], size })
  const fit = fitLatentClasses(prepared.observations, { classes: 4, starts: 10, seed: 1, prior: 1 })
  const found = decisiveCandidates(prepared.observations, fit)

  expect(found.map(({ places }) => places)).toContainEqual([0])
  const task = { classes: 4, estimates: fit.estimates, prior: 1, seed: 2 }
  expect(agreementWithout(prepared, { ...task, without: [0] })).toBeLessThan(0.5)
  expect(agreementWithout(prepared, { ...task, without: [3] })).toBeGreaterThan(0.8)
})

test('well parted classes need none of their questions', () => {
  const prepared = prepare(plantedClasses({ ...crossing, deviation: 0.7, seed: 5 }).data)
  const fit = fitLatentClasses(prepared.observations, { classes: 3, starts: 10, seed: 1, prior: 1 })
  const found = decisiveCandidates(prepared.observations, fit)

  expect(found.length).toBeGreaterThan(0)
  for (const { places } of found) {
    const task = { classes: 3, estimates: fit.estimates, without: places, prior: 1, seed: 2 }
    expect(agreementWithout(prepared, task)).toBeGreaterThan(0.9)
  }
})

test('two questions together tell at least what each tells, and all of it when the classes are their answers', () => {
  const size = 400
  const values = [0, 1].map((item) => Int16Array.from({ length: size }, (_, person) => (person >> item) & 1))
  const data: IndicatorData = {
    size,
    indicators: values.map((answers, item) => ({
      name: `Q${item}`,
      kind: 'binary',
      categories: ['no', 'yes'],
      values: answers,
    })),
  }
  const observations = observe(data)
  // Four classes, one for each pair of answers.
  const posteriors = new Float64Array(observations.patterns * 4)
  observations.patternOf.forEach((pattern, person) => {
    posteriors[pattern * 4 + (person & 3)] = 1
  })

  expect(jointPower(observations, posteriors, { classes: 4, places: [0] })).toBeCloseTo(0.5, 9)
  expect(jointPower(observations, posteriors, { classes: 4, places: [0, 1] })).toBeCloseTo(1, 9)
})

test('directions beyond chance are counted: none, one and two', () => {
  const block = (i: number, j: number, within: (i: number) => number) =>
    i === j ? 1 : within(i) === within(j) && within(i) >= 0 ? 0.4 : 0
  const matrix = (within: (i: number) => number) =>
    Float64Array.from({ length: 64 }, (_, at) => block(Math.floor(at / 8), at % 8, within))

  expect(
    sharedDirections(
      matrix(() => -1),
      8,
      500,
    ),
  ).toBe(0)
  expect(
    sharedDirections(
      matrix(() => 0),
      8,
      500,
    ),
  ).toBe(1)
  expect(
    sharedDirections(
      matrix((i) => i % 2),
      8,
      500,
    ),
  ).toBe(2)
})

test('answers given by the classes fit the posteriors of the patterns', () => {
  const prepared = prepare(plantedClasses({ ...crossing, seed: 9 }).data)
  const fit = fitLatentClasses(prepared.observations, { classes: 3, starts: 10, seed: 1, prior: 1 })
  const posteriors = patternPosteriors(prepared.observations, fit)
  const alone = jointPower(prepared.observations, posteriors, { classes: 3, places: [0] })

  expect(jointPower(prepared.observations, posteriors, { classes: 3, places: [0, 1] })).toBeGreaterThan(alone)
})
