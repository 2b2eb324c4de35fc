import { adjustedRand, overlapTable } from './agreement-of-partitions.ts'
import type { IndicatorData } from './indicator.ts'
import { itemPower, jointPower } from './item-diagnostics.ts'
import { screeningStop } from './latent-class/acceleration.ts'
import { fitLatentClasses, type LatentClassFit, patternPosteriors } from './latent-class/fit.ts'
import { observe, type Observations } from './latent-class/observations.ts'
import { layoutOf } from './latent-class/parameters.ts'
import { localDependence } from './local-dependence.ts'
import { modalClasses } from './stability.ts'
import { MINIMUM_ANSWERED, type PreparedData } from './usable-indicators.ts'

/** One or two questions, what they alone tell of the classes, and how far the classes return without them. */
export interface DecisiveItems {
  items: string[]
  /** Part of the doubt about a person's class that they remove, 0 … 1. */
  power: number
  /** Adjusted Rand index of the classes and of those found again without these items. */
  agreement: number
}

/** Items of less power are not tried: no classes hang on them. */
export const DECISIVE_POWER = 0.6
/** Most questions, and pairs of questions, that are tried. */
const MOST_TRIED = 2

/**
 * Questions that may be the persona under another name: those that remove most of the doubt about a person's class, alone or
 * as a pair that goes together more than the classes explain. They are only candidates: a refit without them decides.
 * @returns places of the items, one or two each
 */
export function decisiveCandidates(
  observations: Observations,
  fit: LatentClassFit,
): { places: number[]; power: number }[] {
  const { classes } = fit
  const posteriors = patternPosteriors(observations, fit)
  const names = observations.items.map(({ name }) => name)
  const single = itemPower(observations, posteriors, classes).map(({ power }, place) => ({ places: [place], power }))
  const pairs = localDependence(observations, fit)
    .slice(0, MOST_TRIED)
    .map(({ items }) => items.map((name) => names.indexOf(name)))
    .filter((places) => observations.items.length - places.length >= 2)
    .map((places) => ({ places, power: jointPower(observations, posteriors, { classes, places }) }))
  return [single, pairs].flatMap((list) =>
    list
      .filter(({ power }) => power >= DECISIVE_POWER)
      .sort((one, other) => other.power - one.power)
      .slice(0, MOST_TRIED),
  )
}

/**
 * How far the classes return when some items are left out and the model is fitted again, from its own estimates and from
 * random starts: adjusted Rand index over the people placed both times.
 */
export function agreementWithout(
  { data, observations }: PreparedData,
  task: { classes: number; estimates: Float64Array; without: number[]; prior: number; seed: number },
): number {
  const { classes, estimates, without, prior, seed } = task
  const rest: IndicatorData = { ...data, indicators: data.indicators.filter((_, place) => !without.includes(place)) }
  const fewer = observe(rest, { minimumAnswered: MINIMUM_ANSWERED })
  const fit = fitLatentClasses(fewer, {
    classes,
    prior,
    seed,
    warm: [estimatesWithout(observations, task)],
    starts: 6,
    firstSteps: 15,
    polished: 3,
    stop: screeningStop,
    seekReplication: false,
  })
  const before = modalClasses(patternPosteriors(observations, { classes, estimates }), classes)
  const after = modalClasses(patternPosteriors(fewer, fit), classes)
  const people: number[] = []
  observations.patternOf.forEach((pattern, person) => {
    if (pattern >= 0 && fewer.patternOf[person]! >= 0) people.push(person)
  })
  const table = overlapTable(
    Int32Array.from(people, (person) => before[observations.patternOf[person]!]!),
    Int32Array.from(people, (person) => after[fewer.patternOf[person]!]!),
    {
      rows: classes,
      columns: classes,
      weights: Float64Array.from(people, (person) => observations.weightOf[person]!),
    },
  )
  return adjustedRand(table, { rows: classes, columns: classes })
}

function estimatesWithout(
  { items }: Observations,
  { classes, estimates, without }: { classes: number; estimates: Float64Array; without: number[] },
): Float64Array {
  const { offsets, length } = layoutOf(items, classes)
  const kept = [...estimates.subarray(0, classes)]
  items.forEach((_, place) => {
    if (!without.includes(place)) kept.push(...estimates.subarray(offsets[place]!, offsets[place + 1] ?? length))
  })
  return Float64Array.from(kept)
}
