import type { Random } from '../../statistics/random.ts'
import { rowCount, type SparseRow, type SparseRows } from './sparse-rows.ts'

/** One line through the features for each label: score = bias + weights · row, above 0 on the label's side. */
export interface LinearModel {
  labels: number
  /** Weight of a column for a label at [column * labels + label]. */
  weights: Float32Array
  biases: Float64Array
}

export interface Training {
  rows: SparseRows
  /** Rows that may be used, by index; the others are held out. */
  use: ArrayLike<number>
  /** 1 where the row carries the label, -1 where it does not, 0 where nobody said: at [row * labels + label]. */
  targets: Int8Array
  labels: number
  /** Cost of a row on the wrong side (C). */
  cost: number
  /** How many times more a row that carries the label costs, by label. */
  positiveWeights?: ArrayLike<number>
  epochs?: number
  /** Training ends when no row's projected gradient is larger than this. */
  tolerance?: number
  random: Random
}

/**
 * One-vs-rest linear classifiers: L2-regularised squared hinge loss, all labels in one walk over the rows.
 * Dual coordinate descent in an order that the generator shuffles, so the same rows and seed give the same weights.
 * Source: Hsieh, Chang, Lin, Keerthi & Sundararajan (2008), A dual coordinate descent method for large-scale linear SVM,
 * ICML, algorithm 1 (the L2-SVM); without shrinking.
 */
export function trainLinear(training: Training): LinearModel {
  const { rows, use, targets, labels, cost, random } = training
  const { epochs = 30, tolerance = 0.1 } = training
  // Labels are walked four at a time, so that their scores stay in registers: twice as fast as one inner loop over them all.
  const stride = labels === 1 ? 1 : Math.ceil(labels / 4) * 4
  const walk: Walk = { rows, stride, weights: new Float32Array(rows.width * stride), biases: new Float64Array(stride) }
  const alphas = new Float32Array(rowCount(rows) * labels)
  const norms = squaredNorms(rows)
  const scores = new Float64Array(stride)
  const steps = new Float64Array(stride)
  const order = Int32Array.from(use)

  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random)
    let largest = 0
    for (let at = 0; at < order.length; at++) {
      const row = order[at]!
      scoresInto(scores, walk, row)
      let isMoved = false
      for (let label = 0; label < labels; label++) {
        steps[label] = 0
        const target = targets[row * labels + label]!
        if (target === 0) continue
        const old = alphas[row * labels + label]!
        const weight = target > 0 && training.positiveWeights ? training.positiveWeights[label]! : 1
        const diagonal = 0.5 / (cost * weight)
        const gradient = target * scores[label]! - 1 + old * diagonal
        if (old === 0 && gradient >= 0) continue
        const size = Math.abs(gradient)
        if (size > largest) largest = size
        if (size < 1e-9) continue
        const next = Math.fround(Math.max(0, old - gradient / (norms[row]! + diagonal)))
        if (next === old) continue
        alphas[row * labels + label] = next
        steps[label] = (next - old) * target
        isMoved = true
      }
      if (isMoved) takeSteps(steps, walk, row)
    }
    if (largest < tolerance) break
  }
  return { labels, weights: withoutRoom(walk.weights, labels, stride), biases: walk.biases.slice(0, labels) }
}

/** What training walks over: as the model, with room after the last label so that `stride` is 1 or a multiple of 4. */
interface Walk {
  rows: SparseRows
  stride: number
  weights: Float32Array
  biases: Float64Array
}

function scoresInto(scores: Float64Array, { rows, stride, weights, biases }: Walk, row: number): void {
  const { columns, values } = rows
  const from = rows.starts[row]!
  const to = rows.starts[row + 1]!
  if (stride === 1) {
    let score = biases[0]!
    for (let cell = from; cell < to; cell++) score += values[cell]! * weights[columns[cell]!]!
    scores[0] = score
    return
  }
  for (let label = 0; label < stride; label += 4) {
    let first = biases[label]!
    let second = biases[label + 1]!
    let third = biases[label + 2]!
    let fourth = biases[label + 3]!
    for (let cell = from; cell < to; cell++) {
      const value = values[cell]!
      const at = columns[cell]! * stride + label
      first += value * weights[at]!
      second += value * weights[at + 1]!
      third += value * weights[at + 2]!
      fourth += value * weights[at + 3]!
    }
    scores[label] = first
    scores[label + 1] = second
    scores[label + 2] = third
    scores[label + 3] = fourth
  }
}

/** Weights and biases moved along the row, each label by its step. */
function takeSteps(steps: Float64Array, { rows, stride, weights, biases }: Walk, row: number): void {
  const { columns, values } = rows
  const from = rows.starts[row]!
  const to = rows.starts[row + 1]!
  if (stride === 1) {
    const step = steps[0]!
    for (let cell = from; cell < to; cell++) weights[columns[cell]!]! += values[cell]! * step
    biases[0]! += step
    return
  }
  for (let label = 0; label < stride; label += 4) {
    const first = steps[label]!
    const second = steps[label + 1]!
    const third = steps[label + 2]!
    const fourth = steps[label + 3]!
    if (first === 0 && second === 0 && third === 0 && fourth === 0) continue
    for (let cell = from; cell < to; cell++) {
      const value = values[cell]!
      const at = columns[cell]! * stride + label
      weights[at]! += value * first
      weights[at + 1]! += value * second
      weights[at + 2]! += value * third
      weights[at + 3]! += value * fourth
    }
    biases[label]! += first
    biases[label + 1]! += second
    biases[label + 2]! += third
    biases[label + 3]! += fourth
  }
}

function withoutRoom(weights: Float32Array, labels: number, stride: number): Float32Array {
  if (labels === stride) return weights
  const close = new Float32Array((weights.length / stride) * labels)
  for (let from = 0, to = 0; from < weights.length; from += stride, to += labels) {
    for (let label = 0; label < labels; label++) close[to + label] = weights[from + label]!
  }
  return close
}

/** Scores of one row for every label, written into `scores`. */
export function scoreRow(model: LinearModel, { columns, values }: SparseRow, scores: Float64Array): void {
  const { labels, weights, biases } = model
  scores.set(biases)
  for (let cell = 0; cell < columns.length; cell++) {
    const value = values[cell]!
    const base = columns[cell]! * labels
    for (let label = 0; label < labels; label++) scores[label]! += value * weights[base + label]!
  }
}

/** Squared length of each row, the constant feature of the bias included. */
function squaredNorms({ starts, values }: SparseRows): Float64Array {
  const norms = new Float64Array(starts.length - 1)
  for (let row = 0; row < norms.length; row++) {
    let sum = 1
    for (let cell = starts[row]!; cell < starts[row + 1]!; cell++) sum += values[cell]! * values[cell]!
    norms[row] = sum
  }
  return norms
}

function shuffle(order: Int32Array, random: Random): void {
  for (let last = order.length - 1; last > 0; last--) {
    const other = random.integer(last + 1)
    const kept = order[last]!
    order[last] = order[other]!
    order[other] = kept
  }
}
