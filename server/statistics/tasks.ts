import { agreementWithout } from './decisive-items.ts'
import type { IndicatorData } from './indicator.ts'
import { screeningStop, selectionStop, exactStop } from './latent-class/acceleration.ts'
import { fitLatentClasses, type LatentClassFit } from './latent-class/fit.ts'
import { observe, type Observations } from './latent-class/observations.ts'
import { simulatedResiduals } from './local-dependence.ts'
import { correlatedCopy, type CorrelatedNull, independentCopy, type NullName, prepareCorrelatedNull } from './nulls.ts'
import { seedOf } from './random.ts'
import { simulatedRatio } from './likelihood-ratio.ts'
import { type HalvesAgreement, resamplePair, type ResamplePair, splitHalf } from './stability.ts'
import { MINIMUM_ANSWERED, type PreparedData, prepare } from './usable-indicators.ts'

/** A piece of work that needs only the data and these few numbers, so that it can be done on any thread, in any order. */
export type StatisticsTask =
  | {
      kind: 'fit'
      classes: number
      prior: number
      seed: number
      starts?: number
      warm?: Float64Array
      stop?: 'short' | 'exact'
    }
  | NullTask
  | { kind: 'resample'; classes: number; estimates: Float64Array; prior: number; seed: number }
  | { kind: 'split'; classes: number; prior: number; seed: number; starts: number }
  | { kind: 'without'; classes: number; estimates: Float64Array; without: number[]; prior: number; seed: number }
  | { kind: 'dependence'; classes: number; estimates: Float64Array; prior: number; seed: number }
  | {
      kind: 'likelihood ratio'
      classes: number
      fewer: Float64Array
      estimates: Float64Array
      prior: number
      seed: number
    }

export interface NullTask {
  kind: 'null'
  null: NullName
  prior: number
  seed: number
  maximumClasses: number
  /** Classes of the observed solution, and its estimates, from which the copy is also fitted under n1. */
  classes: number
  estimates: Float64Array
  /** The copy is done once it gained this much; absent: all numbers of classes are fitted. */
  enough?: number
}

export interface NullCopy {
  /** BIC of one class less the smallest BIC: 0 when one class is best. */
  gain: number
  /** BIC by number of classes, from 1; shorter than the range when BIC rose twice or the gain was enough. */
  bics: number[]
}

export type StatisticsResult =
  | { kind: 'fit'; fit: LatentClassFit }
  | { kind: 'null'; copy: NullCopy }
  | { kind: 'resample'; pair: ResamplePair }
  | { kind: 'split'; agreement: HalvesAgreement }
  | { kind: 'without'; agreement: number }
  | { kind: 'dependence'; residuals: Float64Array }
  | { kind: 'likelihood ratio'; ratio: number }

/** Does the tasks and answers in their order, whatever the order they were finished in. `onDone` hears of each one finished. */
export type TaskRunner = (tasks: StatisticsTask[], onDone?: () => void) => Promise<StatisticsResult[]>

/** The function that does single tasks on these data; what several tasks need is prepared once. */
export function taskHandler(data: IndicatorData): (task: StatisticsTask) => StatisticsResult {
  const prepared = prepare(data)
  let correlated: CorrelatedNull | undefined
  return (task) => {
    switch (task.kind) {
      case 'fit':
        return { kind: 'fit', fit: fitTask(prepared.observations, task) }
      case 'null':
        if (task.null === 'n1') correlated ??= prepareCorrelatedNull(prepared.data)
        return { kind: 'null', copy: fitCopy(prepared, correlated, task) }
      case 'resample':
        return { kind: 'resample', pair: resamplePair(prepared.observations, task) }
      case 'split':
        return { kind: 'split', agreement: splitHalf(prepared.observations, task) }
      case 'without':
        return { kind: 'without', agreement: agreementWithout(prepared, task) }
      case 'dependence':
        return { kind: 'dependence', residuals: simulatedResiduals(prepared, task) }
      case 'likelihood ratio':
        return { kind: 'likelihood ratio', ratio: simulatedRatio(prepared, task) }
      default:
        return task satisfies never
    }
  }
}

/** A runner on this thread. Between tasks it gives way, so that a cancelled run ends soon. */
export function inlineRunner(data: IndicatorData, signal?: AbortSignal): TaskRunner {
  const handle = taskHandler(data)
  return async (tasks, onDone) => {
    const results: StatisticsResult[] = []
    for (const task of tasks) {
      signal?.throwIfAborted()
      results.push(handle(task))
      onDone?.()
      await Promise.resolve()
    }
    return results
  }
}

function fitTask(observations: Observations, task: Extract<StatisticsTask, { kind: 'fit' }>): LatentClassFit {
  return fitLatentClasses(observations, {
    classes: task.classes,
    prior: task.prior,
    seed: task.seed,
    starts: task.starts,
    warm: task.warm ? [task.warm] : [],
    ...(task.stop === 'short' ? { polished: 1, seekReplication: false } : {}),
    stop: task.stop === 'exact' ? exactStop : task.stop === 'short' ? screeningStop : selectionStop,
  })
}

/**
 * A null copy through the same pipeline as the answers: the same range of classes, fewer starts. Under n1 the fit also
 * starts from the observed solution, which a copy without classes often resembles.
 */
function fitCopy(prepared: PreparedData, correlated: CorrelatedNull | undefined, task: NullTask): NullCopy {
  const copy =
    task.null === 'n0'
      ? independentCopy(prepared.data, task.seed)
      : correlatedCopy(prepared.data, correlated!, task.seed)
  const observations = observe(copy, { minimumAnswered: MINIMUM_ANSWERED })
  const bics: number[] = []
  let best = Number.POSITIVE_INFINITY
  let rises = 0
  for (let classes = 1; classes <= task.maximumClasses; classes++) {
    const warm = task.null === 'n1' && classes === task.classes ? [task.estimates] : []
    const bic = fitCopyOnce(observations, task, { classes, warm, oneClass: bics[0] })
    rises = bics.length > 0 && bic > bics.at(-1)! ? rises + 1 : 0
    bics.push(bic)
    best = Math.min(best, bic)
    if (task.enough !== undefined && bics[0]! - best >= task.enough) break
    if (rises >= 2 && (task.null === 'n0' || classes >= task.classes)) break
  }
  return { gain: bics[0]! - best, bics }
}

function fitCopyOnce(
  observations: Observations,
  { prior, seed }: NullTask,
  { classes, warm, oneClass }: { classes: number; warm: Float64Array[]; oneClass?: number },
): number {
  const short = fitLatentClasses(observations, {
    classes,
    prior,
    seed: seedOf(seed, 'copy'),
    warm,
    starts: 3,
    firstSteps: 15,
    polished: 1 + warm.length,
    stop: { ...screeningStop, maximumSteps: 15 },
    seekReplication: false,
  })
  if (oneClass === undefined) return short.bic
  // A copy that lacks more than half of what the further classes cost won't make it up at the top.
  const cost = (short.parameters * (classes - 1) * Math.log(observations.fitted)) / classes
  if (short.bic - oneClass > 0.5 * cost) return short.bic
  return fitLatentClasses(observations, {
    classes,
    prior,
    seed,
    warm: [short.estimates],
    starts: 0,
    polished: 1,
    stop: screeningStop,
    seekReplication: false,
  }).bic
}
