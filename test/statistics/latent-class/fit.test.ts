import { expect, test } from 'vitest'
import { fitLatentClasses } from '../../../server/statistics/latent-class/fit.ts'
import { observe } from '../../../server/statistics/latent-class/observations.ts'
import { profileOf } from '../../../server/statistics/latent-class/profile.ts'
import { patternTables, peopleOf } from '../pattern-tables.ts'
import { plantedClasses } from '../planted.ts'

const carcinoma = observe(peopleOf(patternTables.carcinoma))
const attitudes = observe(peopleOf(patternTables.surveyAttitudes))
const values = observe(peopleOf(patternTables.values))
const cheating = observe(peopleOf(patternTables.cheating))

test.each([
  // Log-likelihoods as printed in the help and manual of poLCA 1.6, except one class (rerun).
  { name: 'carcinoma', data: carcinoma, classes: 1, logLikelihood: -524.4648, parameters: 7 },
  { name: 'carcinoma', data: carcinoma, classes: 2, logLikelihood: -317.2568, parameters: 15 },
  { name: 'carcinoma', data: carcinoma, classes: 3, logLikelihood: -293.705, parameters: 23 },
  { name: 'carcinoma', data: carcinoma, classes: 4, logLikelihood: -289.2858, parameters: 31 },
  { name: 'cheating', data: cheating, classes: 2, logLikelihood: -440.0271, parameters: 9 },
  { name: 'attitudes to surveys', data: attitudes, classes: 2, logLikelihood: -2783.268, parameters: 13 },
  { name: 'attitudes to surveys', data: attitudes, classes: 3, logLikelihood: -2754.545, parameters: 20 },
  { name: 'values', data: values, classes: 2, logLikelihood: -504.4677, parameters: 9 },
])(
  '$name with $classes classes reaches the published log-likelihood',
  ({ data, classes, logLikelihood, parameters }) => {
    const fit = fitLatentClasses(data, { classes, starts: 40, seed: 1 })

    expect(Math.abs(fit.logLikelihood - logLikelihood)).toBeLessThan(1e-3)
    expect(fit.parameters).toBe(parameters)
    expect(fit.starts.replicated).toBe(true)
  },
)

test('carcinoma with three classes has the published shares, probabilities, criteria and entropy', () => {
  const fit = fitLatentClasses(carcinoma, { classes: 3, starts: 20, seed: 2 })
  const second = profileOf(carcinoma, fit).map((item) =>
    item.kind === 'categorical' ? item.probabilities.map((p) => p[1]!) : [],
  )

  expect(fit.shares.map((share) => share.toFixed(4))).toEqual(['0.4447', '0.3736', '0.1817'])
  expect(fit.bic).toBeCloseTo(697.1357, 3)
  expect(fit.aic).toBeCloseTo(633.41, 3)
  expect(fit.abic).toBeCloseTo(624.427, 3)
  expect(fit.entropyR2).toBeCloseTo(0.925665, 4)
  const published = [
    [1, 0.0573, 0.5128],
    [0.9809, 0.1379, 1],
    [0.8575, 0, 0],
    [0.5862, 0, 0.0576],
    [1, 0.0551, 0.7506],
    [0.4764, 0, 0],
    [1, 0, 0.6307],
  ]
  published.forEach((classes, item) => {
    classes.forEach((probability, index) => {
      expect(Math.abs(second[item]![index]! - probability)).toBeLessThan(1e-3)
    })
  })
})

test('the best of the known maxima of the attitudes to surveys is returned, with its shares', () => {
  const fit = fitLatentClasses(attitudes, { classes: 3, starts: 30, seed: 3 })

  expect(fit.shares.map((share) => share.toFixed(3))).toEqual(['0.621', '0.207', '0.172'])
  expect(fit.starts.logLikelihoods.every((value) => value <= -2754.544)).toBe(true)
})

test.each([
  { name: 'values', data: values, logLikelihood: -503.3011 },
  { name: 'cheating', data: cheating, logLikelihood: -436.2356 },
])('three classes from four binary items are reported as not identified: $name', ({ data, logLikelihood }) => {
  const fit = fitLatentClasses(data, { classes: 3, starts: 40, seed: 1 })

  expect(Math.abs(fit.logLikelihood - logLikelihood)).toBeLessThan(1e-3)
  expect(fit.starts.identified).toBe(false)
})

test('three classes from seven binary items are identified, on the boundary too', () => {
  expect(fitLatentClasses(carcinoma, { classes: 3, starts: 20, seed: 1 }).starts.identified).toBe(true)
})

test('more parameters than people say nothing about identification', () => {
  const profiles = [0, 1, 2, 3].map((step) => Array.from({ length: 20 }, (_, item) => 1 + ((item * 7 + step * 3) % 5)))
  const { data } = plantedClasses({ size: 200, shares: [0.3, 0.3, 0.2, 0.2], profiles, deviation: 1.1, seed: 3 })
  const fit = fitLatentClasses(observe(data), { classes: 4, starts: 5, seed: 1, prior: 1 })

  expect(fit.parameters).toBeGreaterThan(200)
  expect(fit.starts.identified).toBe(true)
})

test('a class of fewer people than it has parameters is identified all the same', () => {
  const profiles = [0, 1, 2].map((step) => Array.from({ length: 16 }, (_, item) => 1 + ((item * 7 + step * 3) % 5)))
  const { data } = plantedClasses({ size: 600, shares: [0.6, 0.35, 0.05], profiles, deviation: 0.9, seed: 3 })
  const fit = fitLatentClasses(observe(data), { classes: 3, starts: 5, seed: 1, prior: 1 })

  // Sixteen items of five points: 64 parameters for a class of about thirty people.
  expect(fit.shares[2]! * 600).toBeLessThan(64)
  expect(fit.starts.identified).toBe(true)
})

test('a model with more parameters than cells is not identified', () => {
  expect(fitLatentClasses(values, { classes: 4, starts: 10, seed: 1 }).starts.identified).toBe(false)
})

test('pattern counts given as weights fit as the people themselves do, up to the scale of the weights', () => {
  const weighted = observe(peopleOf(patternTables.carcinoma, { asWeights: true }))
  const fit = fitLatentClasses(weighted, { classes: 2, starts: 20, seed: 1 })

  // Weights sum to the 20 rows instead of the 118 people.
  expect((fit.logLikelihood * 118) / 20).toBeCloseTo(-317.2568, 2)
  expect(fit.shares[0]).toBeCloseTo(0.5012, 3)
})

test('the same seed gives the same bytes, another order of people the same figures', () => {
  const people = peopleOf(patternTables.surveyAttitudes)
  const reversed = {
    ...people,
    indicators: people.indicators.map((item) => ({ ...item, values: item.values.slice().reverse() as never })),
  }
  const once = fitLatentClasses(attitudes, { classes: 3, starts: 20, seed: 9 })
  const again = fitLatentClasses(attitudes, { classes: 3, starts: 20, seed: 9 })
  const other = fitLatentClasses(observe(reversed), { classes: 3, starts: 20, seed: 9 })

  expect(again).toEqual(once)
  expect(other.logLikelihood).toBeCloseTo(once.logLikelihood, 6)
})

test('a weak prior keeps probabilities off the boundary and costs little likelihood', () => {
  const plain = fitLatentClasses(carcinoma, { classes: 2, starts: 10, seed: 1 })
  const guarded = fitLatentClasses(carcinoma, { classes: 2, starts: 10, seed: 1, prior: 1 })

  expect(Math.min(...plain.estimates)).toBeLessThan(1e-6)
  expect(Math.min(...guarded.estimates)).toBeGreaterThan(1e-4)
  expect(plain.logLikelihood - guarded.logLikelihood).toBeGreaterThan(0)
  expect(plain.logLikelihood - guarded.logLikelihood).toBeLessThan(1)
})
