import type { Indicator, IndicatorData } from '../../server/statistics/indicator.ts'
import { normalBelow, normalQuantile } from '../../server/statistics/distributions.ts'
import { type Random, randomFrom, seedOf } from '../../server/statistics/random.ts'

/** People made from a known truth, and what that truth was. */
export interface World {
  data: IndicatorData
  /** What was drawn, in short: "n 500, 8 items of 5, loadings .42 to .77". */
  description: string
}

export interface NullWorld extends World {
  seed: number
}

export const nullFamilies = ['independent', 'one-factor', 'one-factor with style'] as const
export type NullFamily = (typeof nullFamilies)[number]

/**
 * People without classes: 300 to 2,000 of them, 6 to 12 binary or ordinal items of 3 to 7 points with skewed margins. Items
 * stand alone, or share one factor with loadings of .4 to .8; with a style, people also differ in how extremely they answer.
 */
export function nullWorld(family: NullFamily, index: number): NullWorld {
  const seed = seedOf(20_261_125, family, index)
  const random = randomFrom(seed)
  const size = [300, 500, 1000, 2000][random.integer(4)]!
  const points = [2, 3, 5, 7][random.integer(4)]!
  const loadings = Array.from({ length: 6 + random.integer(7) }, () =>
    family === 'independent' ? 0 : 0.4 + 0.4 * random.next(),
  )
  const style = family === 'one-factor with style' ? 0.2 + 0.4 * random.next() : 0
  const limits = loadings.map(() => skewedLimits(points, random))
  const values = loadings.map(() => new Int16Array(size))
  for (let person = 0; person < size; person++) {
    const level = random.normal()
    const spread = style > 0 ? Math.exp(style * random.normal()) : 1
    loadings.forEach((loading, item) => {
      const latent = spread * (loading * level + Math.sqrt(1 - loading * loading) * random.normal())
      values[item]![person] = limits[item]!.filter((limit) => latent > limit).length
    })
  }
  const range = [Math.min(...loadings), Math.max(...loadings)].map((loading) => loading.toFixed(2))
  const about = `n ${size}, ${loadings.length} items of ${points}`
  return {
    seed,
    data: { indicators: values.map((answers, item) => ordinal(`Q${item + 1}`, points, answers)), size },
    description:
      family === 'independent'
        ? about
        : `${about}, loadings ${range.join(' to ')}${style > 0 ? `, style ${style.toFixed(2)}` : ''}`,
  }
}

export interface PlantedCase {
  size: number
  classes: 3 | 4
  separation: 'low' | 'middle' | 'high'
  missing: number
  isWeighted: boolean
  seed: number
}

export interface PlantedWorld extends World {
  truth: Int32Array
  /** Most likely class of each person if the true parameters were known. */
  oracle: Int32Array
}

/** Spread of people within a class, on the latent scale of the answers: the classes' means lie 1 … 5. */
const deviations = { low: 2.1, middle: 1.5, high: 1.1 }
const profiles = [
  [5, 5, 1, 1, 4, 2, 3, 5],
  [1, 2, 5, 4, 2, 5, 5, 1],
  [3, 1, 2, 5, 5, 5, 1, 3],
  [2, 4, 4, 2, 1, 1, 5, 5],
]
const shares = { 3: [0.45, 0.3, 0.25], 4: [0.35, 0.25, 0.2, 0.2] }

/** Eight five-point items whose classes cross: what one agrees with another rejects. Weights, where asked for, are log-normal and tell nothing. */
export function plantedWorld(about: PlantedCase): PlantedWorld {
  const random = randomFrom(seedOf(about.seed, 'planted'))
  const deviation = deviations[about.separation]
  const chances = profiles
    .slice(0, about.classes)
    .map((profile) => profile.map((centre) => pointChances(centre - 1, deviation)))
  const own = shares[about.classes]
  const truth = Int32Array.from({ length: about.size }, () => drawIndex(own, random))
  const values = profiles[0]!.map((_, item) =>
    Int16Array.from(truth, (index) => (random.next() < about.missing ? -1 : drawIndex(chances[index]![item]!, random))),
  )
  const oracle = truth.map((_, person) => {
    const logs = own.map((share, index) =>
      values.reduce(
        (sum, answers, item) =>
          answers[person]! < 0 ? sum : sum + Math.log(chances[index]![item]![answers[person]!]!),
        Math.log(share),
      ),
    )
    return logs.indexOf(Math.max(...logs))
  })
  const weights = about.isWeighted
    ? Float64Array.from({ length: about.size }, () => Math.exp(0.5 * random.normal()))
    : undefined
  return {
    data: {
      indicators: values.map((answers, item) => ordinal(`Q${item + 1}`, 5, answers)),
      size: about.size,
      ...(weights ? { weights } : {}),
    },
    truth,
    oracle,
    description: `n ${about.size}, ${about.classes} classes, separation ${about.separation}, ${100 * about.missing} % missing, ${about.isWeighted ? 'weighted' : 'unweighted'}`,
  }
}

function ordinal(name: string, points: number, values: Int16Array): Indicator {
  const categories = Array.from({ length: points }, (_, at) => String(at + 1))
  return { name, kind: points === 2 ? 'binary' : 'ordinal', categories, values }
}

/** Limits of answers on the latent scale: shares drawn so that no answer is rarer than a third of an even one. */
function skewedLimits(points: number, random: Random): number[] {
  const parts = Array.from({ length: points }, () => 0.5 + random.next() * 1.5)
  const total = parts.reduce((sum, part) => sum + part, 0)
  let below = 0
  return parts.slice(0, -1).map((part) => {
    below += part / total
    return normalQuantile(below)
  })
}

function pointChances(centre: number, deviation: number): number[] {
  return [0, 1, 2, 3, 4].map((point) => {
    const above = point === 4 ? 1 : normalBelow((point + 0.5 - centre) / deviation)
    const below = point === 0 ? 0 : normalBelow((point - 0.5 - centre) / deviation)
    return above - below
  })
}

function drawIndex(chances: number[], random: Random): number {
  let draw = random.next()
  for (let index = 0; index < chances.length - 1; index++) {
    draw -= chances[index]!
    if (draw < 0) return index
  }
  return chances.length - 1
}
