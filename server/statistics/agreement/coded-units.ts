import { type Interval, wilsonInterval } from '../proportions.ts'
import type { Random } from '../random.ts'
import { alphaInterval, differenceFor, krippendorffAlpha, type Level } from './krippendorff.ts'
import { masiDistance, setKey } from './sets-of-codes.ts'

/** One unit (a sentence, a turn) as two coders read it. */
export interface CodedUnit {
  /** The labels each of the two gave it; none is a decision too. */
  labels: [readonly string[], readonly string[]]
  /** Values given with a label, where the label has a scale. */
  values?: [ReadonlyMap<string, number>, ReadonlyMap<string, number>]
}

export interface Estimate extends Interval {
  value: number
}

/** How often the two said a label, in units. */
export interface LabelCounts {
  both: number
  firstOnly: number
  secondOnly: number
  neither: number
}

export interface LabelAgreement {
  label: string
  counts: LabelCounts
  /** Too few units, or too few of them said by anybody, for any figure to mean something. */
  isTooFew: boolean
  /** Share of units on which both decided alike, with Wilson's interval. */
  percent: Estimate | null
  /** Cohen's kappa; null where it can't be computed. */
  kappa: Estimate | null
  /** Krippendorff's alpha, nominal; null where it can't be computed. */
  alpha: Estimate | null
  /** Alpha of the values given where both said it, for a label with a scale. */
  scale: { level: Level; pairs: number; alpha: Estimate | null } | null
}

export interface OverallAgreement {
  units: number
  /** Share of units with the same set of labels. */
  percent: Estimate | null
  /** Cohen's kappa, every set of labels one value. */
  kappa: Estimate | null
  /** Krippendorff's alpha over sets of labels, partly equal sets counting in part (MASI). */
  alpha: Estimate | null
}

/** Under so many units coded by both no figure is printed. */
export const fewestUnits = 30
/** A label that fewer units than this carry, by either coder, has no figure: one unit more would turn it over. */
export const fewestSaid = 10

interface Drawing {
  random: Random
  resamples?: number
}

/**
 * Agreement of two coders, label by label and over all of them, with 95 % percentile intervals from units drawn anew (the same
 * draw for every label). A draw in which a coefficient is undefined counts as full agreement, as in alphaInterval.
 * @param units units that both coders finished; others are no disagreement and must be left out
 * @param labels what the coders could give, each with the level of its scale where it has one
 * Sources: those of kappa.ts, krippendorff.ts and sets-of-codes.ts; the resampling of Hayes & Krippendorff (2007) over units.
 */
export function codedAgreement(
  units: CodedUnit[],
  labels: { label: string; level?: Level | undefined }[],
  { random, resamples = 1_000 }: Drawing,
): { labels: LabelAgreement[]; overall: OverallAgreement } {
  const sparse = labels.map(({ label }) => cellsOf(units, label))
  const sets = setsOf(units)
  const draws = units.length < fewestUnits ? 0 : resamples
  const kappas = labels.map(() => new Float64Array(draws))
  const alphas = labels.map(() => new Float64Array(draws))
  const overallKappas = new Float64Array(draws)
  const overallAlphas = new Float64Array(draws)
  const times = new Uint16Array(units.length)
  for (let draw = 0; draw < draws; draw++) {
    times.fill(0)
    for (let unit = 0; unit < units.length; unit++) times[random.integer(units.length)]!++
    for (const [index, cells] of sparse.entries()) {
      const counts = countsOf(cells, units.length, times)
      kappas[index]![draw] = binaryKappa(counts) ?? 1
      alphas[index]![draw] = binaryAlpha(counts) ?? 1
    }
    const { kappa, alpha } = setAgreement(sets, times)
    overallKappas[draw] = kappa ?? 1
    overallAlphas[draw] = alpha ?? 1
  }
  return {
    labels: labels.map(({ label, level }, index) => {
      const counts = countsOf(sparse[index]!, units.length)
      const isTooFew = draws === 0 || counts.both + counts.firstOnly + counts.secondOnly < fewestSaid
      return {
        label,
        counts,
        isTooFew,
        percent: isTooFew ? null : share(counts.both + counts.neither, units.length),
        kappa: isTooFew ? null : estimate(binaryKappa(counts), kappas[index]!),
        alpha: isTooFew ? null : estimate(binaryAlpha(counts), alphas[index]!),
        scale: level === undefined ? null : scaleAgreement(units, label, level, { random, resamples }),
      }
    }),
    overall: overallOf(sets, units.length, { overallKappas, overallAlphas }),
  }
}

/** Cohen's kappa for yes and no: null when both said the same throughout. */
export function binaryKappa({ both, firstOnly, secondOnly, neither }: LabelCounts): number | null {
  const units = both + firstOnly + secondOnly + neither
  const [first, second] = [both + firstOnly, both + secondOnly]
  const chance = first * second + (units - first) * (units - second)
  return chance === units * units ? null : 1 - ((firstOnly + secondOnly) * units) / (units * units - chance)
}

/** Krippendorff's alpha of two coders who both judged every unit, for yes and no: null when only one of them was used. */
export function binaryAlpha({ both, firstOnly, secondOnly, neither }: LabelCounts): number | null {
  const apart = firstOnly + secondOnly
  const yes = 2 * both + apart
  const no = 2 * neither + apart
  if (yes === 0 || no === 0) return null
  return 1 - (apart * (yes + no - 1)) / (yes * no)
}

function scaleAgreement(units: CodedUnit[], label: string, level: Level, { random, resamples }: Drawing) {
  const pairs = units.flatMap(({ values }): [number, number][] => {
    const first = values?.[0].get(label)
    const second = values?.[1].get(label)
    return first === undefined || second === undefined ? [] : [[first, second]]
  })
  if (pairs.length < fewestSaid) return { level, pairs: pairs.length, alpha: null }
  const { alpha } = krippendorffAlpha(pairs, level)
  const interval = alphaInterval(pairs, differenceFor(level, pairs), { random, ...(resamples ? { resamples } : {}) })
  return {
    level,
    pairs: pairs.length,
    alpha: alpha === null || interval === null ? null : { value: alpha, ...interval },
  }
}

interface Cells {
  unit: Uint32Array
  /** 1 first only, 2 second only, 3 both. */
  said: Uint8Array
}

function cellsOf(units: CodedUnit[], label: string): Cells {
  const unit: number[] = []
  const said: number[] = []
  for (const [index, { labels }] of units.entries()) {
    const cell = (labels[0].includes(label) ? 1 : 0) + (labels[1].includes(label) ? 2 : 0)
    if (cell === 0) continue
    unit.push(index)
    said.push(cell)
  }
  return { unit: Uint32Array.from(unit), said: Uint8Array.from(said) }
}

function countsOf({ unit, said }: Cells, units: number, times?: Uint16Array): LabelCounts {
  const counts = [0, 0, 0, 0]
  for (let index = 0; index < unit.length; index++) counts[said[index]!]! += times ? times[unit[index]!]! : 1
  const [, firstOnly, secondOnly, both] = counts as [number, number, number, number]
  return { both, firstOnly, secondOnly, neither: units - both - firstOnly - secondOnly }
}

/** Sets of labels by number, and how alike those are that share a label (1 − MASI distance): all others are not alike at all. */
interface Sets {
  first: Uint16Array
  second: Uint16Array
  kinds: number
  /** Likeness of the two sets of each unit. */
  likeness: Float64Array
  /** Pairs of different sets that are alike in part. */
  one: Uint16Array
  other: Uint16Array
  pairLikeness: Float64Array
}

function setsOf(units: CodedUnit[]): Sets {
  const known = new Map<string, number>()
  const found: (readonly string[])[] = []
  const numberOf = (labels: readonly string[]) => {
    const key = setKey(labels)
    const number = known.get(key) ?? found.length
    if (number === found.length) {
      known.set(key, number)
      found.push([...new Set(labels)])
    }
    return number
  }
  const first = Uint16Array.from(units, ({ labels }) => numberOf(labels[0]))
  const second = Uint16Array.from(units, ({ labels }) => numberOf(labels[1]))
  const pairs: [number, number, number][] = []
  for (let one = 0; one < found.length; one++) {
    for (let other = one + 1; other < found.length; other++) {
      const likeness = 1 - masiDistance(found[one]!, found[other]!)
      if (likeness > 0) pairs.push([one, other, likeness])
    }
  }
  return {
    first,
    second,
    kinds: found.length,
    likeness: Float64Array.from(first, (one, unit) => 1 - masiDistance(found[one]!, found[second[unit]!]!)),
    one: Uint16Array.from(pairs, ([one]) => one),
    other: Uint16Array.from(pairs, ([, other]) => other),
    pairLikeness: Float64Array.from(pairs, ([, , likeness]) => likeness),
  }
}

/** Kappa with every set a value of its own, and alpha with sets alike in part; units counted as often as they were drawn. */
function setAgreement(sets: Sets, times?: Uint16Array): { same: number; kappa: number | null; alpha: number | null } {
  const { first, second, kinds, likeness, one, other, pairLikeness } = sets
  const rows = new Float64Array(kinds)
  const columns = new Float64Array(kinds)
  let units = 0
  let same = 0
  let alike = 0
  for (let unit = 0; unit < first.length; unit++) {
    const count = times ? times[unit]! : 1
    const [row, column] = [first[unit]!, second[unit]!]
    units += count
    rows[row]! += count
    columns[column]! += count
    if (row === column) same += count
    alike += count * likeness[unit]!
  }
  let chance = 0
  for (let kind = 0; kind < kinds; kind++) chance += (rows[kind]! * columns[kind]!) / units
  const kappa = chance === units ? null : 1 - (units - same) / (units - chance)

  // Coincidences of two coders are the table and its mirror: 2 × units values, each paired with every other.
  const pairable = 2 * units
  let alikeByChance = 0
  for (let kind = 0; kind < kinds; kind++) {
    const used = rows[kind]! + columns[kind]!
    alikeByChance += used * (used - 1)
  }
  for (let pair = 0; pair < one.length; pair++) {
    const [left, right] = [one[pair]!, other[pair]!]
    alikeByChance += 2 * (rows[left]! + columns[left]!) * (rows[right]! + columns[right]!) * pairLikeness[pair]!
  }
  const apartByChance = pairable * (pairable - 1) - alikeByChance
  const alpha = apartByChance === 0 ? null : 1 - ((units - alike) * 2 * (pairable - 1)) / apartByChance
  return { same, kappa, alpha }
}

function overallOf(
  sets: Sets,
  units: number,
  { overallKappas, overallAlphas }: { overallKappas: Float64Array; overallAlphas: Float64Array },
): OverallAgreement {
  if (overallAlphas.length === 0) return { units, percent: null, kappa: null, alpha: null }
  const { same, kappa, alpha } = setAgreement(sets)
  return {
    units,
    percent: share(same, units),
    kappa: estimate(kappa, overallKappas),
    alpha: estimate(alpha, overallAlphas),
  }
}

function share(alike: number, units: number): Estimate {
  return { value: alike / units, ...wilsonInterval({ successes: alike, base: units }) }
}

function estimate(value: number | null, drawn: Float64Array): Estimate | null {
  if (value === null) return null
  const sorted = drawn.slice().sort()
  const at = (fraction: number) => sorted[Math.round(fraction * (sorted.length - 1))]!
  return { value, low: at(0.025), high: at(0.975) }
}
