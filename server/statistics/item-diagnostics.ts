import type { CategoricalIndicator, IndicatorData } from './indicator.ts'
import { dispersionOf } from './latent-class/dispersion.ts'
import type { Observations, ObservedItem } from './latent-class/observations.ts'

export interface ItemPower {
  name: string
  /** Part of the doubt about a person's class that this item alone removes, 0 … 1. */
  power: number
  /** Counts only: variance within the classes over the mean there; over 1.5 a Poisson model takes spread for classes. */
  dispersion?: number
}

/**
 * How much each item tells about the class: mutual information over the entropy of the classes. Numbers count by tenths
 * of the people. Under .01 an item is noise; over .6 the classes are that item under another name.
 * @param posteriors patterns × classes
 */
export function itemPower(observations: Observations, posteriors: Float64Array, classes: number): ItemPower[] {
  return observations.items.map((item, place) => {
    const bins = binsOf(item, observations)
    const count = Math.max(...bins) + 1
    const table = new Float64Array(count * classes)
    forEachAnswer(observations, place, (row, pattern) => {
      const weight = observations.weights[pattern]!
      for (let index = 0; index < classes; index++) {
        table[bins[row]! * classes + index]! += weight * posteriors[pattern * classes + index]!
      }
    })
    const power = normalisedInformation(table, count, classes)
    if (item.kind !== 'count') return { name: item.name, power }
    return { name: item.name, power, dispersion: dispersionOf(observations, posteriors, { classes, place }) }
  })
}

/**
 * How much several items together tell about the class, 0 … 1: mutual information of their joint answers over the entropy
 * of the classes, among people who answered all of them.
 */
export function jointPower(
  observations: Observations,
  posteriors: Float64Array,
  { classes, places }: { classes: number; places: number[] },
): number {
  const bins = places.map((place) => binsOf(observations.items[place]!, observations))
  const width = observations.items.length
  const cells = new Map<number, Float64Array>()
  for (let pattern = 0; pattern < observations.patterns; pattern++) {
    let cell = 0
    let isWhole = true
    places.forEach((place, at) => {
      const row = observations.rows[pattern * width + place]!
      if (row === observations.valueRows) isWhole = false
      else cell = cell * 100 + bins[at]![row - observations.items[place]!.firstRow]!
    })
    if (!isWhole) continue
    const counts = cells.get(cell) ?? new Float64Array(classes)
    for (let index = 0; index < classes; index++) {
      counts[index]! += observations.weights[pattern]! * posteriors[pattern * classes + index]!
    }
    cells.set(cell, counts)
  }
  const table = new Float64Array(cells.size * classes)
  ;[...cells.values()].forEach((counts, row) => {
    table.set(counts, row * classes)
  })
  return normalisedInformation(table, cells.size, classes)
}

export interface ResponseStyle {
  /** Ordinal items of one and the same number of categories that this was read from. */
  items: number
  /** Part of the variance of people's mean answer, and of their spread, that the classes account for. */
  meanR2: number
  spreadR2: number
}

/**
 * Whether classes are habits of answering: how far a respondent's mean over all scale items, and the spread around it,
 * differ by class. Null with fewer than three such items.
 * @param posteriors people × classes, NaN for people not classified
 */
export function responseStyle(data: IndicatorData, posteriors: Float64Array, classes: number): ResponseStyle | null {
  const scales = data.indicators.filter((indicator): indicator is CategoricalIndicator => indicator.kind === 'ordinal')
  const sizes = new Map<number, number>()
  for (const scale of scales) sizes.set(scale.categories.length, (sizes.get(scale.categories.length) ?? 0) + 1)
  const commonest = [...sizes].sort((one, other) => other[1] - one[1])[0]
  if (!commonest || commonest[1] < 3) return null
  const items = scales.filter((scale) => scale.categories.length === commonest[0])
  const means = new Float64Array(data.size).fill(Number.NaN)
  const spreads = new Float64Array(data.size).fill(Number.NaN)
  for (let person = 0; person < data.size; person++) {
    const given = items.map((item) => item.values[person]!).filter((value) => value >= 0)
    if (given.length < 3) continue
    const mean = given.reduce((sum, value) => sum + value, 0) / given.length
    means[person] = mean
    spreads[person] = Math.sqrt(given.reduce((sum, value) => sum + (value - mean) ** 2, 0) / given.length)
  }
  return {
    items: items.length,
    meanR2: explained(means, posteriors, classes),
    spreadR2: explained(spreads, posteriors, classes),
  }
}

/** Correlation ratio: variance of posterior-weighted class means over the whole variance. */
function explained(values: Float64Array, posteriors: Float64Array, classes: number): number {
  const sums = new Float64Array(classes)
  const people = new Float64Array(classes)
  let total = 0
  let squares = 0
  let n = 0
  values.forEach((value, person) => {
    if (Number.isNaN(value) || Number.isNaN(posteriors[person * classes]!)) return
    n++
    total += value
    squares += value * value
    for (let index = 0; index < classes; index++) {
      const posterior = posteriors[person * classes + index]!
      sums[index]! += posterior * value
      people[index]! += posterior
    }
  })
  const variance = squares / n - (total / n) ** 2
  if (!(variance > 0)) return 0
  let between = 0
  for (let index = 0; index < classes; index++) {
    if (people[index]! > 0) between += (people[index]! / n) * (sums[index]! / people[index]! - total / n) ** 2
  }
  return between / variance
}

/** Bin of each value row: categories are their own; numbers fall into ten bins of about equal numbers of people. */
function binsOf(item: ObservedItem, observations: Observations): Int32Array {
  if (item.kind === 'categorical') return Int32Array.from({ length: item.rows }, (_, row) => row)
  const people = new Float64Array(item.rows)
  forEachAnswer(observations, observations.items.indexOf(item), (row, pattern) => {
    people[row]! += observations.weights[pattern]!
  })
  const total = people.reduce((sum, count) => sum + count, 0)
  let below = 0
  return Int32Array.from(people, (count) => {
    const bin = Math.min(9, Math.floor((10 * (below + count / 2)) / total))
    below += count
    return bin
  })
}

function forEachAnswer(observations: Observations, place: number, use: (row: number, pattern: number) => void): void {
  const width = observations.items.length
  const { firstRow } = observations.items[place]!
  for (let pattern = 0; pattern < observations.patterns; pattern++) {
    const row = observations.rows[pattern * width + place]!
    if (row !== observations.valueRows) use(row - firstRow, pattern)
  }
}

function normalisedInformation(table: Float64Array, rows: number, columns: number): number {
  const rowSums = new Float64Array(rows)
  const columnSums = new Float64Array(columns)
  let n = 0
  table.forEach((count, at) => {
    rowSums[Math.floor(at / columns)]! += count
    columnSums[at % columns]! += count
    n += count
  })
  let information = 0
  table.forEach((count, at) => {
    if (count > 0) {
      information +=
        (count / n) * Math.log((count * n) / (rowSums[Math.floor(at / columns)]! * columnSums[at % columns]!))
    }
  })
  let entropy = 0
  for (const count of columnSums) if (count > 0) entropy -= (count / n) * Math.log(count / n)
  return entropy > 0 ? Math.max(0, information / entropy) : 0
}
