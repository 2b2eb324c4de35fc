import type { Indicator } from '../statistics/indicator.ts'
import { BadInput } from './command.ts'

const kinds = ['nominal', 'ordinal', 'adjacent', 'binary', 'count', 'continuous'] as const
export type IndicatorKind = (typeof kinds)[number]

/** A nominal column with more values than this is a number or a text, not an answer. */
const MOST_CATEGORIES = 60

/** The columns that build the classes and the kind each is read as. */
export function askedColumns(flags: Record<string, string | string[] | undefined>): Map<string, IndicatorKind> {
  const columns = new Map<string, IndicatorKind>()
  for (const flag of [...kinds, 'indicators'] as const) {
    const kind: IndicatorKind = flag === 'indicators' ? 'nominal' : flag
    for (const list of [flags[flag] ?? []].flat()) {
      for (const name of list.split(',').map((part) => part.trim())) {
        if (name === '') continue
        if (columns.has(name)) throw new BadInput(`Column “${name}” is named twice.`)
        columns.set(name, kind)
      }
    }
  }
  if (columns.size === 0) throw new BadInput('Name the columns to build classes from, for example --indicators a,b,c.')
  return columns
}

/** Names in a flag that takes a list, in order. */
export function namesIn(flag: string, typed: string | string[] | undefined): string[] {
  const names = [typed ?? []].flat().flatMap((list) => list.split(',').map((part) => part.trim()))
  const given = names.filter((name) => name !== '')
  const twice = given.find((name, at) => given.indexOf(name) !== at)
  if (twice) throw new BadInput(`--${flag} names “${twice}” twice.`)
  return given
}

/** Cells as an indicator of the kind asked. */
export function indicatorOf(name: string, kind: IndicatorKind, cells: string[]): Indicator {
  if (kind === 'count' || kind === 'continuous') {
    const values = numbersOf(name, cells)
    const wrong = values.findIndex((value) => value < 0 || (!Number.isNaN(value) && !Number.isInteger(value)))
    if (kind === 'count' && wrong >= 0) {
      throw new BadInput(`Column “${name}” is not all counts (0, 1, 2, …): see data row ${wrong + 1}.`)
    }
    return { name, kind, values }
  }
  const categories = sortedCategories(cells)
  if (categories.length > MOST_CATEGORIES) {
    throw new BadInput(
      `Column “${name}” has ${categories.length} different values; a ${kind} column may have ${MOST_CATEGORIES}.`,
    )
  }
  if (kind === 'binary' && categories.length > 2) {
    throw new BadInput(`Column “${name}” has ${categories.length} different values; a binary column has 2.`)
  }
  if (categories.length === 0) throw new BadInput(`Column “${name}” is empty.`)
  const place = new Map(categories.map((category, index) => [category, index]))
  const values = Int16Array.from(cells, (cell) => place.get(cell) ?? -1)
  if (kind === 'adjacent') return { name, kind: 'ordinal', categories, values, isAdjacent: true }
  return { name, kind, categories, values }
}

/** Cells as numbers, NaN for an empty one. */
export function numbersOf(name: string, cells: string[]): Float64Array {
  return Float64Array.from(cells, (cell, at) => {
    const value = cell === '' ? Number.NaN : Number(cell)
    if (cell !== '' && !Number.isFinite(value)) {
      throw new BadInput(`Column “${name}” is not all numbers: see data row ${at + 1}.`)
    }
    return value
  })
}

/** Observed values in numeric order when all are numbers, else by code points. */
function sortedCategories(cells: string[]): string[] {
  const categories = [...new Set(cells)].filter((cell) => cell !== '')
  const isNumeric = categories.every((category) => Number.isFinite(Number(category)))
  return categories.sort((one, other) => {
    if (isNumeric && Number(one) !== Number(other)) return Number(one) - Number(other)
    return one < other ? -1 : one > other ? 1 : 0
  })
}

/** Cells as survey weights. */
export function weightsOf(name: string, cells: string[]): Float64Array {
  return Float64Array.from(cells, (cell, at) => {
    const weight = Number(cell)
    if (cell === '' || !Number.isFinite(weight) || weight < 0) {
      throw new BadInput(`Weight column “${name}” needs a number of at least 0 in every row: see data row ${at + 1}.`)
    }
    return weight
  })
}
