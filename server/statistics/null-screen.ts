import type { StageRunner } from './analysis-stages.ts'
import type { IndicatorData } from './indicator.ts'
import type { LatentClassFit } from './latent-class/fit.ts'
import type { NullName } from './nulls.ts'
import { seedOf } from './random.ts'
import { isOrdered } from './rank-scores.ts'
import type { NullCopy, StatisticsTask } from './tasks.ts'

export interface NullEvidence {
  /** BIC of one class less BIC of the chosen number. */
  observedGain: number
  /** Gain of each copy; the last one reached the observed gain when the null was not beaten and the screen stopped there. */
  copies: number[]
  beaten: boolean
  /** Standard deviations of the copies by which the observed gain lies above their mean; null with fewer than ten. */
  margin: number | null
  /** (1 + copies that gained at least as much) / (copies + 1); null when the screen stopped early, where it has no meaning. */
  p: number | null
  /** Items the null covers; the others are shuffled on their own. */
  covers: string[]
}

export interface Nulls {
  n0?: NullEvidence
  n1?: NullEvidence
}

const SCREEN_COPIES = 19
const RECORD_COPIES = 99
/** Copies fitted before looking whether one reached the gain; the same for any number of threads. */
const BATCH = 4

interface ScreenOptions {
  fits: LatentClassFit[]
  chosen: number
  atCap: boolean
  maximumClasses: number
  prior: number
  seed: number
  record: boolean
}

/**
 * Whether copies without structure (n0) and without classes (n1) gain as much BIC from classes as the answers do.
 * n1 is skipped when n0 already does. At the cap, the number of classes is taken back to the first step that gains no
 * more than the same step under n1.
 */
export async function screenNulls(
  data: IndicatorData,
  options: ScreenOptions,
  step: StageRunner,
): Promise<{ chosen: number; nulls: Nulls }> {
  const everything = data.indicators.map((indicator) => indicator.name)
  const ordered = data.indicators.filter(isOrdered).map((indicator) => indicator.name)
  const independent = await drawCopies('n0', options, step)
  let chosen = options.chosen
  if (!evidenceOf(independent, options, chosen, everything).beaten) {
    return { chosen, nulls: { n0: evidenceOf(independent, options, chosen, everything) } }
  }
  const correlated = await drawCopies('n1', options, step)
  if (options.atCap) chosen = stepBack(options.fits, correlated)
  return {
    chosen,
    nulls: {
      n0: evidenceOf(independent, options, chosen, everything),
      n1: evidenceOf(correlated, options, chosen, ordered.length >= 2 ? ordered : []),
    },
  }
}

async function drawCopies(name: NullName, options: ScreenOptions, step: StageRunner): Promise<NullCopy[]> {
  const { fits, chosen, atCap, maximumClasses, prior, seed, record } = options
  const total = record ? RECORD_COPIES : SCREEN_COPIES
  const observed = fits[0]!.bic - fits[chosen - 1]!.bic
  // Where the number of classes is still open, or p is printed, every copy is fitted to its own end.
  const needsAll = record || (atCap && name === 'n1')
  const copies: NullCopy[] = []
  while (copies.length < total) {
    const tasks = Array.from(
      { length: Math.min(BATCH, total - copies.length) },
      (_, index): StatisticsTask => ({
        kind: 'null',
        null: name,
        prior,
        seed: seedOf(seed, name, copies.length + index),
        maximumClasses,
        classes: chosen,
        estimates: fits[chosen - 1]!.estimates,
        ...(needsAll ? {} : { enough: observed }),
      }),
    )
    const stage = name === 'n0' ? 'independent copies' : 'correlated copies'
    const noun = name === 'n0' ? 'Shuffled copy' : 'Copy without groups'
    for (const result of await step(stage, noun, tasks, { done: copies.length, total })) {
      if (result.kind !== 'null') throw new TypeError(`A null task answered with ${result.kind}.`)
      copies.push(result.copy)
      // Results behind the first that reached the gain are dropped, so that the list never depends on the batch.
      if (!needsAll && result.copy.gain >= observed) return copies
    }
  }
  return copies
}

function evidenceOf(
  copies: NullCopy[],
  { fits, record, atCap }: ScreenOptions,
  chosen: number,
  covers: string[],
): NullEvidence {
  const observedGain = fits[0]!.bic - fits[chosen - 1]!.bic
  const reached = copies.filter((copy) => copy.gain >= observedGain).length
  const isWhole = record || atCap || reached === 0
  return {
    observedGain,
    copies: copies.map((copy) => copy.gain),
    beaten: reached === 0,
    margin: marginOf(
      observedGain,
      copies.map((copy) => copy.gain),
    ),
    p: isWhole ? (1 + reached) / (copies.length + 1) : null,
    covers,
  }
}

const FEWEST_FOR_MARGIN = 10

function marginOf(gain: number, copies: number[]): number | null {
  if (copies.length < FEWEST_FOR_MARGIN) return null
  const mean = copies.reduce((sum, value) => sum + value, 0) / copies.length
  const variance = copies.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (copies.length - 1)
  return variance > 0 ? (gain - mean) / Math.sqrt(variance) : null
}

/** Smallest number of classes whose next step gains no more than the largest same step of any copy; the cap when all gain more. */
function stepBack(fits: LatentClassFit[], copies: NullCopy[]): number {
  for (let classes = 2; classes < fits.length; classes++) {
    const gain = fits[classes - 1]!.bic - fits[classes]!.bic
    const largest = Math.max(
      ...copies.map(({ bics }) =>
        bics.length > classes ? bics[classes - 1]! - bics[classes]! : Number.NEGATIVE_INFINITY,
      ),
    )
    if (gain <= largest) return classes
  }
  return fits.length
}
