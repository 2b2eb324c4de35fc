import { smallestPivot } from '../matrix.ts'
import { randomFrom } from '../random.ts'
import type { LatentClassFit } from './fit.ts'
import type { ObservedItem, Observations } from './observations.ts'
import { layoutOf } from './parameters.ts'
import { scoresOf } from './scores.ts'

/** Smallest pivot of the scaled information that still counts as not zero. */
const SMALLEST_PIVOT = 1e-8
/** Patterns drawn at least: the tables of few items are small, and their rare cells count too. */
const FEWEST_DRAWN = 400
/** Models with more parameters are not checked: the work grows with their third power. */
export const MOST_PARAMETERS_CHECKED = 600

/**
 * Whether the parameters can be told apart near the estimates: the scores of answer patterns have full rank. Counting
 * cells proves nothing: three classes of four binary items have 14 parameters in 15 cells and are not identified. And
 * counting people proves nothing either, nor do the scores of those who came: a class of few people would seem to have too
 * many parameters. Identification is a matter of the model, so the patterns are drawn from the model itself.
 * @returns null for models too large to check
 * Source: Goodman (1974), Biometrika 61, 215–231; McHugh (1956), Psychometrika 21, 331–347.
 */
export function isLocallyIdentified(
  observations: Observations,
  fit: Pick<LatentClassFit, 'classes' | 'estimates' | 'parameters'>,
): boolean | null {
  if (fit.classes === 1) return true
  if (fit.parameters > MOST_PARAMETERS_CHECKED) return null
  return hasFullRank(patternsOfModel(observations, fit, Math.max(FEWEST_DRAWN, 4 * fit.parameters)), fit)
}

/** Whether no score of these patterns is a sum of the others'. */
function hasFullRank(judged: Observations, fit: Pick<LatentClassFit, 'classes' | 'estimates' | 'parameters'>): boolean {
  const columns = scoresOf(judged, fit).map(({ values }) => values)
  const size = columns.length
  const information = new Float64Array(size * size)
  for (let i = 0; i < size; i++) {
    const one = columns[i]!.map((score, pattern) => score * judged.weights[pattern]!)
    for (let j = 0; j <= i; j++) {
      const other = columns[j]!
      let sum = 0
      for (let pattern = 0; pattern < judged.patterns; pattern++) sum += one[pattern]! * other[pattern]!
      information[i * size + j] = sum
      information[j * size + i] = sum
    }
  }
  const scale = Array.from({ length: size }, (_, i) => Math.sqrt(information[i * size + i]!) || 1)
  const scaled = information.map((value, at) => value / (scale[Math.floor(at / size)]! * scale[at % size]!))
  return size === 0 || smallestPivot(scaled, size) > SMALLEST_PIVOT
}

/**
 * Patterns drawn from the model, as many of each class, every second answer evenly from all there are, so that rare ones
 * occur too (the rank is the same whatever the chances of the patterns); with the gaps of the people and their total weight.
 */
function patternsOfModel(
  observations: Observations,
  { classes, estimates }: Pick<LatentClassFit, 'classes' | 'estimates'>,
  count: number,
): Observations {
  const random = randomFrom(count)
  const { items, valueRows } = observations
  const layout = layoutOf(items, classes)
  const rows = new Int32Array(count * items.length)
  for (let pattern = 0; pattern < count; pattern++) {
    const index = pattern % classes
    const like = (pattern % observations.patterns) * items.length
    items.forEach((item, place) => {
      const chances = valueChances(item, { estimates, offset: layout.offsets[place]!, classes, index })
      const isMissing = observations.rows[like + place] === valueRows
      const isEven = random.next() < 0.5
      const drawn = item.firstRow + drawFrom(isEven ? () => 1 : chances, item.rows, random.next())
      rows[pattern * items.length + place] = isMissing ? valueRows : drawn
    })
  }
  const people = observations.weights.reduce((sum, weight) => sum + weight, 0)
  return { ...observations, patterns: count, rows, weights: new Float64Array(count).fill(people / count) }
}

/** Relative chance of each value row in a class; numbers are drawn among those that were seen. */
function valueChances(
  item: ObservedItem,
  { estimates, offset, classes, index }: { estimates: Float64Array; offset: number; classes: number; index: number },
): (row: number) => number {
  if (item.kind === 'categorical') return (row) => estimates[offset + row * classes + index]!
  const centre = estimates[offset + index]!
  const variance = item.kind === 'count' ? Math.max(centre, 1e-6) : estimates[offset + classes + index]!
  return (row) => Math.exp(Math.max(-600, -((item.values![row]! - centre) ** 2) / (2 * variance)))
}

function drawFrom(chance: (index: number) => number, count: number, draw: number): number {
  let total = 0
  for (let index = 0; index < count; index++) total += chance(index)
  let left = draw * total
  for (let index = 0; index < count - 1; index++) {
    left -= chance(index)
    if (left < 0) return index
  }
  return count - 1
}

/** Tables with more cells are too large to write out; with so many, models of a few classes are identified in practice. */
const MOST_CELLS = 4096

/**
 * Whether the model itself can be told apart from answers to these items, whatever the data: rank of the cell
 * probabilities over the whole table, at estimates drawn in from the boundary.
 * @returns null when there are numbers among the items, or too many cells or parameters to check
 */
export function isGenericallyIdentified(
  observations: Observations,
  fit: Pick<LatentClassFit, 'classes' | 'estimates' | 'parameters'>,
): boolean | null {
  if (fit.classes === 1) return true
  if (fit.parameters > MOST_PARAMETERS_CHECKED) return null
  const { items } = observations
  const cells = items.reduce((product, item) => product * item.rows, 1)
  if (items.some((item) => item.kind !== 'categorical') || cells > MOST_CELLS) return null
  const rows = new Int32Array(cells * items.length)
  for (let cell = 0; cell < cells; cell++) {
    let rest = cell
    items.forEach((item, place) => {
      rows[cell * items.length + place] = item.firstRow + (rest % item.rows)
      rest = Math.floor(rest / item.rows)
    })
  }
  const table: Observations = {
    ...observations,
    patterns: cells,
    rows,
    weights: new Float64Array(cells).fill(1e6 / cells),
  }
  const { classes } = fit
  const inside = fit.estimates.slice()
  let at = classes
  for (const item of items) {
    for (let entry = 0; entry < item.rows * classes; entry++, at++) inside[at] = 0.8 * inside[at]! + 0.2 / item.rows
  }
  return hasFullRank(table, { ...fit, estimates: inside })
}
