import { dateOfDay } from '../../segments/calendar-day.ts'
import { type Random, randomFrom, seedOf } from '../../statistics/random.ts'
import { type Attitude, drawAttitude, drawIndex, leanOf } from './latent-types.ts'

export interface SampleCustomer extends Attitude {
  key: string
  region: string
  plan: string
  industry: string
  affiliation: string
  district: string
  /** Day number since which the company knows the customer. */
  since: number
}

/** Weighted values of the attributes that the company keeps. Affiliation has one value that is too broad, district has many narrow ones. */
const regions: Record<string, number> = {
  'Harbour City': 24,
  'Old Town': 17,
  'River Valley': 14,
  'North Coast': 13,
  'Lake District': 11,
  'South Hills': 10,
  'East Fields': 8,
  'Far Islands': 3,
}
const plans: Record<string, number> = { Guest: 46, Member: 39, Plus: 15 }
const industries: Record<string, number> = {
  'Private household': 80,
  Hospitality: 7,
  'Property management': 6,
  'Care homes': 4,
  Offices: 3,
}
const affiliations: Record<string, number> = {
  None: 68,
  'Housing co-operative': 12,
  'Teachers’ association': 8,
  'Trade partner': 7,
  'Former employee': 5,
}

const daysOfHistory = 548
const daysOfCustomers = 2600
const customerCount = 600

/** 600 customers with attributes; attitudes colour plan and region a little, as they do in life. */
export function customersOf(seed: number, lastDay: number): SampleCustomer[] {
  const random = randomFrom(seedOf(seed, 'customers'))
  return Array.from({ length: customerCount }, (_, index) => {
    const attitude = drawAttitude(random)
    const region = drawKey(random, regions)
    return {
      ...attitude,
      key: `SIM-${20_001 + index}`,
      region,
      plan: drawKey(random, { ...plans, Plus: plans.Plus! * Math.exp(leanOf(attitude, [-1.2, 1.3, 0.5, -1.2])) }),
      industry: drawKey(random, industries),
      affiliation: drawKey(random, affiliations),
      district: `${region} ${1 + random.integer(3)}`,
      since: lastDay - 1 - Math.floor(daysOfCustomers * random.next() ** 1.7),
    }
  })
}

export interface SampleEvents {
  purchases: { customer: string; day: number; cents: number }[]
  visits: { customer: string; day: number }[]
}

/**
 * What the customers bought in 18 months and when they looked at the shop's pages in the last half year, up to `lastDay`.
 * How lively a customer is has a little to do with their attitude: personas are to cut across the segments, not to be free of them.
 */
export function eventsOf(seed: number, customers: SampleCustomer[], lastDay: number): SampleEvents {
  const random = randomFrom(seedOf(seed, 'events'))
  const events: SampleEvents = { purchases: [], visits: [] }
  const firstDay = lastDay - daysOfHistory
  for (const customer of customers) {
    const liveliness = random.gamma(1.1) * Math.exp(leanOf(customer, [-0.5, 0.3, 0.8, -0.3]))
    // Some stop buying for good; recency alone knows about them.
    const from = Math.max(customer.since, firstDay)
    const end =
      random.next() < 0.28 + leanOf(customer, [0.16, -0.16, -0.1, 0.08])
        ? from + random.integer(lastDay - from + 1)
        : lastDay
    const gap = 160 / (0.25 + liveliness)
    const start = Math.max(customer.since, firstDay + Math.floor(gap * random.gamma(1)))
    for (let day = start; day <= end; day += 1 + Math.floor(gap * random.gamma(1))) {
      events.purchases.push({ customer: customer.key, day, cents: priceOf(random) })
    }
    const visitGap = 60 / (0.2 + liveliness)
    const firstVisit = Math.max(lastDay - 182, start) + Math.floor(visitGap * random.next())
    for (let day = firstVisit; day <= end; day += 1 + Math.floor(visitGap * random.gamma(1))) {
      events.visits.push({ customer: customer.key, day })
    }
  }
  return events
}

/** Small things more often than large ones, some returned. */
function priceOf(random: Random): number {
  const euros = Math.exp(4.1 + 1.1 * random.normal())
  const cents = Math.round(Math.min(2400, Math.max(9, euros))) * 100 - 1
  return random.next() < 0.03 ? -cents : cents
}

/** The three files as the company's own systems would write them. */
export function customerFiles(customers: SampleCustomer[], { purchases, visits }: SampleEvents) {
  const since = (customer: SampleCustomer) => dateOfDay(customer.since)
  return {
    customers: csv(
      ['customer_id', 'region', 'district', 'plan', 'industry', 'affiliation', 'customer_since'],
      customers.map((customer) => [
        customer.key,
        customer.region,
        customer.district,
        customer.plan,
        customer.industry,
        customer.affiliation,
        since(customer),
      ]),
    ),
    purchases: csv(
      ['customer_id', 'purchase_date', 'amount'],
      purchases.map(({ customer, day, cents }) => [customer, dateOfDay(day), (cents / 100).toFixed(2)]),
    ),
    visits: csv(
      ['customer_id', 'visited_at'],
      visits.map(({ customer, day }) => [customer, dateOfDay(day)]),
    ),
  }
}

function csv(header: string[], rows: string[][]): string {
  const cell = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  return [header, ...rows].map((row) => row.map(cell).join(',')).join('\n') + '\n'
}

function drawKey(random: Random, weights: Record<string, number>): string {
  const names = Object.keys(weights)
  return names[drawIndex(random, Object.values(weights))]!
}
