import { type CalendarDay, dateOfDay } from './calendar-day.ts'
import { familyFromMembers, type SegmentFamily } from './segment-family.ts'

export type Score = 1 | 2 | 3 | 4 | 5

export interface PurchaseHistory {
  /** Different days with a purchase: several purchases on one day are one occasion. */
  days: Set<CalendarDay>
  /** Last day of anything, refunds included. */
  lastDay: CalendarDay
  /** Net of refunds. */
  amount: number
}

/** What people bought, gathered purchase by purchase. */
export class PurchaseLedger {
  readonly histories = new Map<string, PurchaseHistory>()
  lastDay: CalendarDay = Number.NEGATIVE_INFINITY
  refunds = 0
  free = 0
  later = 0
  private readonly asOf: CalendarDay | undefined

  /** @param asOf purchases after this day are counted in `later` and left out */
  constructor(asOf?: CalendarDay) {
    this.asOf = asOf
  }

  /** A negative amount is a refund: it lowers what was spent and is no occasion to buy. A price of zero is an occasion. */
  add(customer: string, day: CalendarDay, amount: number): void {
    if (this.asOf !== undefined && day > this.asOf) {
      this.later++
      return
    }
    if (day > this.lastDay) this.lastDay = day
    const history = this.histories.get(customer) ?? { days: new Set(), lastDay: day, amount: 0 }
    this.histories.set(customer, history)
    history.amount += amount
    if (day > history.lastDay) history.lastDay = day
    if (amount < 0) this.refunds++
    else history.days.add(day)
    if (amount === 0) this.free++
  }
}

export interface CustomerScores {
  recency: Score
  frequency: Score
  /** H, M or L: what was spent beside the two; it names no segment. */
  value: 'H' | 'M' | 'L'
}

/**
 * The eleven segments on the grid of recency and frequency scores. Every one of the 25 cells has exactly one name.
 * Source: the rules usual in customer marketing, with overlaps and gaps closed (research/personas.md 4.3).
 */
export function segmentOfScores(recency: Score, frequency: Score): string {
  if (frequency >= 4 && recency === 5) return 'Champions'
  if (frequency >= 4 && recency >= 3) return 'Loyal'
  if (recency <= 2 && frequency === 5) return "Can't lose"
  if (recency <= 2 && frequency >= 3) return 'At risk'
  if (recency >= 4 && frequency >= 2) return 'Potential loyalist'
  if (recency === 5) return 'New'
  if (recency === 4) return 'Promising'
  if (recency === 3) return frequency === 3 ? 'Need attention' : 'About to sleep'
  return recency === 1 && frequency === 1 ? 'Lost' : 'Hibernating'
}

export const segmentNames = [
  'Champions',
  'Loyal',
  'Potential loyalist',
  'New',
  'Promising',
  'Need attention',
  'About to sleep',
  'At risk',
  "Can't lose",
  'Hibernating',
  'Lost',
]

/**
 * Scores 1 to 5 by rank: 1 + floor(5 · people strictly worse / people). People with the same value get the same score, whatever the
 * order of the file.
 */
export function scoresByRank(values: number[], higherIsBetter: boolean): Score[] {
  const fromWorst = [...values].sort((a, b) => (higherIsBetter ? a - b : b - a))
  const strictlyWorse = new Map<number, number>()
  fromWorst.forEach((value, rank) => {
    if (!strictlyWorse.has(value)) strictlyWorse.set(value, rank)
  })
  return values.map((value) => (1 + Math.floor((5 * strictlyWorse.get(value)!) / values.length)) as Score)
}

const frequencyThresholds = [1, 2, 3, 5, 10]
const recencyThresholds = [365, 180, 90, 30]
const dominantShare = 0.4

/** 1 purchase → 1, 2 → 2, 3-4 → 3, 5-9 → 4, 10 and more → 5; none → 1. */
function fixedFrequencyScore(purchases: number): Score {
  return Math.max(1, frequencyThresholds.filter((threshold) => purchases >= threshold).length) as Score
}

/** Over a year ago → 1, over 180 days → 2, over 90 → 3, over 30 → 4, else 5. */
function fixedRecencyScore(days: number): Score {
  return (1 + recencyThresholds.filter((threshold) => days <= threshold).length) as Score
}

function hasDominantValue(values: number[]): boolean {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return Math.max(...counts.values()) > dominantShare * values.length
}

export interface RfmFamily {
  family: SegmentFamily
  scores: Map<string, CustomerScores>
  /** Plain sentences: thresholds used, refunds, purchases after the date. */
  notes: string[]
}

/**
 * Recency, frequency and monetary value of every customer in the ledger, as eleven segments.
 * Scores are quintiles by rank; where more than 40 % of people share one value, fixed thresholds are used for that score instead.
 * @param asOf day the recency counts from; purchases after it must not be in the ledger
 * @param everyone keys of people who may have bought nothing; they stand in a segment of their own, outside the grid
 */
export function recencyFrequencyMonetary(
  ledger: PurchaseLedger,
  asOf: CalendarDay,
  everyone: Iterable<string> = [],
): RfmFamily {
  const customers = [...ledger.histories]
  const recencies = customers.map(
    ([, history]) => asOf - (history.days.size > 0 ? Math.max(...history.days) : history.lastDay),
  )
  const frequencies = customers.map(([, history]) => history.days.size)
  const amounts = customers.map(([, history]) => history.amount)
  const notes: string[] = []
  const isFixedFrequency = customers.length > 0 && hasDominantValue(frequencies)
  const isFixedRecency = customers.length > 0 && hasDominantValue(recencies)
  if (isFixedFrequency)
    notes.push(
      'More than 40 % of people bought equally often, so frequency has fixed steps: 1, 2, 3-4, 5-9, 10 and more purchase days.',
    )
  if (isFixedRecency)
    notes.push(
      'More than 40 % of people bought last on the same day, so recency has fixed steps: up to 30, 90, 180, 365 days, and longer.',
    )
  const recencyScores = isFixedRecency ? recencies.map(fixedRecencyScore) : scoresByRank(recencies, false)
  const frequencyScores = isFixedFrequency ? frequencies.map(fixedFrequencyScore) : scoresByRank(frequencies, true)
  const valueScores = scoresByRank(amounts, true)

  const scores = new Map<string, CustomerScores>()
  const members = new Map<string, string>()
  customers.forEach(([customer], index) => {
    const [recency, frequency] = [recencyScores[index]!, frequencyScores[index]!]
    const value = valueScores[index]! >= 4 ? 'H' : valueScores[index] === 3 ? 'M' : 'L'
    scores.set(customer, { recency, frequency, value })
    members.set(customer, segmentOfScores(recency, frequency))
  })
  for (const key of everyone) if (!members.has(key)) members.set(key, noPurchase)
  if (ledger.refunds > 0) notes.push(`${ledger.refunds} refunds lower what was spent and count as no purchase.`)
  if (ledger.free > 0) notes.push(`${ledger.free} purchases at a price of zero count as purchases.`)
  if (ledger.later > 0) notes.push(`${ledger.later} purchases after ${dateOfDay(asOf)} were left out.`)
  const description = `Recency and frequency of purchases, scored 1 to 5 as of ${dateOfDay(asOf)}.`
  const about = {
    name: 'Recency and frequency of purchase',
    kind: 'recency-frequency-monetary' as const,
    description,
    asOf: dateOfDay(asOf),
  }
  return { family: familyFromMembers(about, members, [...segmentNames, noPurchase], segmentDetails), scores, notes }
}

/** Of people in the customer file whom the purchases do not name. */
export const noPurchase = 'No purchase'

/** The cells of each segment, R for recency and F for frequency. */
const segmentDetails: Record<string, string> = {
  Champions: 'R 5, F 4-5: bought lately and often',
  Loyal: 'R 3-4, F 4-5: buy often',
  'Potential loyalist': 'R 4-5, F 2-3: bought lately, more than once',
  New: 'R 5, F 1: first purchase just now',
  Promising: 'R 4, F 1: first purchase a short while ago',
  'Need attention': 'R 3, F 3: in the middle of both',
  'About to sleep': 'R 3, F 1-2: seldom, and some time ago',
  'At risk': 'R 1-2, F 3-4: used to buy, long ago',
  "Can't lose": 'R 1-2, F 5: bought most often, long ago',
  Hibernating: 'R 1-2, F 1-2: seldom, and long ago',
  Lost: 'R 1, F 1: once, longest ago',
}
