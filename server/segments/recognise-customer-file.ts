import { isNotRecorded } from '../responses/missing-answers.ts'
import type { Table } from '../files/tables/read-table.ts'
import { isPersonalColumn } from './personal-columns.ts'
import { recogniseCustomerKey, recognisePurchases, recogniseVisits } from './customers.ts'

export const customerFileKinds = ['customers', 'purchases', 'visits'] as const
export type CustomerFileKind = (typeof customerFileKinds)[number]

/** What a file of the company's own records seems to hold, for a person to confirm before anything is kept. */
export interface CustomerFileProposal {
  kind: CustomerFileKind
  /** Why, one plain sentence. */
  reason: string
  headers: string[]
  /** The first rows as they stand in the file. */
  sample: string[][]
  /** For each kind that the file could be read as: what each used column is taken for, by position. */
  readings: Partial<Record<CustomerFileKind, Record<number, string>>>
}

const rowsLookedAt = 2_000
const rowsShown = 3
const visitWords = /visit|session|log-?in|page ?view|seen|opened/i
const idHeader = /(^|[ _.-])(id|key|no\.?|nr|number|code|uuid)$|^(customer|client|user|member|account|person|visitor)$/i
const purchaseWords = /purchase|order|transaction|invoice|sale|payment|receipt/i

/**
 * Tells a list of customers (one line each) from lists of purchases and of visits (one line an event).
 * @returns the proposal, or the reason why the file is none of the three
 */
export async function recogniseCustomerFile(table: Table): Promise<CustomerFileProposal | string> {
  const headers = table.header.columns.map((column) => column.name)
  const rows: string[][] = []
  for await (const { cells } of table.rows()) {
    rows.push(cells)
    if (rows.length === rowsLookedAt) break
  }
  const readings = readingsOf(headers, rows)
  const kinds = customerFileKinds.filter((kind) => readings[kind])
  if (kinds.length === 0) return 'it names no customer: no column holds a customer’s id'
  const { kind, reason } = kindOf(table.name, headers, readings)
  return { kind, reason, headers, sample: rows.slice(0, rowsShown), readings }
}

function readingsOf(headers: string[], rows: string[][]): CustomerFileProposal['readings'] {
  const readings: CustomerFileProposal['readings'] = {}
  const purchases = recognisePurchases(headers)
  const visits = recogniseVisits(headers)
  const events = typeof purchases === 'string' ? visits : purchases
  // An id that stands on several lines makes a list of events, even where some other column has no value twice.
  const isOfEvents =
    typeof events !== 'string' && idHeader.test(headers[events.customer]!) && !isUnique(rows, events.customer)
  const key = isOfEvents ? undefined : recogniseCustomerKey(headers, (column) => isUnique(rows, column))
  if (key !== undefined) {
    readings.customers = Object.fromEntries(
      headers.map((header, column) => [column, attributeReading(header, column === key)]),
    )
  }
  if (typeof purchases !== 'string') {
    readings.purchases = { [purchases.customer]: 'names the customer', [purchases.date]: 'date of the purchase' }
    if (purchases.amount !== undefined) readings.purchases[purchases.amount] = 'amount'
    if (purchases.quantity !== undefined) readings.purchases[purchases.quantity] = 'pieces, multiplied by the price'
  }
  if (typeof visits !== 'string')
    readings.visits = { [visits.customer]: 'names the customer', [visits.time]: 'time of the visit' }
  return readings
}

function attributeReading(header: string, isKey: boolean): string {
  if (isKey) return 'names the customer'
  return isPersonalColumn(header) ? 'left out: it tells who somebody is' : 'an attribute'
}

/** Events repeat their customer and have a date; a list of customers does not, though it may hold dates too. */
function kindOf(
  name: string,
  headers: string[],
  readings: CustomerFileProposal['readings'],
): { kind: CustomerFileKind; reason: string } {
  if (!readings.customers) {
    const isVisits =
      readings.visits &&
      !Object.values(readings.purchases ?? {}).includes('amount') &&
      [name, ...headers].some((word) => visitWords.test(word)) &&
      !headers.some((word) => purchaseWords.test(word))
    return isVisits
      ? { kind: 'visits', reason: 'A customer stands on several lines, each with the time of a visit.' }
      : { kind: 'purchases', reason: 'A customer stands on several lines, each with a date.' }
  }
  const hasAmount = Object.values(readings.purchases ?? {}).includes('amount')
  if (readings.purchases && hasAmount && purchaseWords.test(name))
    return { kind: 'purchases', reason: 'The file’s name speaks of purchases, and it has dates and amounts.' }
  if (readings.visits && headers.length <= 3 && visitWords.test(name))
    return { kind: 'visits', reason: 'The file’s name speaks of visits, and it has a time in each line.' }
  return { kind: 'customers', reason: 'Each line names another customer.' }
}

function isUnique(rows: string[][], column: number): boolean {
  const keys = rows.map((cells) => cells[column]!.trim()).filter((cell) => !isNotRecorded(cell))
  return keys.length >= 0.98 * rows.length && new Set(keys).size >= 0.98 * keys.length
}
