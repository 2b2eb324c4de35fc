import { isNumeric, type IndicatorData } from './indicator.ts'
import type { LatentClassFit } from './latent-class/fit.ts'
import { layoutOf } from './latent-class/parameters.ts'
import { observe } from './latent-class/observations.ts'

/** What is needed to place people by a fitted model, and nothing about those it was fitted on. Plain data: it can be stored. */
export interface PlacingModel {
  classes: number
  shares: number[]
  items: PlacingItem[]
}

export type PlacingItem =
  | { name: string; kind: 'categorical'; categories: string[]; probabilities: number[][] }
  | { name: string; kind: 'count'; rates: number[] }
  | { name: string; kind: 'continuous'; means: number[]; variances: number[] }

export function placingModelOf(data: IndicatorData, { classes, estimates, shares }: LatentClassFit): PlacingModel {
  const layout = layoutOf(observe({ ...data, size: 0 }).items, classes)
  const items = data.indicators.map((indicator, place): PlacingItem => {
    const offset = layout.offsets[place]!
    const row = (index: number) =>
      Array.from(estimates.subarray(offset + index * classes, offset + (index + 1) * classes))
    if (!isNumeric(indicator)) {
      const { categories, name } = indicator
      const probabilities = shares.map((_, index) => categories.map((_, part) => row(part)[index]!))
      return { name, kind: 'categorical', categories, probabilities }
    }
    if (indicator.kind === 'count') return { name: indicator.name, kind: 'count', rates: row(0) }
    return { name: indicator.name, kind: 'continuous', means: row(0), variances: row(1) }
  })
  return { classes, shares, items }
}

/**
 * Posterior class probabilities of people who need not have been in the fit, from whatever they answered.
 * Indicators are found by name and categories by label; unknown ones count as missing.
 * @param minimumAnswered share of the model's items a person must have answered
 * @returns people × classes, row-major; NaN rows for people with too few answers
 */
export function placeByProfile(
  model: PlacingModel,
  data: IndicatorData,
  { minimumAnswered = 0 }: { minimumAnswered?: number } = {},
): Float64Array {
  const { classes } = model
  const readers = model.items.map((item) => densityReader(item, data))
  const needed = Math.max(1, Math.ceil(minimumAnswered * model.items.length - 1e-9))
  const posteriors = new Float64Array(data.size * classes).fill(Number.NaN)
  const logs = new Float64Array(classes)
  for (let person = 0; person < data.size; person++) {
    model.shares.forEach((share, index) => {
      logs[index] = Math.log(Math.max(share, 1e-300))
    })
    let answered = 0
    for (const addTo of readers) if (addTo(person, logs)) answered++
    if (answered < needed) continue
    const largest = Math.max(...logs)
    let sum = 0
    for (let index = 0; index < classes; index++) sum += Math.exp(logs[index]! - largest)
    for (let index = 0; index < classes; index++) {
      posteriors[person * classes + index] = Math.exp(logs[index]! - largest) / sum
    }
  }
  return posteriors
}

/** Adds the log-densities of one person's answer to `logs`; false when there is none. */
function densityReader(item: PlacingItem, data: IndicatorData): (person: number, logs: Float64Array) => boolean {
  const indicator = data.indicators.find((candidate) => candidate.name === item.name)
  if (!indicator || isNumeric(indicator) !== (item.kind !== 'categorical')) return () => false
  if (item.kind === 'categorical' && !isNumeric(indicator)) {
    const places = indicator.categories.map((category) => item.categories.indexOf(category))
    return (person, logs) => {
      const place = places[indicator.values[person]!] ?? -1
      if (place < 0) return false
      for (let index = 0; index < logs.length; index++) {
        logs[index]! += Math.log(Math.max(item.probabilities[index]![place]!, 1e-12))
      }
      return true
    }
  }
  return (person, logs) => {
    const value = indicator.values[person]!
    if (Number.isNaN(value)) return false
    for (let index = 0; index < logs.length; index++) {
      if (item.kind === 'count') logs[index]! += value * Math.log(item.rates[index]!) - item.rates[index]!
      else if (item.kind === 'continuous') {
        const variance = item.variances[index]!
        logs[index]! -= 0.5 * (Math.log(variance) + (value - item.means[index]!) ** 2 / variance)
      }
    }
    return true
  }
}
