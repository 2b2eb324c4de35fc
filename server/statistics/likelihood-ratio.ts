import type { Indicator, IndicatorData } from './indicator.ts'
import { isNumeric } from './indicator.ts'
import { screeningStop } from './latent-class/acceleration.ts'
import { fitLatentClasses, type LatentClassFit } from './latent-class/fit.ts'
import { observe } from './latent-class/observations.ts'
import { layoutOf } from './latent-class/parameters.ts'
import { type Random, randomFrom, seedOf } from './random.ts'
import { MINIMUM_ANSWERED, type PreparedData } from './usable-indicators.ts'

export interface LikelihoodRatioTest {
  /** 2 × (log-likelihood of K classes − of K − 1). */
  ratio: number
  simulated: number[]
  /** (1 + simulated ratios at least as large) / (simulations + 1). */
  p: number
}

/**
 * Likelihood ratio of K against K − 1 classes on one data set drawn from the model with K − 1, gaps and weights as
 * observed. The ratio has no chi-square distribution, because K − 1 classes lie on the boundary of K.
 * Source: McLachlan (1987), Applied Statistics 36, 318–324; Nylund, Asparouhov & Muthén (2007), Structural Equation Modeling 14, 535–569.
 * @param task `fewer` are estimates with K − 1 classes, `estimates` with K = `classes`
 */
export function simulatedRatio(
  prepared: PreparedData,
  task: { classes: number; fewer: Float64Array; estimates: Float64Array; prior: number; seed: number },
): number {
  const { classes, prior, seed } = task
  const copy = drawFromModel(prepared.data, { classes: classes - 1, estimates: task.fewer }, randomFrom(seed))
  const observations = observe(copy, { minimumAnswered: MINIMUM_ANSWERED })
  const refit = (count: number, warm: Float64Array, starts: number) =>
    fitLatentClasses(observations, {
      classes: count,
      prior,
      seed: seedOf(seed, 'refit', count),
      warm: [warm],
      starts,
      firstSteps: 15,
      polished: 3,
      stop: { ...screeningStop, relativeGain: 2e-7 },
      seekReplication: false,
    }).logLikelihood
  // K starts from both solutions, so that it can never fall behind K − 1 for want of starts.
  return Math.max(0, 2 * (refit(classes, task.estimates, 5) - refit(classes - 1, task.fewer, 2)))
}

/** People drawn from a latent class model, with the gaps and weights of the given ones. */
export function drawFromModel(
  data: IndicatorData,
  { classes, estimates }: Pick<LatentClassFit, 'classes' | 'estimates'>,
  random: Random,
): IndicatorData {
  const { items } = observe({ ...data, size: 0 })
  const layout = layoutOf(items, classes)
  const indexOf = Int32Array.from({ length: data.size }, () =>
    drawIndex(estimates, { offset: 0, count: classes, stride: 1 }, random),
  )
  const indicators = data.indicators.map((indicator, place): Indicator => {
    const offset = layout.offsets[place]!
    if (!isNumeric(indicator)) {
      const count = indicator.categories.length
      const values = indicator.values.map((value, person) => {
        const drawn = drawIndex(estimates, { offset: offset + indexOf[person]!, count, stride: classes }, random)
        return value < 0 ? -1 : drawn
      })
      return { ...indicator, values }
    }
    const values = indicator.values.map((value, person) => {
      const location = estimates[offset + indexOf[person]!]!
      const drawn =
        indicator.kind === 'count'
          ? drawPoisson(location, random)
          : location + Math.sqrt(estimates[offset + classes + indexOf[person]!]!) * random.normal()
      return Number.isNaN(value) ? Number.NaN : drawn
    })
    return { ...indicator, values }
  })
  return { ...data, indicators }
}

function drawIndex(
  probabilities: Float64Array,
  { offset, count, stride }: { offset: number; count: number; stride: number },
  random: Random,
): number {
  let draw = random.next()
  for (let index = 0; index < count - 1; index++) {
    draw -= probabilities[offset + index * stride]!
    if (draw < 0) return index
  }
  return count - 1
}

/** Counts of a Poisson process until time `rate`, in pieces short enough that the product of uniforms does not vanish. */
function drawPoisson(rate: number, random: Random): number {
  let count = 0
  for (let left = rate; left > 0; left -= 30) {
    const limit = Math.exp(-Math.min(30, left))
    let product = random.next()
    while (product > limit) {
      count++
      product *= random.next()
    }
  }
  return count
}
