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
  const { starts, columns, values } = rows
  const weights = new Float32Array(rows.width * labels)
  const biases = new Float64Array(labels)
  const alphas = new Float32Array(rowCount(rows) * labels)
  const norms = squaredNorms(rows)
  const scores = new Float64Array(labels)
  const moved = new Int32Array(labels)
  const steps = new Float64Array(labels)
  const order = Int32Array.from(use)

  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random)
    let largest = 0
    for (let at = 0; at < order.length; at++) {
      const row = order[at]!
      const from = starts[row]!
      const to = starts[row + 1]!
      scores.set(biases)
      if (labels === 1) scores[0]! += alone(training.rows, weights, from, to)
      else
        for (let cell = from; cell < to; cell++) {
          const value = values[cell]!
          const base = columns[cell]! * labels
          for (let label = 0; label < labels; label++) scores[label]! += value * weights[base + label]!
        }
      let count = 0
      for (let label = 0; label < labels; label++) {
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
        moved[count] = label
        steps[count++] = (next - old) * target
      }
      if (count === 0) continue
      for (let cell = from; cell < to; cell++) {
        const value = values[cell]!
        const base = columns[cell]! * labels
        for (let one = 0; one < count; one++) weights[base + moved[one]!]! += value * steps[one]!
      }
      for (let one = 0; one < count; one++) biases[moved[one]!]! += steps[one]!
    }
    if (largest < tolerance) break
  }
  return { labels, weights, biases }
}

/** The score of the only label, without its bias: the common case, worth a loop of its own. */
function alone({ columns, values }: SparseRows, weights: Float32Array, from: number, to: number): number {
  let score = 0
  for (let cell = from; cell < to; cell++) score += values[cell]! * weights[columns[cell]!]!
  return score
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
