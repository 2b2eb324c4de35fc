import type { CategoricalIndicator, Indicator, IndicatorData, NumericIndicator } from '../statistics/indicator.ts'
import { numberIn } from './column-statistics.ts'
import { firstChoiceOf } from './first-choices.ts'
import { isNonSubstantive } from './missing-answers.ts'
import type { Answers, Variable } from './variable.ts'

export interface BuiltIndicators extends IndicatorData {
  /** What was done to a variable on its way, in plain words, by variable name; absent when nothing was. */
  notes: Map<string, string>
}

/** Categories of an option of a tick-all-that-apply block, in the order of its indicator. */
export const tickCategories = ['Not ticked', 'Ticked'] as const

/** Answers given by fewer people than this are merged: they add parameters and no knowledge. */
const leastShare = 0.01

/**
 * Builds the model's columns from answers, one indicator a variable, in the order of `variables`.
 * - Nominal: answers of under 1 % become “Other answers”; two answers make a binary column.
 * - Ordinal and grid: an answer of under 1 % joins its smaller neighbour.
 * - An option of a tick-all-that-apply block: binary; when nothing at all is ticked in the block, it counts as “not ticked” only where
 *   the cells themselves say no (0, No) and is missing where they are blank or only say “Not selected”.
 * - Numbers: whole, not negative and at most 60 → count; other numbers are standardised (mean 0, standard deviation 1), after
 *   log(1 + x) when they are not negative and strongly skewed.
 * - The first place of a ranking: nominal, see first-choices.ts.
 * - “Don't know”, “N/A” and refusals are missing; the person stays.
 * @param settings.weights one positive number a person, scaled here to sum to the number of people
 * @param settings.all every variable of the study, so that a block counts as answered when an option outside `variables` was ticked
 */
export function indicatorsFrom(
  variables: Variable[],
  rows: Answers[],
  { weights, all = variables }: { weights?: Float64Array; all?: Variable[] } = {},
): BuiltIndicators {
  const notes = new Map<string, string>()
  const ticks = new TickedBlocks(all)
  const indicators = variables.map((variable): Indicator => {
    if (variable.kind === 'multiple') return ticks.indicator(variable, rows)
    if (variable.kind === 'count' || variable.kind === 'number') return numeric(variable, rows, notes)
    return categorical(variable, rows, notes)
  })
  const data: BuiltIndicators = { indicators, size: rows.length, notes }
  if (weights) data.weights = scaledWeights(weights)
  return data
}

/** Weights of the rows from a weight variable; a missing or non-positive one becomes the mean. Undefined when there is none. */
export function weightsFrom(variables: Variable[], rows: Answers[]): Float64Array | undefined {
  const variable = variables.find((candidate) => candidate.role === 'weight')
  if (!variable) return undefined
  const weights = Float64Array.from(rows, (answers) => numberIn(String(answers[variable.name] ?? '')) ?? Number.NaN)
  const usable = weights.filter((weight) => weight > 0)
  const mean = usable.reduce((sum, weight) => sum + weight, 0) / Math.max(1, usable.length)
  return weights.map((weight) => (weight > 0 ? weight : mean))
}

function scaledWeights(weights: Float64Array): Float64Array {
  const sum = weights.reduce((total, weight) => total + weight, 0)
  return weights.map((weight) => (weight * weights.length) / sum)
}

function categorical(variable: Variable, rows: Answers[], notes: Map<string, string>): CategoricalIndicator {
  const isOrdered = variable.kind === 'ordinal' || variable.kind === 'grid'
  const options = variable.options.filter((option) => !option.isNonSubstantive)
  const position = new Map(options.map((option, index) => [option.code, index]))
  const unlisted = options.length
  const raw = Int16Array.from(rows, (answers) => {
    const answer = variable.firstOf ? firstChoiceOf(variable.firstOf, answers) : answers[variable.name]
    if (typeof answer !== 'string' || isNonSubstantive(answer)) return -1
    return position.get(answer) ?? (isOrdered ? -1 : unlisted)
  })
  const counts = new Array<number>(options.length + 1).fill(0)
  for (const value of raw) if (value >= 0) counts[value]!++
  const labels = uniqueLabels(options)
  const merged = isOrdered ? mergeNeighbours(counts.slice(0, -1), labels) : mergeRare(counts, labels)
  if (merged.note) notes.set(variable.name, merged.note)
  const values = raw.map((value) => (value < 0 ? -1 : merged.target[value]!))
  const isBinary = !isOrdered && merged.labels.length === 2
  if (isBinary && saysYes(merged.labels[0]!) && !saysYes(merged.labels[1]!)) {
    // "Yes" is the answer a probability speaks of.
    return {
      name: variable.name,
      kind: 'binary',
      categories: [...merged.labels].reverse(),
      values: values.map((value) => (value < 0 ? -1 : 1 - value)),
    }
  }
  const kind = isBinary
    ? 'binary'
    : isOrdered && merged.labels.length > 2
      ? 'ordinal'
      : isOrdered
        ? 'binary'
        : 'nominal'
  return { name: variable.name, kind, categories: merged.labels, values }
}

function saysYes(label: string): boolean {
  return /^(yes|true|1|y)\b/i.test(label)
}

interface Merged {
  labels: string[]
  /** New position by old position; −1 drops the answer. */
  target: number[]
  note?: string
}

function mergeRare(counts: number[], labels: string[]): Merged {
  const total = counts.reduce((sum, count) => sum + count, 0)
  const isRare = counts.map((count, index) => index >= labels.length || count < leastShare * total)
  const rareCount = counts.reduce((sum, count, index) => sum + (isRare[index] ? count : 0), 0)
  const kept = labels.filter((_, index) => !isRare[index])
  const hasOther = rareCount >= leastShare * total && rareCount > 0
  const merged = hasOther ? [...kept, 'Other answers'] : kept
  let next = 0
  const target = counts.map((_, index) => (isRare[index] ? (hasOther ? kept.length : -1) : next++))
  const rareAnswers = labels.filter((_, index) => isRare[index] && counts[index]! > 0).length
  if (rareAnswers === 0 && !hasOther) return { labels: merged, target }
  const fate = hasOther ? 'became “Other answers”' : 'count as missing'
  return { labels: merged, target, note: `Rare answers (${rareCount} people) ${fate}.` }
}

function mergeNeighbours(counts: number[], labels: string[]): Merged {
  const total = counts.reduce((sum, count) => sum + count, 0)
  let groups = labels.map((label, index) => ({ labels: [label], count: counts[index]!, members: [index] }))
  const mergedLabels: string[] = []
  while (groups.length > 2) {
    const smallest = groups.reduce((least, group, index) => (group.count < groups[least]!.count ? index : least), 0)
    if (groups[smallest]!.count >= leastShare * total) break
    const before = groups[smallest - 1]?.count ?? Number.POSITIVE_INFINITY
    const after = groups[smallest + 1]?.count ?? Number.POSITIVE_INFINITY
    const left = before <= after ? smallest - 1 : smallest
    const [a, b] = [groups[left]!, groups[left + 1]!]
    mergedLabels.push(groups[smallest]!.labels.join(' or '))
    const joined = {
      labels: [...a.labels, ...b.labels],
      count: a.count + b.count,
      members: [...a.members, ...b.members],
    }
    groups = [...groups.slice(0, left), joined, ...groups.slice(left + 2)]
  }
  const target = new Array<number>(labels.length).fill(-1)
  groups.forEach((group, index) => {
    for (const member of group.members) target[member] = index
  })
  const names = groups.map((group) =>
    group.labels.length <= 2 ? group.labels.join(' or ') : `${group.labels[0]} to ${group.labels.at(-1)}`,
  )
  if (mergedLabels.length === 0) return { labels: names, target }
  return { labels: names, target, note: `Answers of under 1 % were joined to a neighbour: ${mergedLabels.join(', ')}.` }
}

function uniqueLabels(options: Variable['options']): string[] {
  const labels = options.map((option) => option.label || option.code)
  return labels.map((label, index) => (labels.indexOf(label) === index ? label : `${label} (${options[index]!.code})`))
}

/** Knows, for each row, whether a tick-all-that-apply block was answered: the blocks are shared by their columns. */
class TickedBlocks {
  private readonly members = new Map<string, Variable[]>()
  private readonly answered = new Map<string, Uint8Array>()

  constructor(variables: Variable[]) {
    for (const variable of variables) {
      if (variable.kind !== 'multiple') continue
      const block = variable.source?.item ?? variable.block ?? variable.name
      const known = this.members.get(block)
      if (known) known.push(variable)
      else this.members.set(block, [variable])
    }
  }

  indicator(variable: Variable, rows: Answers[]): CategoricalIndicator {
    const answered = this.answeredRows(variable.source?.item ?? variable.block ?? variable.name, rows)
    const values = Int16Array.from(rows, (answers, row) => {
      const own = tickOf(variable, answers)
      return own >= 0 ? own : answered[row] === 1 ? 0 : -1
    })
    return { name: variable.name, kind: 'binary', categories: [...tickCategories], values }
  }

  private answeredRows(block: string, rows: Answers[]): Uint8Array {
    const known = this.answered.get(block)
    if (known) return known
    const members = this.members.get(block) ?? []
    const answered = Uint8Array.from(rows, (answers) => Number(members.some((member) => tickOf(member, answers) === 1)))
    this.answered.set(block, answered)
    return answered
  }
}

/** 1 ticked, 0 an explicit no, −1 nothing said. */
function tickOf(variable: Variable, answers: Answers): number {
  if (variable.source) {
    const answer = answers[variable.source.item]
    if (answer === null || answer === undefined) return -1
    return (Array.isArray(answer) ? answer : [answer]).includes(variable.source.option) ? 1 : 0
  }
  const answer = answers[variable.name]
  if (typeof answer !== 'string') return -1
  if (answer === variable.ticked) return 1
  return /^(0|0\.0|no|n|false)$/i.test(answer) ? 0 : -1
}

const largestCount = 60

function numeric(variable: Variable, rows: Answers[], notes: Map<string, string>): NumericIndicator {
  const raw = Float64Array.from(rows, (answers) => {
    const answer = answers[variable.name]
    if (typeof answer !== 'string') return Number.NaN
    // −9 may be a measurement; −99 and the like hardly are.
    if (isNonSubstantive(answer) && (variable.kind === 'count' || /^-9\d{1,2}(\.0+)?$/.test(answer))) return Number.NaN
    return numberIn(answer) ?? Number.NaN
  })
  const seen = raw.filter((value) => !Number.isNaN(value))
  const isCount =
    seen.length > 0 && seen.every((value) => Number.isInteger(value) && value >= 0 && value <= largestCount)
  if (isCount) return { name: variable.name, kind: 'count', values: raw }
  const isLogged = seen.every((value) => value >= 0) && skewness(seen) > 1.5
  const shaped = isLogged ? raw.map(Math.log1p) : raw
  const { mean, deviation } = meanAndDeviation(shaped.filter((value) => !Number.isNaN(value)))
  const steps = `${isLogged ? 'log(1 + x), then ' : ''}standardised (mean ${mean.toPrecision(4)}, standard deviation ${deviation.toPrecision(4)})`
  notes.set(variable.name, `Its numbers were ${steps}.`)
  return {
    name: variable.name,
    kind: 'continuous',
    values: shaped.map((value) => (deviation > 0 ? (value - mean) / deviation : value - mean)),
  }
}

function meanAndDeviation(values: Float64Array): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length)
  return { mean, deviation: Math.sqrt(variance) }
}

function skewness(values: Float64Array): number {
  const { mean, deviation } = meanAndDeviation(values)
  if (deviation === 0) return 0
  return values.reduce((sum, value) => sum + ((value - mean) / deviation) ** 3, 0) / values.length
}
