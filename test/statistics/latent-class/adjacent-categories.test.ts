import { expect, test } from 'vitest'
import type { IndicatorData } from '../../../server/statistics/indicator.ts'
import { ExpectationMaximisation } from '../../../server/statistics/latent-class/expectation-maximisation.ts'
import { fitLatentClasses } from '../../../server/statistics/latent-class/fit.ts'
import { observe } from '../../../server/statistics/latent-class/observations.ts'
import { layoutOf } from '../../../server/statistics/latent-class/parameters.ts'
import { standardErrors } from '../../../server/statistics/latent-class/standard-errors.ts'
import { startingValues } from '../../../server/statistics/latent-class/starting-values.ts'
import { randomFrom } from '../../../server/statistics/random.ts'

const steps = [0, 0.4, 0.5, 0.1, -0.6]
/** What each category further adds, by class and item. */
const positions = [
  [0.7, 0.7, -0.7, -0.7, 0.7, -0.7],
  [-0.7, -0.5, 0.6, 0.7, -0.7, 0.6],
]

/** Two classes of five-point answers that follow the adjacent-category model exactly. */
function orderedPeople(size: number, isAdjacent: boolean): IndicatorData {
  const random = randomFrom(4)
  const classOf = Array.from({ length: size }, () => (random.next() < 0.6 ? 0 : 1))
  return {
    size,
    indicators: positions[0]!.map((_, item) => ({
      name: `scale ${item}`,
      kind: 'ordinal' as const,
      isAdjacent,
      categories: ['1', '2', '3', '4', '5'],
      values: Int16Array.from(classOf, (index) => {
        const chances = steps.map((step, row) => Math.exp(step + row * positions[index]![item]!))
        let draw = random.next() * chances.reduce((sum, chance) => sum + chance, 0)
        for (let row = 0; row < 4; row++) {
          draw -= chances[row]!
          if (draw < 0) return row
        }
        return 4
      }),
    })),
  }
}

const free = observe(orderedPeople(600, false))
const ordered = observe(orderedPeople(600, true))

test('ordered items spend their thresholds once and a position for each further class', () => {
  const fit = fitLatentClasses(ordered, { classes: 2, starts: 8, seed: 1 })
  const unrestricted = fitLatentClasses(free, { classes: 2, starts: 8, seed: 1 })

  expect(fit.parameters).toBe(1 + 6 * (4 + 1))
  expect(unrestricted.parameters).toBe(1 + 2 * 6 * 4)
  // Nested, so it fits less well; true, so the loss is what 18 spare parameters gain by chance: half of chi-square of 18.
  const loss = unrestricted.logLikelihood - fit.logLikelihood
  expect(loss).toBeGreaterThan(0)
  expect(loss).toBeLessThan(18)
  expect(fit.bic).toBeLessThan(unrestricted.bic)
  expect(fit.starts.replicated).toBe(true)
})

test('the probabilities follow the model: logits of neighbours differ between classes by one number an item', () => {
  const { estimates } = fitLatentClasses(ordered, { classes: 2, starts: 8, seed: 1 })
  const layout = layoutOf(ordered.items, 2)
  layout.offsets.forEach((offset, item) => {
    const logit = (row: number, index: number) =>
      Math.log(estimates[offset + (row + 1) * 2 + index]! / estimates[offset + row * 2 + index]!)
    const slopes = [0, 1, 2, 3].map((row) => logit(row, 1) - logit(row, 0))
    for (const slope of slopes) expect(slope).toBeCloseTo(slopes[0]!, 6)
    const planted = positions[1]![item]! - positions[0]![item]!
    expect(Math.abs(slopes[0]! - planted)).toBeLessThan(0.45)
  })
})

test('no step lowers the objective, with and without a prior, with missing answers', () => {
  const data = orderedPeople(200, true)
  const random = randomFrom(7)
  for (const { values } of data.indicators) for (let at = 0; at < 200; at++) if (random.next() < 0.15) values[at] = -1
  const observations = observe(data)
  for (const prior of [0, 1]) {
    const em = new ExpectationMaximisation(observations, { classes: 3, prior })
    let current = new Float64Array(em.layout.length)
    em.step(startingValues(observations, 3, randomFrom(2)), current)
    let previous = Number.NEGATIVE_INFINITY
    for (let step = 0; step < 40; step++) {
      const next = new Float64Array(current.length)
      const objective = em.step(current, next)
      expect(objective).toBeGreaterThanOrEqual(previous - 1e-7)
      previous = objective
      current = next
    }
  }
})

test('fewer parameters have smaller standard errors', () => {
  const errorsOf = (observations: typeof ordered) => {
    const fit = fitLatentClasses(observations, { classes: 2, starts: 8, seed: 1 })
    return standardErrors(observations, fit)!.items.map((errors) => errors.reduce((sum, error) => sum + error, 0))
  }
  const restricted = errorsOf(ordered)

  errorsOf(free).forEach((error, item) => {
    expect(restricted[item]).toBeLessThan(error)
    expect(restricted[item]).toBeGreaterThan(0.3 * error)
  })
})
