import { invert, multiplySquare } from '../linear-systems.ts'
import type { LatentClassFit } from './fit.ts'
import type { Observations } from './observations.ts'
import { layoutOf, type ParameterLayout } from './parameters.ts'
import { type Score, scoresOf } from './scores.ts'

export interface StandardErrors {
  /** One per class. */
  shares: number[]
  /** As the parameters of each item are laid out (rows × classes); NaN on the boundary, where there is no error to tell. */
  items: Float64Array[]
}

/**
 * Standard errors of a fit: from the people's scores with weights of one, and robust to the weights (sandwich) otherwise.
 * @returns null when the scores have no full rank, as when the model is not identified
 * Source: McLachlan & Peel (2000), Finite Mixture Models, 2.15; White (1982), Econometrica 50, 1–25. Reference values: poLCA.
 */
export function standardErrors(
  observations: Observations,
  fit: Pick<LatentClassFit, 'classes' | 'estimates'>,
): StandardErrors | null {
  const scores = scoresOf(observations, fit)
  const covariance = scatterOf(
    scores.map(({ values }) => values),
    observations,
  )
  if (!covariance) return null
  const { classes, estimates } = fit
  const layout = layoutOf(observations.items, classes)
  const shares = Array.from({ length: classes }, (_, index) => {
    const share = estimates[index]!
    return errorOf(scores, covariance, ({ about }) =>
      about.kind === 'share' ? share * ((about.index === index ? 1 : 0) - estimates[about.index]!) : 0,
    )
  })
  const items = observations.items.map((item, place) => {
    const end = layout.offsets[place + 1] ?? layout.length
    const errors = new Float64Array(end - layout.offsets[place]!).fill(Number.NaN)
    if (item.isAdjacent) return adjacentErrors(scores, covariance, { layout, estimates, place })
    const own = scores.filter(({ about }) => about.kind !== 'share' && about.place === place)
    for (let index = 0; index < classes; index++) {
      const parts = own.filter(({ about }) => 'index' in about && about.index === index)
      const value = (part: number) => estimates[layout.offsets[place]! + part * classes + index]!
      if (item.kind === 'count') {
        errors[index] = errorOf(scores, covariance, (score) => (parts.includes(score) ? value(0) : 0))
      } else if (item.kind === 'continuous') {
        const derivative = { mean: Math.sqrt(value(1)), variance: 2 * value(1) }
        for (const [part, kind] of (['mean', 'variance'] as const).entries()) {
          errors[part * classes + index] = errorOf(scores, covariance, (score) =>
            parts.includes(score) && score.about.kind === kind ? derivative[kind] : 0,
          )
        }
      } else {
        for (const row of insideRows(parts, item.rows, value)) {
          errors[row * classes + index] = errorOf(scores, covariance, (score) => {
            if (!parts.includes(score) || score.about.kind !== 'probability') return 0
            return value(row) * ((score.about.category === row ? 1 : 0) - value(score.about.category))
          })
        }
      }
    }
    return errors
  })
  return { shares, items }
}

function adjacentErrors(
  scores: Score[],
  covariance: Float64Array,
  { layout, estimates, place }: { layout: ParameterLayout; estimates: Float64Array; place: number },
): Float64Array {
  const { classes } = layout
  const { rows } = layout.items[place]!
  const errors = new Float64Array(rows * classes)
  for (let index = 0; index < classes; index++) {
    const value = (row: number) => estimates[layout.offsets[place]! + row * classes + index]!
    const mean = Array.from({ length: rows }, (_, row) => row * value(row)).reduce((sum, part) => sum + part, 0)
    for (let row = 0; row < rows; row++) {
      errors[row * classes + index] = errorOf(scores, covariance, ({ about }) => {
        if (about.kind === 'share' || about.place !== place) return 0
        if (about.kind === 'step') return value(row) * ((about.category === row ? 1 : 0) - value(about.category))
        return about.kind === 'position' && about.index === index ? value(row) * (row - mean) : 0
      })
    }
  }
  return errors
}

/** Categories that have a score, and the one they are measured against: the likeliest of the others. */
function insideRows(parts: Score[], rows: number, value: (row: number) => number): number[] {
  const inside = parts.flatMap(({ about }) => (about.kind === 'probability' ? [about.category] : []))
  if (inside.length === 0) return []
  const others = Array.from({ length: rows }, (_, row) => row).filter((row) => !inside.includes(row))
  return [...inside, others.reduce((best, row) => (value(row) > value(best) ? row : best))]
}

/** Delta method: the error of a quantity from its derivatives by the parameters. */
function errorOf(scores: Score[], covariance: Float64Array, derivative: (score: Score) => number): number {
  const gradient = scores.map(derivative)
  const size = scores.length
  let variance = 0
  gradient.forEach((one, row) => {
    if (one === 0) return
    gradient.forEach((other, column) => {
      if (other !== 0) variance += one * other * covariance[row * size + column]!
    })
  })
  return Math.sqrt(Math.max(0, variance))
}

/**
 * A⁻¹ B A⁻¹ for scores per pattern: A sums their outer products over people by weight, B by squared weight. With weights
 * of one both are the same and the result is A⁻¹.
 */
export function scatterOf(columns: Float64Array[], observations: Observations): Float64Array | null {
  const size = columns.length
  const { weights, patterns } = observations
  const information = outerProducts(columns, weights)
  const inverted = invert(information, size)
  if (!inverted) return null
  if (observations.squaredWeights <= observations.fitted * (1 + 1e-12)) return inverted.inverse
  const squares = new Float64Array(patterns)
  observations.patternOf.forEach((pattern, person) => {
    if (pattern >= 0) squares[pattern]! += observations.weightOf[person]! ** 2
  })
  const scatter = outerProducts(columns, squares)
  return multiplySquare(multiplySquare(inverted.inverse, scatter, size), inverted.inverse, size)
}

function outerProducts(columns: Float64Array[], weights: Float64Array): Float64Array {
  const size = columns.length
  const products = new Float64Array(size * size)
  for (let i = 0; i < size; i++) {
    const one = columns[i]!.map((score, pattern) => score * weights[pattern]!)
    for (let j = 0; j <= i; j++) {
      const other = columns[j]!
      let sum = 0
      for (let pattern = 0; pattern < one.length; pattern++) sum += one[pattern]! * other[pattern]!
      products[i * size + j] = sum
      products[j * size + i] = sum
    }
  }
  return products
}
