import { contrastAt, contrastLayout, contrastsOf } from './latent-class/contrasts.ts'
import { ExpectationMaximisation } from './latent-class/expectation-maximisation.ts'
import type { LatentClassFit } from './latent-class/fit.ts'
import type { Observations } from './latent-class/observations.ts'
import type { IndicatorData } from './indicator.ts'
import { cohenH, hedgesG } from './proportions.ts'
import type { Resample } from './stability.ts'

/** A difference between a class and everyone else, with its interval from the resamples. */
export interface Contrast {
  /** Share (0 … 1) or mean among these people, posterior-weighted. */
  these: number
  rest: number
  difference: number
  low: number
  high: number
  /** Cohen's h for a share, Hedges' g for a mean. */
  effect: number
  /** The interval excludes zero and the difference is large enough to matter. */
  distinctive: boolean
}

export interface ItemContrast {
  name: string
  kind: 'nominal' | 'ordinal' | 'binary' | 'count' | 'continuous'
  /** Set for categories; `contrasts` then has one entry each, otherwise one for the mean. */
  categories?: string[]
  contrasts: Contrast[]
  /** Ordinal items: the mean position, first category 0. */
  position?: Contrast
  /** Effective people behind the two sides. */
  baseThese: number
  baseRest: number
  /** Any of the contrasts is distinctive. */
  distinctive: boolean
}

export interface ShareEstimate {
  share: number
  /** People classified. */
  base: number
  low: number
  high: number
}

/** The floors below which a difference is no claim, whatever its interval. */
export const effectFloor = { h: 0.2, points: 0.1, d: 0.3 }

/**
 * What the people of each class answer, beside everyone else. Indicators built the classes, so nothing is tested here:
 * differences come with the percentile interval of class-matched resamples and an effect floor.
 */
export function profilesOf(
  data: IndicatorData,
  observations: Observations,
  fit: LatentClassFit,
  { prior, resamples }: { prior: number; resamples: Resample[] },
): ItemContrast[][] {
  const { classes } = fit
  const em = new ExpectationMaximisation(observations, { classes, prior })
  em.step(fit.estimates, new Float64Array(fit.estimates.length))
  const counts = em.expectedCounts
  const layout = contrastLayout(observations.items, classes)
  const observed = contrastsOf(observations, counts, classes)
  // Weights shrink the base of every item alike.
  const efficiency = observations.fitted / observations.squaredWeights

  return Array.from({ length: classes }, (_, index) =>
    observations.items.map((item, place): ItemContrast => {
      const people = peopleOf(counts, item, classes, index)
      const baseThese = people.these * efficiency
      const baseRest = people.rest * efficiency
      const drawn = (part: number) =>
        resamples.map((resample) => differenceAt(resample.contrasts, contrastAt(layout, place, index, part)))
      const indicator = data.indicators[place]!
      if (item.kind !== 'categorical') {
        const at = contrastAt(layout, place, index, 0)
        const spread = (own: boolean) =>
          varianceOf(counts, item, { classes, index, own, mean: observed[own ? at : at + 1]! })
        const effect = hedgesG(
          { mean: observed[at]!, variance: spread(true), base: baseThese },
          { mean: observed[at + 1]!, variance: spread(false), base: baseRest },
        )
        const mean = contrastOf({ these: observed[at]!, rest: observed[at + 1]!, effect, drawn: drawn(0) })
        return {
          name: item.name,
          kind: indicator.kind,
          contrasts: [mean],
          baseThese,
          baseRest,
          distinctive: mean.distinctive,
        }
      }
      const contrasts = Array.from({ length: item.rows }, (_, part) => {
        const at = contrastAt(layout, place, index, part)
        const effect = cohenH(observed[at]!, observed[at + 1]!)
        return contrastOf({ these: observed[at]!, rest: observed[at + 1]!, effect, drawn: drawn(part), isShare: true })
      })
      const position =
        indicator.kind === 'ordinal'
          ? positionOf(contrasts, { baseThese, baseRest, drawn: contrasts.map((_, part) => drawn(part)) })
          : undefined
      return {
        name: item.name,
        kind: indicator.kind,
        categories: item.categories!,
        contrasts,
        ...(position ? { position } : {}),
        baseThese,
        baseRest,
        distinctive: contrasts.some((contrast) => contrast.distinctive) || position?.distinctive === true,
      }
    }),
  )
}

/** Percentile interval of values drawn by resampling; both ends NaN when none were drawn. */
export function percentileInterval(drawn: number[], confidence = 0.95): { low: number; high: number } {
  const sorted = drawn.filter((value) => !Number.isNaN(value)).sort((one, other) => one - other)
  if (sorted.length === 0) return { low: Number.NaN, high: Number.NaN }
  const at = (fraction: number) => {
    const place = fraction * (sorted.length - 1)
    const below = Math.floor(place)
    const above = Math.min(sorted.length - 1, below + 1)
    return sorted[below]! + (place - below) * (sorted[above]! - sorted[below]!)
  }
  return { low: at((1 - confidence) / 2), high: at((1 + confidence) / 2) }
}

function contrastOf({
  these,
  rest,
  effect,
  drawn,
  isShare = false,
}: {
  these: number
  rest: number
  effect: number
  drawn: number[]
  isShare?: boolean
}): Contrast {
  const { low, high } = percentileInterval(drawn)
  const difference = these - rest
  const isLarge = isShare
    ? Math.abs(effect) >= effectFloor.h || Math.abs(difference) >= effectFloor.points
    : Math.abs(effect) >= effectFloor.d
  return { these, rest, difference, low, high, effect, distinctive: isLarge && (low > 0 || high < 0) }
}

function positionOf(
  contrasts: Contrast[],
  { baseThese, baseRest, drawn }: { baseThese: number; baseRest: number; drawn: number[][] },
): Contrast {
  const mean = (read: (contrast: Contrast) => number) =>
    contrasts.reduce((sum, contrast, place) => sum + place * read(contrast), 0)
  const these = mean((contrast) => contrast.these)
  const rest = mean((contrast) => contrast.rest)
  const variance = (read: (contrast: Contrast) => number, centre: number) =>
    contrasts.reduce((sum, contrast, place) => sum + read(contrast) * (place - centre) ** 2, 0)
  const effect = hedgesG(
    { mean: these, variance: variance((contrast) => contrast.these, these), base: baseThese },
    { mean: rest, variance: variance((contrast) => contrast.rest, rest), base: baseRest },
  )
  const resamples = drawn[0]!.map((_, resample) => drawn.reduce((sum, part, place) => sum + place * part[resample]!, 0))
  return contrastOf({ these, rest, effect, drawn: resamples })
}

function differenceAt(contrasts: Float64Array, at: number): number {
  return contrasts[at]! - contrasts[at + 1]!
}

function peopleOf(
  counts: Float64Array,
  item: { firstRow: number; rows: number },
  classes: number,
  index: number,
): { these: number; rest: number } {
  let these = 0
  let rest = 0
  for (let row = item.firstRow; row < item.firstRow + item.rows; row++) {
    for (let other = 0; other < classes; other++) {
      if (other === index) these += counts[row * classes + other]!
      else rest += counts[row * classes + other]!
    }
  }
  return { these, rest }
}

function varianceOf(
  counts: Float64Array,
  item: { firstRow: number; rows: number; values?: Float64Array },
  { classes, index, own, mean }: { classes: number; index: number; own: boolean; mean: number },
): number {
  let people = 0
  let squares = 0
  for (let row = 0; row < item.rows; row++) {
    for (let other = 0; other < classes; other++) {
      if ((other === index) !== own) continue
      const count = counts[(item.firstRow + row) * classes + other]!
      people += count
      squares += count * (item.values![row]! - mean) ** 2
    }
  }
  return people > 0 ? squares / people : 0
}
