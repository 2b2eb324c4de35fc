import { chiSquareAbove } from './distributions.ts'
import type { LatentClassFit } from './latent-class/fit.ts'
import { observe, type Observations } from './latent-class/observations.ts'
import { ExpectationMaximisation } from './latent-class/expectation-maximisation.ts'
import { accelerate, screeningStop } from './latent-class/acceleration.ts'
import { layoutOf } from './latent-class/parameters.ts'
import { drawFromModel } from './likelihood-ratio.ts'
import { benjaminiHochberg } from './multiple-testing.ts'
import { randomFrom } from './random.ts'
import { MINIMUM_ANSWERED, type PreparedData } from './usable-indicators.ts'

export interface DependentPair {
  items: [string, string]
  /** Bivariate residual per degree of freedom; above 3.84 the two go together more than the classes explain. Not chi-square distributed. */
  residual: number
  /**
   * From simulations of the model, and adjusted over all pairs (Benjamini–Hochberg); null unless recorded. The tail is that of
   * the scaled chi-square with the mean and variance of the simulations: 99 of them alone could never tell among 300 pairs.
   */
  p: number | null
  q: number | null
}

/** By rule of thumb, a residual that deserves to be looked at. */
const NOTABLE = 3.84
const DISCOVERY_RATE = 0.05

type Model = Pick<LatentClassFit, 'classes' | 'estimates'>

/**
 * Pairs of categorical items whose joint answers the classes leave unexplained, largest first. Without simulations those of
 * a residual above 3.84 are given; with them, those that stand behind a false discovery rate of 5 %.
 * @param simulated residuals of all pairs in data drawn from the model, one array a simulation
 * Source: Oberski, van Kollenburg & Vermunt (2013), Advances in Data Analysis and Classification 7, 267–279.
 */
export function localDependence(
  observations: Observations,
  fit: Model,
  simulated: readonly Float64Array[] = [],
): DependentPair[] {
  const names = observations.items.map((item) => item.name)
  const pairs = categoricalPairs(observations)
  const residuals = bivariateResiduals(observations, fit)
  if (simulated.length === 0) {
    return pairs
      .map(([first, second], at) => ({
        items: [names[first]!, names[second]!] as [string, string],
        residual: residuals[at]!,
        p: null,
        q: null,
      }))
      .filter(({ residual }) => residual > NOTABLE)
      .sort((one, other) => other.residual - one.residual)
  }
  const ps = pairs.map((_, at) =>
    tailOf(
      residuals[at]!,
      simulated.map((copy) => copy[at]!),
    ),
  )
  const qs = benjaminiHochberg(ps)
  return pairs
    .map(([first, second], at) => ({
      items: [names[first]!, names[second]!] as [string, string],
      residual: residuals[at]!,
      p: ps[at]!,
      q: qs[at]!,
    }))
    .filter(({ q }) => q < DISCOVERY_RATE)
    .sort((one, other) => other.residual - one.residual)
}

/** Chance of a residual at least as large, by Satterthwaite's scaled chi-square. */
function tailOf(residual: number, simulated: number[]): number {
  const mean = simulated.reduce((sum, value) => sum + value, 0) / simulated.length
  const variance = simulated.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (simulated.length - 1)
  if (!(variance > 0)) return residual > mean ? 0 : 1
  return chiSquareAbove((2 * mean * residual) / variance, (2 * mean * mean) / variance)
}

/** Residuals of all pairs in one data set drawn from the model and fitted again from its estimates. */
export function simulatedResiduals(
  prepared: PreparedData,
  { classes, estimates, prior, seed }: { classes: number; estimates: Float64Array; prior: number; seed: number },
): Float64Array {
  const copy = drawFromModel(prepared.data, { classes, estimates }, randomFrom(seed))
  const observations = observe(copy, { minimumAnswered: MINIMUM_ANSWERED })
  const top = accelerate(new ExpectationMaximisation(observations, { classes, prior }), estimates, screeningStop)
  return bivariateResiduals(observations, { classes, estimates: top.parameters })
}

/**
 * Bivariate residual of every pair of categorical items, per degree of freedom, in the order (1,2), (1,3) … (2,3) …
 * Source: Vermunt & Magidson (2005), Technical Guide for Latent GOLD.
 */
export function bivariateResiduals(observations: Observations, fit: Model): Float64Array {
  const { offsets } = layoutOf(observations.items, fit.classes)
  return Float64Array.from(categoricalPairs(observations), ([first, second]) =>
    bivariateResidual(observations, fit, {
      first,
      second,
      firstOffset: offsets[first]!,
      secondOffset: offsets[second]!,
    }),
  )
}

function categoricalPairs({ items }: Observations): [number, number][] {
  const places = items.flatMap((item, place) => (item.kind === 'categorical' ? [place] : []))
  return places.flatMap((first, at) => places.slice(at + 1).map((second): [number, number] => [first, second]))
}

function bivariateResidual(
  observations: Observations,
  fit: Model,
  at: { first: number; second: number; firstOffset: number; secondOffset: number },
): number {
  const { classes, estimates } = fit
  const one = observations.items[at.first]!
  const other = observations.items[at.second]!
  const width = observations.items.length
  const seen = new Float64Array(one.rows * other.rows)
  let people = 0
  for (let pattern = 0; pattern < observations.patterns; pattern++) {
    const a = observations.rows[pattern * width + at.first]!
    const b = observations.rows[pattern * width + at.second]!
    if (a === observations.valueRows || b === observations.valueRows) continue
    seen[(a - one.firstRow) * other.rows + b - other.firstRow]! += observations.weights[pattern]!
    people += observations.weights[pattern]!
  }
  let total = 0
  for (let a = 0; a < one.rows; a++) {
    for (let b = 0; b < other.rows; b++) {
      let probability = 0
      for (let index = 0; index < classes; index++) {
        probability +=
          estimates[index]! *
          estimates[at.firstOffset + a * classes + index]! *
          estimates[at.secondOffset + b * classes + index]!
      }
      const expected = people * probability
      if (expected > 1e-9) total += (seen[a * other.rows + b]! - expected) ** 2 / expected
    }
  }
  return total / Math.max(1, (one.rows - 1) * (other.rows - 1))
}
