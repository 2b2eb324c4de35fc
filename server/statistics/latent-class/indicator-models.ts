import { maximiseAdjacent } from './adjacent-categories.ts'
import type { ObservedItem } from './observations.ts'
import type { ParameterLayout } from './parameters.ts'

/** Smallest entry of the tables of relative densities: categories as powers of ten, numbers may lie further out. */
export const CATEGORY_FLOOR_POWER = 12
export const NUMBER_FLOOR_POWER = 100
/** Variance of a continuous item within a class is kept above this part of its variance over everyone: at zero the likelihood is unbounded. */
const VARIANCE_FLOOR = 1e-3

/**
 * Fills the table of densities, value rows × classes: probabilities of categories, and densities of each distinct number
 * relative to the class where it is most likely.
 * @returns the sum over people of the logarithms of those largest densities: the same for all classes, so it stays out of the inner loop
 */
export function fillDensities(
  layout: ParameterLayout,
  { parameters, table, weightOfValue }: { parameters: Float64Array; table: Float64Array; weightOfValue: Float64Array },
): number {
  const { classes } = layout
  const floor = 10 ** -CATEGORY_FLOOR_POWER
  let constant = 0
  layout.items.forEach((item, index) => {
    const offset = layout.offsets[index]!
    if (item.kind !== 'categorical') {
      constant += fillNumbers(item, { parameters, table, weightOfValue, offset, classes })
      return
    }
    const begin = item.firstRow * classes
    for (let at = 0; at < item.rows * classes; at++) table[begin + at] = Math.max(parameters[offset + at]!, floor)
  })
  return constant
}

function fillNumbers(
  item: ObservedItem,
  {
    parameters,
    table,
    weightOfValue,
    offset,
    classes,
  }: {
    parameters: Float64Array
    table: Float64Array
    weightOfValue: Float64Array
    offset: number
    classes: number
  },
): number {
  const floor = 10 ** -NUMBER_FLOOR_POWER
  const densities = new Float64Array(classes)
  let constant = 0
  for (let row = 0; row < item.rows; row++) {
    const value = item.values![row]!
    let largest = Number.NEGATIVE_INFINITY
    for (let index = 0; index < classes; index++) {
      const location = parameters[offset + index]!
      densities[index] =
        item.kind === 'count'
          ? value * Math.log(location) - location
          : logGaussian(value, location, parameters[offset + classes + index]!)
      if (densities[index]! > largest) largest = densities[index]!
    }
    const begin = (item.firstRow + row) * classes
    for (let index = 0; index < classes; index++) {
      table[begin + index] = Math.max(Math.exp(densities[index]! - largest), floor)
    }
    const weight = weightOfValue[item.firstRow + row]!
    if (weight > 0) constant += weight * (item.kind === 'count' ? largest - logFactorial(value) : largest)
  }
  return constant
}

export interface Maximisation {
  /** Expected people by value row and class. */
  sums: Float64Array
  /** The parameters the expectation was taken at, and those to write. */
  parameters: Float64Array
  next: Float64Array
  prior: number
}

/** Writes the item parameters that fit the expected counts best, with prior / classes pseudo-people in each class. */
export function maximiseItems(layout: ParameterLayout, { sums, parameters, next, prior }: Maximisation): void {
  const { classes } = layout
  const pseudo = prior / classes
  layout.items.forEach((item, place) => {
    const offset = layout.offsets[place]!
    const begin = item.firstRow * classes
    if (item.isAdjacent) {
      const counts = sums.slice(begin, begin + item.rows * classes)
      for (let at = 0; at < counts.length; at++) counts[at]! += pseudo * item.marginal[Math.floor(at / classes)]!
      maximiseAdjacent(counts, { rows: item.rows, classes, parameters, next, offset })
      return
    }
    for (let index = 0; index < classes; index++) {
      let people = 0
      for (let row = 0; row < item.rows; row++) people += sums[begin + row * classes + index]!
      if (item.kind === 'categorical') {
        const base = people + pseudo
        for (let row = 0; row < item.rows; row++) {
          const count = sums[begin + row * classes + index]! + pseudo * item.marginal[row]!
          next[offset + row * classes + index] = base > 1e-9 ? count / base : item.marginal[row]!
        }
      } else if (people < 1e-9) {
        next[offset + index] = parameters[offset + index]!
        if (item.kind === 'continuous') next[offset + classes + index] = parameters[offset + classes + index]!
      } else maximiseNumber(item, { sums, next, offset, index, people, classes, pseudo })
    }
  })
}

function maximiseNumber(
  item: ObservedItem,
  {
    sums,
    next,
    offset,
    index,
    people,
    classes,
    pseudo,
  }: {
    sums: Float64Array
    next: Float64Array
    offset: number
    index: number
    people: number
    classes: number
    pseudo: number
  },
): void {
  const begin = item.firstRow * classes + index
  const values = item.values!
  let weighted = 0
  for (let row = 0; row < item.rows; row++) weighted += sums[begin + row * classes]! * values[row]!
  if (item.kind === 'count') {
    next[offset + index] = Math.max((weighted + pseudo * item.mean) / (people + pseudo), 1e-9)
    return
  }
  const mean = weighted / people
  let squares = 0
  for (let row = 0; row < item.rows; row++) squares += sums[begin + row * classes]! * (values[row]! - mean) ** 2
  const variance = (squares + pseudo * item.variance) / (people + pseudo)
  next[offset + index] = mean
  next[offset + classes + index] = Math.max(variance, VARIANCE_FLOOR * item.variance, 1e-12)
}

/** Log prior of the item parameters for one pseudo-person a class, up to a constant. */
export function logPriorOfItems(layout: ParameterLayout, parameters: Float64Array): number {
  const { classes } = layout
  let total = 0
  layout.items.forEach((item, place) => {
    const offset = layout.offsets[place]!
    for (let index = 0; index < classes; index++) {
      if (item.kind === 'categorical') {
        for (let row = 0; row < item.rows; row++) {
          const probability = Math.max(parameters[offset + row * classes + index]!, 1e-300)
          total += item.marginal[row]! * Math.log(probability)
        }
      } else if (item.kind === 'count') {
        const rate = parameters[offset + index]!
        total += item.mean * Math.log(rate) - rate
      } else {
        const variance = parameters[offset + classes + index]!
        total -= 0.5 * (Math.log(variance) + item.variance / variance)
      }
    }
  })
  return total
}

function logGaussian(value: number, mean: number, variance: number): number {
  return -0.5 * (Math.log(2 * Math.PI * variance) + (value - mean) ** 2 / variance)
}

const logFactorials: number[] = [0]

/** ln(n!), exact sums, remembered. */
function logFactorial(n: number): number {
  if (n > 100_000) return n * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI * n) + 1 / (12 * n)
  for (let at = logFactorials.length; at <= n; at++) logFactorials.push(logFactorials[at - 1]! + Math.log(at))
  return logFactorials[n]!
}
