import type { Database } from '../database/connection.ts'
import type { CalendarDay } from './calendar-day.ts'
import { type CustomerBase, customersOf, lastVisits, purchasesOf } from './customer-store.ts'
import { PurchaseLedger, recencyFrequencyMonetary } from './recency-frequency-monetary.ts'
import { recencyOfVisit } from './recency-of-visit.ts'
import { segmentFamilyFromColumn } from './segment-families.ts'
import type { SegmentFamily } from './segment-family.ts'
import { replaceFamilies } from './store.ts'

export interface FamilyOptions {
  /** Day the recencies count from; without one, the day after the last purchase and after the last visit. */
  asOf?: CalendarDay
  /** Zone in which visits were read as days. */
  timeZone: string
}

/**
 * Computes every segment family of the customers there are: recency and frequency of purchase, recency of visit, and one a column.
 * Puts them in place of those from before.
 * @returns how many families there are now
 */
export async function computeFamilies(
  db: Database,
  base: CustomerBase & { at: Date },
  options: FamilyOptions,
): Promise<number> {
  const values = new Map<string, Map<string, string>>()
  const everyone: string[] = []
  for await (const { personId, attributes } of customersOf(db, base)) {
    everyone.push(personId)
    for (const [column, value] of Object.entries(attributes)) {
      const ofColumn = values.get(column) ?? new Map<string, string>()
      values.set(column, ofColumn)
      ofColumn.set(personId, value)
    }
  }
  const families = [
    ...(await purchaseFamily(db, base, everyone, options)),
    ...(await visitFamily(db, base, everyone, options)),
    ...columnFamilies(values, everyone),
  ]
  await replaceFamilies(db, base, families)
  return families.length
}

type FamilyWithNotes = SegmentFamily & { notes: string[] }

async function purchaseFamily(
  db: Database,
  base: CustomerBase,
  everyone: string[],
  { asOf }: FamilyOptions,
): Promise<FamilyWithNotes[]> {
  const ledger = new PurchaseLedger(asOf)
  for await (const { personId, day, amount } of purchasesOf(db, base)) ledger.add(personId, day, amount)
  if (ledger.histories.size === 0) return []
  const { family, notes } = recencyFrequencyMonetary(ledger, asOf ?? ledger.lastDay + 1, everyone)
  return [{ ...family, notes }]
}

async function visitFamily(
  db: Database,
  base: CustomerBase,
  everyone: string[],
  { asOf, timeZone }: FamilyOptions,
): Promise<FamilyWithNotes[]> {
  const last = await lastVisits(db, asOf === undefined ? base : { ...base, upTo: asOf })
  if (last.size === 0) return []
  const newest = Math.max(...last.values())
  return [{ ...recencyOfVisit(last, { asOf: asOf ?? newest + 1, timeZone, everyone }), notes: [] }]
}

function columnFamilies(values: Map<string, Map<string, string>>, everyone: string[]): FamilyWithNotes[] {
  return [...values].flatMap(([name, known]) => {
    // Someone without a value still counts, as not known: the sizes of a family add up to everyone.
    const all = new Map(everyone.map((personId) => [personId, known.get(personId) ?? '']))
    const family = segmentFamilyFromColumn({ name, values: all })
    return family ? [{ ...family, notes: [] }] : []
  })
}
