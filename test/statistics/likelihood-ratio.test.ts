import { expect, test } from 'vitest'
import { fitLatentClasses } from '../../server/statistics/latent-class/fit.ts'
import { observe } from '../../server/statistics/latent-class/observations.ts'
import { drawFromModel } from '../../server/statistics/likelihood-ratio.ts'
import { randomFrom, seedOf } from '../../server/statistics/random.ts'
import { taskHandler } from '../../server/statistics/tasks.ts'
import { patternTables, peopleOf } from './pattern-tables.ts'

const attitudes = peopleOf(patternTables.surveyAttitudes)

test('people drawn from a model have the margins of the model', () => {
  const observations = observe(attitudes)
  const fit = fitLatentClasses(observations, { classes: 2, starts: 10, seed: 1 })
  const drawn = observe(drawFromModel(attitudes, fit, randomFrom(3)))

  observations.items.forEach((item, place) => {
    item.marginal.forEach((share, category) => {
      expect(Math.abs(drawn.items[place]!.marginal[category]! - share)).toBeLessThan(0.05)
    })
  })
})

test('two classes of survey attitudes explain far more than chance, and so do three', () => {
  const observations = observe(attitudes)
  const handle = taskHandler(attitudes)
  const fits = [1, 2, 3].map((classes) => fitLatentClasses(observations, { classes, starts: 20, seed: 1 }))
  const ratioOf = (classes: number) => 2 * (fits[classes - 1]!.logLikelihood - fits[classes - 2]!.logLikelihood)
  const exceeding = (classes: number) =>
    Array.from({ length: 19 }, (_, index) => {
      const result = handle({
        kind: 'likelihood ratio',
        classes,
        fewer: fits[classes - 2]!.estimates,
        estimates: fits[classes - 1]!.estimates,
        prior: 0,
        seed: seedOf(5, index),
      })
      return result.kind === 'likelihood ratio' && result.ratio >= ratioOf(classes)
    }).filter(Boolean).length

  expect(ratioOf(2)).toBeCloseTo(2 * (2872.2296 - 2783.268), 2)
  expect(exceeding(2)).toBe(0)
  expect(exceeding(3)).toBe(0)
})
