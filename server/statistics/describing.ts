import { normalTwoSided, studentTwoSided } from './distributions.ts'
import { isNumeric, type Indicator } from './indicator.ts'
import { benjaminiHochberg } from './multiple-testing.ts'
import { effectFloor } from './persona-profile.ts'
import { cohenH, hedgesG, wilsonInterval } from './proportions.ts'

/** How much a difference may say: passes; only indicated (10 to 29 people on a side); or nothing. */
export type DifferenceStanding = 'stands' | 'indicative' | 'none'

export interface DescribedDifference {
  variable: string
  /** Class, 0-based. */
  index: number
  /** Set for a category; absent for the mean of a number. */
  category?: string
  /** Share with Wilson interval on the effective base, or mean with a t interval. */
  these: number
  low: number
  high: number
  rest: number
  /** People (modal class) who answered, and the effective numbers behind the test. */
  countThese: number
  countRest: number
  effectiveThese: number
  effectiveRest: number
  /** Cohen's h or Hedges' g. */
  effect: number
  p: number
  /** Benjamini–Hochberg over all differences of the set. */
  q: number
  standing: DifferenceStanding
}

export interface DescribedPeople {
  /** people × classes, row-major; NaN rows are left out. */
  posteriors: Float64Array
  classes: number
  /** One per person; absent means 1 each. */
  weights?: Float64Array
}

const BASE = 30
const INDICATIVE_BASE = 10
const DISCOVERY_RATE = 0.05

/**
 * Differences between each class and everyone else on variables that did not build the classes. Every category and every
 * mean is one test; all tests of the call are one family. People count by their posteriors, so differences are
 * attenuated by classification error, and a page that shows them must say so.
 * Tests: two proportions pooled, on effective bases; Welch (1947) for means, Biometrika 34, 28–35.
 */
export function describeByClass(variables: Indicator[], people: DescribedPeople): DescribedDifference[] {
  const differences = variables.flatMap((variable) =>
    Array.from({ length: people.classes }, (_, index) =>
      isNumeric(variable) ? [meanDifference(variable, people, index)] : shareDifferences(variable, people, index),
    ).flat(),
  )
  const testable = differences.filter((difference) => !Number.isNaN(difference.p))
  const adjusted = benjaminiHochberg(testable.map((difference) => difference.p))
  testable.forEach((difference, at) => {
    difference.q = adjusted[at]!
    difference.standing = standingOf(difference)
  })
  return differences
}

function standingOf(difference: DescribedDifference): DifferenceStanding {
  const isShare = difference.category !== undefined
  const isLarge = isShare
    ? Math.abs(difference.effect) >= effectFloor.h || Math.abs(difference.these - difference.rest) >= effectFloor.points
    : Math.abs(difference.effect) >= effectFloor.d
  const base = Math.min(difference.countThese, difference.countRest)
  if (difference.q >= DISCOVERY_RATE || !isLarge || base < INDICATIVE_BASE) return 'none'
  return base >= BASE ? 'stands' : 'indicative'
}

interface Side {
  /** Summed weights, effective number and plain count of those who answered. */
  weight: number
  effective: number
  count: number
}

function shareDifferences(
  variable: Exclude<Indicator, { kind: 'count' | 'continuous' }>,
  people: DescribedPeople,
  index: number,
): DescribedDifference[] {
  const these = sideOf((person) => variable.values[person]! >= 0, people, index, true)
  const rest = sideOf((person) => variable.values[person]! >= 0, people, index, false)
  return variable.categories.map((category, place) => {
    const chose = (person: number) => (variable.values[person] === place ? 1 : 0)
    const one = averageOf(chose, (person) => variable.values[person]! >= 0, people, index, true)
    const other = averageOf(chose, (person) => variable.values[person]! >= 0, people, index, false)
    const interval =
      these.effective > 0
        ? wilsonInterval({ successes: one * these.effective, base: these.effective })
        : { low: Number.NaN, high: Number.NaN }
    return {
      variable: variable.name,
      index,
      category,
      these: one,
      ...interval,
      rest: other,
      ...basesOf(these, rest),
      effect: cohenH(one, other),
      p: twoProportionP(one, these.effective, other, rest.effective),
      q: Number.NaN,
      standing: 'none',
    }
  })
}

function meanDifference(
  variable: Extract<Indicator, { kind: 'count' | 'continuous' }>,
  people: DescribedPeople,
  index: number,
): DescribedDifference {
  const isGiven = (person: number) => !Number.isNaN(variable.values[person]!)
  const summary = (own: boolean) => {
    const side = sideOf(isGiven, people, index, own)
    const mean = averageOf((person) => variable.values[person]!, isGiven, people, index, own)
    const spread = averageOf((person) => (variable.values[person]! - mean) ** 2, isGiven, people, index, own)
    const variance = side.effective > 1 ? (spread * side.effective) / (side.effective - 1) : Number.NaN
    return { side, mean, variance, base: side.effective }
  }
  const one = summary(true)
  const other = summary(false)
  const reach = 1.96 * Math.sqrt(one.variance / one.base)
  return {
    variable: variable.name,
    index,
    these: one.mean,
    low: one.mean - reach,
    high: one.mean + reach,
    rest: other.mean,
    ...basesOf(one.side, other.side),
    effect: hedgesG(one, other),
    p: welchP(one, other),
    q: Number.NaN,
    standing: 'none',
  }
}

/**
 * Two-sided p of Welch's test; NaN where a side has fewer than two people or nothing varies.
 */
export function welchP(
  one: { mean: number; variance: number; base: number },
  other: { mean: number; variance: number; base: number },
): number {
  const a = one.variance / one.base
  const b = other.variance / other.base
  if (!(one.base > 1 && other.base > 1 && a + b > 0)) return Number.NaN
  const freedom = (a + b) ** 2 / (a ** 2 / (one.base - 1) + b ** 2 / (other.base - 1))
  return studentTwoSided((one.mean - other.mean) / Math.sqrt(a + b), freedom)
}

/** Two-sided p of the pooled z test for two proportions; NaN where a side is empty or nobody or everyone chose it. */
export function twoProportionP(one: number, baseOne: number, other: number, baseOther: number): number {
  const pooled = (one * baseOne + other * baseOther) / (baseOne + baseOther)
  const spread = Math.sqrt(pooled * (1 - pooled) * (1 / baseOne + 1 / baseOther))
  return spread > 0 && Number.isFinite(spread) ? normalTwoSided((one - other) / spread) : Number.NaN
}

function basesOf(these: Side, rest: Side) {
  return {
    countThese: these.count,
    countRest: rest.count,
    effectiveThese: these.effective,
    effectiveRest: rest.effective,
  }
}

function sideOf(isGiven: (person: number) => boolean, people: DescribedPeople, index: number, own: boolean): Side {
  const { posteriors, classes, weights } = people
  let sum = 0
  let squares = 0
  let count = 0
  for (let person = 0; person * classes < posteriors.length; person++) {
    const posterior = posteriors[person * classes + index]!
    if (Number.isNaN(posterior) || !isGiven(person)) continue
    const weight = (weights ? weights[person]! : 1) * (own ? posterior : 1 - posterior)
    sum += weight
    squares += weight * weight
    if (isLikeliest(posteriors, classes, person, index) === own) count++
  }
  return { weight: sum, effective: squares > 0 ? (sum * sum) / squares : 0, count }
}

function averageOf(
  read: (person: number) => number,
  isGiven: (person: number) => boolean,
  people: DescribedPeople,
  index: number,
  own: boolean,
): number {
  const { posteriors, classes, weights } = people
  let sum = 0
  let total = 0
  for (let person = 0; person * classes < posteriors.length; person++) {
    const posterior = posteriors[person * classes + index]!
    if (Number.isNaN(posterior) || !isGiven(person)) continue
    const weight = (weights ? weights[person]! : 1) * (own ? posterior : 1 - posterior)
    sum += weight
    total += weight * read(person)
  }
  return total / sum
}

function isLikeliest(posteriors: Float64Array, classes: number, person: number, index: number): boolean {
  const own = posteriors[person * classes + index]!
  for (let other = 0; other < classes; other++) {
    const posterior = posteriors[person * classes + other]!
    if (posterior > own || (posterior === own && other < index)) return false
  }
  return true
}
