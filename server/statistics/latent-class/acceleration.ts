import type { ExpectationMaximisation } from './expectation-maximisation.ts'

export interface Ascent {
  parameters: Float64Array
  /** Log-likelihood plus log prior at `parameters`. */
  objective: number
  logLikelihood: number
  isConverged: boolean
}

export interface StoppingRule {
  /** Gain of the objective, as a part of its size, below which a cycle counts as still. */
  relativeGain: number
  /** Largest change of a scaled parameter in one EM step that counts as still. */
  change: number
  maximumSteps: number
  /** Plain EM steps at the end. */
  closingSteps: number
}

/** For figures that are printed. */
export const exactStop: StoppingRule = { relativeGain: 1e-9, change: 1e-6, maximumSteps: 6000, closingSteps: 20 }
/** For comparing numbers of classes: within a hundredth of the maximum. */
export const selectionStop: StoppingRule = { relativeGain: 1e-8, change: 1e-3, maximumSteps: 1200, closingSteps: 3 }
/** For copies of the data, of which only the gain in BIC or the assignment counts: within a few hundredths of the maximum. */
export const screeningStop: StoppingRule = { relativeGain: 2e-6, change: 1, maximumSteps: 240, closingSteps: 0 }

/** Plain EM for a fixed number of steps. */
export function climb(em: ExpectationMaximisation, from: Float64Array, steps: number): Ascent {
  let current = from.slice()
  let next = new Float64Array(from.length)
  let objective = Number.NEGATIVE_INFINITY
  let logLikelihood = Number.NEGATIVE_INFINITY
  for (let step = 0; step < steps; step++) {
    objective = em.step(current, next)
    logLikelihood = em.logLikelihood
    const spare = current
    current = next
    next = spare
  }
  // The figures belong to the parameters before the last step, a lower bound for those returned.
  return { parameters: current, objective, logLikelihood, isConverged: false }
}

/**
 * EM to the top, accelerated: two EM steps show the direction and the rate, an extrapolation leaps ahead, a third step
 * puts it right. A leap that lowers the objective is not taken, so the objective never falls.
 * Source: Varadhan & Roland (2008), Scandinavian Journal of Statistics 35(2), 335–353 (SQUAREM, scheme S3).
 */
export function accelerate(em: ExpectationMaximisation, from: Float64Array, stop: StoppingRule): Ascent {
  const length = from.length
  const scale = scalesOf(em)
  let start = from.slice()
  const first = new Float64Array(length)
  const second = new Float64Array(length)
  const leap = new Float64Array(length)
  const landed = new Float64Array(length)
  const lastStep = em.steps + stop.maximumSteps
  let longest = 4
  let still = 0
  let previous = Number.NEGATIVE_INFINITY
  let isConverged = em.classes === 1

  while (em.steps < lastStep && !isConverged) {
    const objective = em.step(start, first)
    const afterFirst = em.step(first, second)
    let squaredMove = 0
    let squaredTurn = 0
    let change = 0
    for (let at = 0; at < length; at++) {
      const move = (first[at]! - start[at]!) * scale[at]!
      const later = (second[at]! - first[at]!) * scale[at]!
      squaredMove += move * move
      squaredTurn += (later - move) * (later - move)
      if (Math.abs(later) > change) change = Math.abs(later)
    }
    still = objective - previous < stop.relativeGain * Math.abs(objective) ? still + 1 : 0
    previous = objective
    if (still >= 3 && change < stop.change) {
      start = second.slice()
      isConverged = true
      break
    }

    const wanted = squaredTurn > 0 ? Math.sqrt(squaredMove / squaredTurn) : 1
    const reach = Math.min(Math.max(1, wanted), longest)
    if (reach <= 1.01) {
      start.set(second)
      continue
    }
    for (let at = 0; at < length; at++) {
      const move = first[at]! - start[at]!
      leap[at] = start[at]! + 2 * reach * move + reach * reach * (second[at]! - first[at]! - move)
    }
    leapInLogarithms(em, leap, { start, first, second, reach })
    returnToDomain(em, leap, second)
    const afterLeap = em.step(leap, landed)
    if (afterLeap >= afterFirst - 1e-9 * Math.abs(afterFirst)) {
      start.set(landed)
      if (reach === longest) longest *= 4
    } else {
      start.set(second)
      longest = Math.max(2, longest / 2)
    }
  }
  return close(em, start, stop, isConverged)
}

function close(em: ExpectationMaximisation, from: Float64Array, stop: StoppingRule, isConverged: boolean): Ascent {
  let current: Float64Array = from
  let next: Float64Array = new Float64Array(from.length)
  for (let step = 0; step < stop.closingSteps; step++) {
    em.step(current, next)
    const spare = current
    current = next
    next = spare
  }
  const objective = em.step(current, next)
  return { parameters: current, objective, logLikelihood: em.logLikelihood, isConverged }
}

/**
 * Adjacent-category items leap in logarithms, where their model is linear: the leap then stays within the model, and its
 * likelihood may be compared with that of the step before.
 */
function leapInLogarithms(
  em: ExpectationMaximisation,
  leap: Float64Array,
  { start, first, second, reach }: { start: Float64Array; first: Float64Array; second: Float64Array; reach: number },
): void {
  const { classes } = em
  const { items, offsets } = em.layout
  items.forEach((item, place) => {
    if (!item.isAdjacent) return
    for (let index = 0; index < classes; index++) {
      let largest = Number.NEGATIVE_INFINITY
      for (let row = 0, at = offsets[place]! + index; row < item.rows; row++, at += classes) {
        const [one, two, three] = [start[at]!, first[at]!, second[at]!].map((value) => Math.log(Math.max(value, 1e-12)))
        leap[at] = one! + 2 * reach * (two! - one!) + reach * reach * (three! - 2 * two! + one!)
        largest = Math.max(largest, leap[at]!)
      }
      // Where the leap runs away it would be put back into the domain, and so out of the model: it is held at e^−25.
      for (let row = 0, at = offsets[place]! + index; row < item.rows; row++, at += classes) {
        leap[at] = Math.exp(Math.max(-25, leap[at]! - largest))
      }
    }
  })
}

/**
 * An extrapolated probability may leave (0, 1), where EM, which multiplies, could never bring it back from zero quickly:
 * it is put at a hundredth of where EM had it, never below 1e-8, and the item's probabilities sum to one again.
 */
function returnToDomain(em: ExpectationMaximisation, leap: Float64Array, anchor: Float64Array): void {
  const { classes } = em
  const { items, offsets } = em.layout
  returnProbabilities(leap, anchor, { offset: 0, rows: classes, stride: 1 })
  items.forEach((item, place) => {
    const offset = offsets[place]!
    for (let index = 0; index < classes; index++) {
      if (item.kind === 'categorical') {
        returnProbabilities(leap, anchor, { offset: offset + index, rows: item.rows, stride: classes })
      } else if (item.kind === 'count') {
        leap[offset + index] = Math.max(leap[offset + index]!, anchor[offset + index]! * 0.1, 1e-9)
      } else {
        const at = offset + classes + index
        leap[at] = Math.max(leap[at]!, anchor[at]! * 0.3)
      }
    }
  })
}

function returnProbabilities(
  leap: Float64Array,
  anchor: Float64Array,
  { offset, rows, stride }: { offset: number; rows: number; stride: number },
): void {
  let total = 0
  for (let row = 0, at = offset; row < rows; row++, at += stride) {
    leap[at] = Math.max(leap[at]!, anchor[at]! * 0.01, 1e-8)
    total += leap[at]!
  }
  for (let row = 0, at = offset; row < rows; row++, at += stride) leap[at]! /= total
}

/** Puts rates, means and variances on the scale of probabilities, so that the length of a move means the same for all. */
function scalesOf(em: ExpectationMaximisation): Float64Array {
  const { classes } = em
  const { items, offsets, length } = em.layout
  const scale = new Float64Array(length).fill(1)
  items.forEach((item, place) => {
    if (item.kind === 'categorical') return
    const spread = item.variance > 0 ? item.variance : 1
    for (let index = 0; index < classes; index++) {
      scale[offsets[place]! + index] = 1 / Math.sqrt(spread)
      if (item.kind === 'continuous') scale[offsets[place]! + classes + index] = 1 / spread
    }
  })
  return scale
}
