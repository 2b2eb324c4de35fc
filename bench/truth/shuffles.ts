import { association } from '../../server/statistics/crosstab.ts'
import { describeByClass } from '../../server/statistics/describing.ts'
import type { Indicator } from '../../server/statistics/indicator.ts'
import { fitLatentClasses, patternPosteriors } from '../../server/statistics/latent-class/fit.ts'
import { spread } from '../../server/statistics/class-description.ts'
import { randomFrom, seedOf, shuffle } from '../../server/statistics/random.ts'
import { modalClasses } from '../../server/statistics/stability.ts'
import { prepare } from '../../server/statistics/usable-indicators.ts'
import type { Results } from './results.ts'
import { plantedWorld } from './worlds.ts'

const SHUFFLES = 400
/** Below this the p-values are not those of chance. */
const LEAST_P = 0.01

/** Labels that have nothing to do with the classes: p-values must be uniform. */
export function runShuffles(results: Results): void {
  const seed = 31
  const { data } = plantedWorld({ size: 800, classes: 3, separation: 'middle', missing: 0.1, isWeighted: false, seed })
  const { observations } = prepare(data)
  const fit = fitLatentClasses(observations, { classes: 3, seed, prior: 1 })
  const posteriors = spread(patternPosteriors(observations, fit), observations, 3)
  const modal = modalClasses(posteriors, 3)
  const random = randomFrom(seedOf(seed, 'labels'))
  const region = Int16Array.from({ length: data.size }, () => random.integer(3))
  const years = Float64Array.from({ length: data.size }, () => 45 + 12 * random.normal())
  const ps: Record<string, number[]> = {
    'share of a persona against the rest': [],
    'mean of a persona against the rest': [],
    'cross-table of personas and labels': [],
  }
  for (let draw = 0; draw < SHUFFLES; draw++) {
    const labels: Indicator = {
      name: 'region',
      kind: 'nominal',
      categories: ['a', 'b', 'c'],
      values: shuffle(region.slice(), random),
    }
    const ages: Indicator = { name: 'age', kind: 'continuous', values: shuffle(years.slice(), random) }
    const differences = describeByClass([labels, ages], { posteriors, classes: 3 })
    const of = (variable: string) => differences.find((one) => one.variable === variable && one.index === 0)!
    ps['share of a persona against the rest']!.push(of('region').p)
    ps['mean of a persona against the rest']!.push(of('age').p)
    const table = [0, 1, 2].map(() => [0, 0, 0])
    modal.forEach((index, person) => {
      if (!Number.isNaN(posteriors[person * 3]!)) table[index]![labels.values[person]!]!++
    })
    ps['cross-table of personas and labels']!.push(association(table).p)
  }
  for (const [name, values] of Object.entries(ps)) {
    const { distance, p } = againstUniform(values)
    results.add({
      part: 'shuffles',
      name,
      seed,
      passed: p > LEAST_P,
      figures: {
        shuffles: values.length,
        'under .05': values.filter((value) => value < 0.05).length / values.length,
        'Kolmogorov–Smirnov D': Number(distance.toFixed(4)),
        p: Number(p.toFixed(3)),
      },
    })
  }
}

/**
 * Kolmogorov–Smirnov test of values against the uniform distribution.
 * Source: Stephens (1970), Journal of the Royal Statistical Society B 32, 115–122, for the finite sample.
 */
export function againstUniform(values: number[]): { distance: number; p: number } {
  const sorted = [...values].sort((one, other) => one - other)
  const n = sorted.length
  let distance = 0
  sorted.forEach((value, at) => {
    distance = Math.max(distance, value - at / n, (at + 1) / n - value)
  })
  const scaled = distance * (Math.sqrt(n) + 0.12 + 0.11 / Math.sqrt(n))
  let p = 0
  for (let term = 1; term <= 100; term++) p += 2 * (term % 2 === 1 ? 1 : -1) * Math.exp(-2 * (term * scaled) ** 2)
  return { distance, p: Math.max(0, Math.min(1, p)) }
}
