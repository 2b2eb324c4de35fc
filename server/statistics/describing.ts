import { normalQuantile, normalTwoSided, studentQuantile, studentTwoSided } from './distributions.ts'
import { isNumeric, type Indicator } from './indicator.ts'
import { benjaminiHochberg } from './multiple-testing.ts'
import { effectFloor } from './persona-profile.ts'
import { cohenH, hedgesG, wilsonInterval, type Interval } from './proportions.ts'
import { classMeans, opposeClass, type Opposition } from './three-step/class-means.ts'
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
  /** Share or mean freed of classification error, with its 95 % interval, which carries the doubt about these errors where it is known. */
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

export interface DescribedPeople extends ClassifiedPeople {
  /** From the resamples of the classes; without it the errors of sorting are taken as known. */
  sortingCovariance?: ArrayLike<number>
}

const BASE = 30
const INDICATIVE_BASE = 10
const DISCOVERY_RATE = 0.05

/**
 * Differences between each class and everyone else on variables that did not build the classes, in three steps: people are
 * put into their most likely class, the errors of doing so are counted, and shares (by maximum likelihood) and means (BCH)
 * are freed of them. Every category and every mean is one test; all tests of the call are one family.
 * @returns nothing when the classes overlap so much that the errors cannot be undone, or there is only one
 * Tests use sandwich errors, so weights and uneven spreads are allowed for. A test and its interval are one: the interval holds the
 * differences that the test would not reject, so that q < .05 and an interval around 0 never stand beside each other. Shares: the
 * score test, and near 0 and 1 Newcombe's interval where that is wider; means: Student's t with Welch–Satterthwaite freedom on the
 * effective bases.
 * Source: Vermunt (2010), Political Analysis 18, 450–469; Bakk, Tekle & Vermunt (2013), Sociological Methodology 43, 272–311.
 */
export function describeByClass(variables: Indicator[], people: DescribedPeople): DescribedDifference[] {
  const classification = people.classes > 1 ? classify(people) : null
  if (!classification) return []
  const covariance = people.sortingCovariance?.length === people.classes ** 4 ? people.sortingCovariance : undefined
  const differences = variables.flatMap((variable) =>
    isNumeric(variable)
      ? meanDifferences(variable, classification, covariance)
      : shareDifferences(variable, classification, covariance),
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
  covariance: ArrayLike<number> | undefined,
): DescribedDifference[] {
  const { classes } = classification
  const corrected = classShares(variable.values, variable.categories.length, classification)
  if (!corrected) return []
  const answered = answeredWeight((person) => variable.values[person]! >= 0, classification)
  return Array.from({ length: classes }, (_, index) => {
    const counts = countSides((person) => variable.values[person]! >= 0, classification, index)
    return variable.categories.flatMap((category, place): DescribedDifference[] => {
      const chose = Float64Array.from(variable.values, (value) => (value < 0 ? Number.NaN : value === place ? 1 : 0))
      const shares = sidesOf(corrected, { index, place, categories: variable.categories.length })
      const doubt = covariance && {
        covariance,
        means: Array.from(
          { length: classes },
          (_, other) => corrected.shares[other * variable.categories.length + place]!,
        ),
        totals: corrected.classShares.map((share) => share * answered),
      }
      const sides = opposeClass(chose, classification, index, shares, doubt)
      if (!sides) return []
      const own = sideInterval(shares.these, { error: sides.errorThese, effective: sides.effectiveThese })
      const others = sideInterval(shares.rest, { error: sides.errorRest, effective: sides.effectiveRest })
      const difference = shares.these - shares.rest
      const interval = differenceInterval(shares, { own, others, sides })
      const [these, rest, apart] = [own(NORMAL_REACH), others(NORMAL_REACH), interval(NORMAL_REACH)]
      return [
        {
          variable: variable.name,
          index,
          category,
          ...shares,
          low: these.low,
          high: these.high,
          restLow: rest.low,
          restHigh: rest.high,
          difference,
          differenceLow: apart.low,
          differenceHigh: apart.high,
          ...counts,
          effectiveThese: sides.effectiveThese,
          effectiveRest: sides.effectiveRest,
          effect: cohenH(shares.these, shares.rest),
          p: sides.errorIf(0) > 1e-12 ? shareP(shares, sides, interval) : Number.NaN,
          q: Number.NaN,
          standing: 'none',
        },
      ]
    })
  }).flat()
}

/** Half a 95 % interval in standard errors. */
const NORMAL_REACH = normalQuantile(0.975)

/** An interval whose ends lie so many standard errors out. */
type IntervalAt = (reach: number) => Interval

const isNearEdge = ({ these, rest }: { these: number; rest: number }) =>
  Math.min(these, rest) < 0.05 || Math.max(these, rest) > 0.95

/** What the score test does not reject; near 0 and 1, where that is too short, at least as wide as Newcombe's from both sides. */
function differenceInterval(
  shares: { these: number; rest: number },
  { own, others, sides }: { own: IntervalAt; others: IntervalAt; sides: Opposition },
): IntervalAt {
  const { these, rest } = shares
  return (reach) => {
    const { low, high } = sides.within(reach)
    if (!isNearEdge(shares)) return { low: Math.max(-1, low), high: Math.min(1, high) }
    const [one, other] = [own(reach), others(reach)]
    return {
      low: Math.max(-1, Math.min(low, these - rest - Math.hypot(these - one.low, other.high - rest))),
      high: Math.min(1, Math.max(high, these - rest + Math.hypot(one.high - these, rest - other.low))),
    }
  }
}

/** The largest level at which the interval leaves out 0: the score test's p, or a larger one where the interval is widened. */
function shareP(shares: { these: number; rest: number }, sides: Opposition, interval: IntervalAt): number {
  const score = Math.abs(shares.these - shares.rest) / sides.errorIf(0)
  if (!isNearEdge(shares)) return normalTwoSided(score)
  const leavesOutZero = (reach: number) => {
    const { low, high } = interval(reach)
    return low > 0 || high < 0
  }
  let inside = 0
  // Eight errors out, a level is one in 10¹⁵.
  let outside = Math.min(score, 8)
  for (let halving = 0; halving < 40; halving++) {
    const middle = (inside + outside) / 2
    if (leavesOutZero(middle)) inside = middle
    else outside = middle
  }
  return normalTwoSided(inside)
}

function meanDifferences(
  variable: Extract<Indicator, { kind: 'count' | 'continuous' }>,
  classification: Classification,
  covariance: ArrayLike<number> | undefined,
): DescribedDifference[] {
  const byClass = covariance && classMeans(variable.values, classification)
  const doubt = covariance && byClass ? { means: byClass.means, totals: byClass.totals, covariance } : undefined
  return Array.from({ length: classification.classes }, (_, index): DescribedDifference[] => {
    const sides = opposeClass(variable.values, classification, index, undefined, doubt)
    if (!sides) return []
    const { these, rest } = sides
    const difference = these - rest
    const own = studentReach(sides.effectiveThese - 1) * sides.errorThese
    const others = studentReach(sides.effectiveRest - 1) * sides.errorRest
    const apart = studentReach(welchFreedom(sides)) * sides.error
    return [
      {
        variable: variable.name,
        index,
        these,
        low: these - own,
        high: these + own,
        rest,
        restLow: rest - others,
        restHigh: rest + others,
        difference,
        differenceLow: difference - apart,
        differenceHigh: difference + apart,
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
  const { these, rest, error, effectiveThese, effectiveRest } = sides
  if (!(error > 0 && effectiveThese > 1 && effectiveRest > 1)) return Number.NaN
  return studentTwoSided((these - rest) / error, welchFreedom(sides))
}

/** Half a 95 % interval in standard errors; normal where so few people leave no freedom, since no such difference stands. */
function studentReach(freedom: number): number {
  return freedom > 0 ? studentQuantile(0.05, freedom) : NORMAL_REACH
}

function welchFreedom({ errorThese, errorRest, effectiveThese, effectiveRest }: Opposition): number {
  const a = errorThese ** 2
  const b = errorRest ** 2
  return (a + b) ** 2 / (a ** 2 / (effectiveThese - 1) + b ** 2 / (effectiveRest - 1))
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
 * Wilson's interval on the effective base, widened to as many robust errors: taking out the answers of people who were misplaced
 * costs precision that the size of the share does not show.
 */
function sideInterval(share: number, { error, effective }: { error: number; effective: number }): IntervalAt {
  const successes = Math.min(1, Math.max(0, share)) * effective
  return (reach) => {
    const { low, high } = wilsonInterval({ successes, base: effective, confidence: 1 - normalTwoSided(reach) })
    return {
      low: Math.max(0, Math.min(low, share - reach * error)),
      high: Math.min(1, Math.max(high, share + reach * error)),
    }
  }
}

/** Weight of everyone placed who answered. */
function answeredWeight(isGiven: (person: number) => boolean, { assigned, weights }: Classification): number {
  let sum = 0
  assigned.forEach((place, person) => {
    if (place >= 0 && isGiven(person)) sum += weights[person]!
  })
  return sum
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
