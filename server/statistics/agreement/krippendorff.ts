import type { Random } from '../random.ts'
import type { Interval } from '../proportions.ts'

/** What one coder said of one unit; null when they never saw it, which is not the same as “no”. */
export type Coding<Value> = (Value | null)[]

/** Squared difference of two values; for ordinal data it depends on how often each value was used. */
export type Difference<Value> = (one: Value, other: Value) => number

export type Level = 'nominal' | 'ordinal' | 'interval' | 'ratio'

/** Why there may be no coefficient, in the words a report prints. */
export type NotComputable = 'no unit was coded twice' | 'only one value was used'

export interface Alpha {
  /** 1 for perfect agreement, 0 for what chance gives, below 0 for less; null when it can’t be computed. */
  alpha: number | null
  reason: NotComputable | null
  /** Values that could be paired: those of units that at least two coders judged. */
  pairable: number
  units: number
  observedDisagreement: number
  expectedDisagreement: number
}

/**
 * Krippendorff's alpha for values of any number of coders, some missing.
 * @param units per unit the values that coders gave, nulls for those who did not judge it; order of coders does not matter
 * Source: Krippendorff (2011), Computing Krippendorff's Alpha-Reliability; Hayes & Krippendorff (2007),
 * Communication Methods and Measures 1, 77–89.
 */
export function krippendorffAlpha(units: Coding<number>[], level: Level): Alpha {
  const usable = units.map(given).filter((values) => values.length > 1)
  return alphaOf(usable, differenceFor(level, usable))
}

/**
 * Alpha with a difference of the caller's own, for values that are no numbers (sets of codes, say).
 * @param difference symmetric, 0 for equal values
 */
export function alphaWithDifference<Value>(units: Coding<Value>[], difference: Difference<Value>): Alpha {
  return alphaOf(
    units.map(given).filter((values) => values.length > 1),
    difference,
  )
}

/**
 * Percentile interval of alpha from resampled units, or null when alpha can't be computed.
 * Resamples in which only one value was left count as full agreement, as their observed disagreement is none.
 * Source: the resampling of Hayes & Krippendorff (2007) drawn over units rather than pairs.
 */
export function alphaInterval<Value>(
  units: Coding<Value>[],
  difference: Difference<Value>,
  { random, resamples = 1_000, confidence = 0.95 }: { random: Random; resamples?: number; confidence?: number },
): Interval | null {
  const usable = units.map(given).filter((values) => values.length > 1)
  if (alphaOf(usable, difference).alpha === null) return null
  const alphas = new Float64Array(resamples)
  for (let resample = 0; resample < resamples; resample++) {
    const drawn = usable.map(() => usable[random.integer(usable.length)]!)
    alphas[resample] = alphaOf(drawn, difference).alpha ?? 1
  }
  alphas.sort()
  const at = (share: number) => alphas[Math.min(resamples - 1, Math.max(0, Math.round(share * (resamples - 1))))]!
  return { low: at((1 - confidence) / 2), high: at((1 + confidence) / 2) }
}

/** The difference that a level of measurement stands for; the ordinal one counts how often each value was used. */
export function differenceFor(level: Level, units: Coding<number>[]): Difference<number> {
  if (level === 'nominal') return (one, other) => (one === other ? 0 : 1)
  if (level === 'interval') return (one, other) => (one - other) ** 2
  if (level === 'ratio') return (one, other) => (one + other === 0 ? 0 : ((one - other) / (one + other)) ** 2)
  return ordinalDifference(units.map(given).filter((values) => values.length > 1))
}

function ordinalDifference(units: number[][]): Difference<number> {
  const counts = new Map<number, number>()
  for (const value of units.flat()) counts.set(value, (counts.get(value) ?? 0) + 1)
  const ordered = [...counts.keys()].sort((a, b) => a - b)
  const rank = new Map(ordered.map((value, index) => [value, index]))
  const upTo = [0]
  for (const value of ordered) upTo.push(upTo.at(-1)! + counts.get(value)!)
  return (one, other) => {
    const low = Math.min(rank.get(one)!, rank.get(other)!)
    const high = Math.max(rank.get(one)!, rank.get(other)!)
    return (upTo[high + 1]! - upTo[low]! - (counts.get(one)! + counts.get(other)!) / 2) ** 2
  }
}

function alphaOf<Value>(units: Value[][], difference: Difference<Value>): Alpha {
  const pairable = units.reduce((sum, values) => sum + values.length, 0)
  if (pairable === 0) return notComputable('no unit was coded twice', 0, 0)
  let observed = 0
  for (const values of units) observed += sumOverPairs(values, difference) / (values.length - 1)
  const observedDisagreement = observed / pairable
  const expectedDisagreement = expectedOf(units.flat(), difference)
  if (expectedDisagreement === 0) return notComputable('only one value was used', pairable, units.length)
  return {
    alpha: 1 - observedDisagreement / expectedDisagreement,
    reason: null,
    pairable,
    units: units.length,
    observedDisagreement,
    expectedDisagreement,
  }
}

/** Every ordered pair of all values; equal values are counted once each, so that long texts stay quick. */
function expectedOf<Value>(values: Value[], difference: Difference<Value>): number {
  const counts = new Map<Value, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  const distinct = [...counts]
  let sum = 0
  for (const [one, times] of distinct)
    for (const [other, otherTimes] of distinct) sum += times * otherTimes * difference(one, other)
  return sum / (values.length * (values.length - 1))
}

function sumOverPairs<Value>(values: Value[], difference: Difference<Value>): number {
  let sum = 0
  for (let one = 0; one < values.length; one++)
    for (let other = one + 1; other < values.length; other++) sum += 2 * difference(values[one]!, values[other]!)
  return sum
}

function given<Value>(values: Coding<Value>): Value[] {
  return values.filter((value): value is Value => value !== null)
}

function notComputable(reason: NotComputable, pairable: number, units: number): Alpha {
  return { alpha: null, reason, pairable, units, observedDisagreement: 0, expectedDisagreement: 0 }
}
