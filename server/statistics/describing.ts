import { normalTwoSided, studentTwoSided } from './distributions.ts'
import { isNumeric, type Indicator } from './indicator.ts'
import { benjaminiHochberg } from './multiple-testing.ts'
import { effectFloor } from './persona-profile.ts'
import { cohenH, hedgesG, wilsonInterval, type Interval } from './proportions.ts'
import { opposeClass, type Opposition } from './three-step/class-means.ts'
import { classShares, type ClassShares } from './three-step/class-shares.ts'
import { type Classification, type ClassifiedPeople, classify } from './three-step/classification.ts'

/** How much a difference may say: passes; only indicated (10 to 29 people on a side); or nothing. */
export type DifferenceStanding = 'stands' | 'indicative' | 'none'

export interface DescribedDifference {
  variable: string
  /** Class, 0-based. */
  index: number
  /** Set for a category; absent for the mean of a number. */
  category?: string
  /** Share or mean freed of classification error, with its 95 % interval; the errors themselves are taken as known. */
  these: number
  low: number
  high: number
  rest: number
  restLow: number
  restHigh: number
  /** These − rest, with its 95 % interval from robust errors. */
  difference: number
  differenceLow: number
  differenceHigh: number
  /** People (most likely class) who answered, unweighted, and the effective numbers behind the test. */
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

export type DescribedPeople = ClassifiedPeople

const BASE = 30
const INDICATIVE_BASE = 10
const DISCOVERY_RATE = 0.05

/**
 * Differences between each class and everyone else on variables that did not build the classes, in three steps: people are
 * put into their most likely class, the errors of doing so are counted, and shares (by maximum likelihood) and means (BCH)
 * are freed of them. Every category and every mean is one test; all tests of the call are one family.
 * @returns nothing when the classes overlap so much that the errors cannot be undone, or there is only one
 * Tests use sandwich errors, so weights and uneven spreads are allowed for: shares under the null of no difference, means by
 * Student's t with Welch–Satterthwaite freedom on the effective bases.
 * Source: Vermunt (2010), Political Analysis 18, 450–469; Bakk, Tekle & Vermunt (2013), Sociological Methodology 43, 272–311.
 */
export function describeByClass(variables: Indicator[], people: DescribedPeople): DescribedDifference[] {
  const classification = people.classes > 1 ? classify(people) : null
  if (!classification) return []
  const differences = variables.flatMap((variable) =>
    isNumeric(variable) ? meanDifferences(variable, classification) : shareDifferences(variable, classification),
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

function shareDifferences(
  variable: Exclude<Indicator, { kind: 'count' | 'continuous' }>,
  classification: Classification,
): DescribedDifference[] {
  const { classes } = classification
  const corrected = classShares(variable.values, variable.categories.length, classification)
  if (!corrected) return []
  return Array.from({ length: classes }, (_, index) => {
    const counts = countSides((person) => variable.values[person]! >= 0, classification, index)
    return variable.categories.flatMap((category, place): DescribedDifference[] => {
      const chose = Float64Array.from(variable.values, (value) => (value < 0 ? Number.NaN : value === place ? 1 : 0))
      const shares = sidesOf(corrected, { index, place, categories: variable.categories.length })
      const sides = opposeClass(chose, classification, index, shares)
      if (!sides) return []
      const own = shareInterval(shares.these, { error: sides.errorThese, effective: sides.effectiveThese })
      const others = shareInterval(shares.rest, { error: sides.errorRest, effective: sides.effectiveRest })
      const difference = shares.these - shares.rest
      return [
        {
          variable: variable.name,
          index,
          category,
          ...shares,
          low: own.low,
          high: own.high,
          restLow: others.low,
          restHigh: others.high,
          difference,
          ...differenceInterval({ difference, ...shares, own, others, error: sides.error }),
          ...counts,
          effectiveThese: sides.effectiveThese,
          effectiveRest: sides.effectiveRest,
          effect: cohenH(shares.these, shares.rest),
          p:
            sides.errorUnderNull > 1e-12
              ? normalTwoSided((sides.these - sides.rest) / sides.errorUnderNull)
              : Number.NaN,
          q: Number.NaN,
          standing: 'none',
        },
      ]
    })
  }).flat()
}

/** Wald's interval on robust errors; near 0 and 1, where that is too short, at least as wide as Newcombe's from both sides. */
function differenceInterval({
  difference,
  these,
  rest,
  own,
  others,
  error,
}: {
  difference: number
  these: number
  rest: number
  own: Interval
  others: Interval
  error: number
}): { differenceLow: number; differenceHigh: number } {
  const reach = 1.96 * error
  const isNearEdge = Math.min(these, rest) < 0.05 || Math.max(these, rest) > 0.95
  const below = isNearEdge ? Math.max(reach, Math.hypot(these - own.low, others.high - rest)) : reach
  const above = isNearEdge ? Math.max(reach, Math.hypot(own.high - these, rest - others.low)) : reach
  return { differenceLow: difference - below, differenceHigh: difference + above }
}

function meanDifferences(
  variable: Extract<Indicator, { kind: 'count' | 'continuous' }>,
  classification: Classification,
): DescribedDifference[] {
  return Array.from({ length: classification.classes }, (_, index): DescribedDifference[] => {
    const sides = opposeClass(variable.values, classification, index)
    if (!sides) return []
    const { these, rest } = sides
    const difference = these - rest
    return [
      {
        variable: variable.name,
        index,
        these,
        low: these - 1.96 * sides.errorThese,
        high: these + 1.96 * sides.errorThese,
        rest,
        restLow: rest - 1.96 * sides.errorRest,
        restHigh: rest + 1.96 * sides.errorRest,
        difference,
        differenceLow: difference - 1.96 * sides.error,
        differenceHigh: difference + 1.96 * sides.error,
        ...countSides((person) => !Number.isNaN(variable.values[person]!), classification, index),
        effectiveThese: sides.effectiveThese,
        effectiveRest: sides.effectiveRest,
        effect: hedgesG(
          { mean: these, variance: sides.varianceThese, base: sides.effectiveThese },
          { mean: rest, variance: sides.varianceRest, base: sides.effectiveRest },
        ),
        p: meanP(sides),
        q: Number.NaN,
        standing: 'none',
      },
    ]
  }).flat()
}

/** Welch's test (1947, Biometrika 34, 28–35) when everyone is placed for certain. */
function meanP(sides: Opposition): number {
  const { these, rest, error, errorThese, errorRest, effectiveThese, effectiveRest } = sides
  if (!(error > 0 && effectiveThese > 1 && effectiveRest > 1)) return Number.NaN
  const freedom = welchFreedom(
    { squaredError: errorThese ** 2, base: effectiveThese },
    { squaredError: errorRest ** 2, base: effectiveRest },
  )
  return studentTwoSided((these - rest) / error, freedom)
}

function welchFreedom(
  one: { squaredError: number; base: number },
  other: { squaredError: number; base: number },
): number {
  const a = one.squaredError
  const b = other.squaredError
  return (a + b) ** 2 / (a ** 2 / (one.base - 1) + b ** 2 / (other.base - 1))
}

function sidesOf(
  { shares, classShares: sizes }: ClassShares,
  { index, place, categories }: { index: number; place: number; categories: number },
): { these: number; rest: number } {
  let rest = 0
  let others = 0
  sizes.forEach((size, other) => {
    if (other === index) return
    rest += size * shares[other * categories + place]!
    others += size
  })
  return { these: shares[index * categories + place]!, rest: rest / others }
}

/**
 * Wilson's interval on the effective base, widened to 1.96 robust errors: taking out the answers of people who were misplaced
 * costs precision that the size of the share does not show.
 */
function shareInterval(share: number, { error, effective }: { error: number; effective: number }): Interval {
  const { low, high } = wilsonInterval({ successes: Math.min(1, Math.max(0, share)) * effective, base: effective })
  return {
    low: Math.max(0, Math.min(low, share - 1.96 * error)),
    high: Math.min(1, Math.max(high, share + 1.96 * error)),
  }
}

function countSides(
  isGiven: (person: number) => boolean,
  { assigned }: Classification,
  index: number,
): { countThese: number; countRest: number } {
  let countThese = 0
  let countRest = 0
  assigned.forEach((place, person) => {
    if (place < 0 || !isGiven(person)) return
    if (place === index) countThese++
    else countRest++
  })
  return { countThese, countRest }
}
