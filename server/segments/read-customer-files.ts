import type { RefusedLine } from '../files/tables/records.ts'
import type { Table } from '../files/tables/read-table.ts'
import { isNotRecorded } from '../responses/missing-answers.ts'
import { findDecimalMark, readAmount } from './amounts.ts'
import { type CalendarDay, findDateFormat, readDay, visitDayReader } from './calendar-day.ts'
import { recogniseCustomerKey, recognisePurchases, recogniseVisits } from './customers.ts'
import { BadCustomerFile } from './errors.ts'

const sampleRows = 2_000

export interface ReadLines {
  read: number
  refused: RefusedLine[]
  refusedCount: number
  /** What was guessed about the file, in plain sentences. */
  notes: string[]
}

/**
 * Hands each purchase of a file to `add`: customer, day, amount (negative for a refund; 0 where the file has no amounts).
 * Rows without a customer, a readable date or a readable amount are listed and the rest kept.
 * @throws {BadCustomerFile} when no column can be the customer or the date
 */
export async function readPurchases(
  table: Table,
  add: (customer: string, day: CalendarDay, amount: number) => void | Promise<void>,
): Promise<ReadLines> {
  const columns = recognisePurchases(headersOf(table))
  if (typeof columns === 'string') throw new BadCustomerFile(`${table.name} is no list of purchases: ${columns}.`)
  const sample = await sampleOf(table)
  const format = findDateFormat(sample.map((cells) => cells[columns.date]!))
  const mark = findDecimalMark(columns.amount === undefined ? [] : sample.map((cells) => cells[columns.amount!]!))
  const lines = await eachRow(table, async (cells) => {
    const customer = cells[columns.customer]!.trim()
    if (isNotRecorded(customer)) return 'it names no customer'
    const day = readDay(cells[columns.date]!, format.order)
    if (day === null) return 'its date can’t be read'
    let amount = columns.amount === undefined ? 0 : readAmount(cells[columns.amount]!, mark)
    if (amount === null) return 'its amount can’t be read'
    if (columns.quantity !== undefined) {
      const quantity = readAmount(cells[columns.quantity]!, mark)
      if (quantity === null) return 'its quantity can’t be read'
      amount *= quantity
    }
    await add(customer, day, amount)
    return undefined
  })
  if (format.isGuess) lines.notes.push('No date told day from month: the month was read first.')
  if (columns.amount === undefined) lines.notes.push('There is no column of amounts: what was spent is not known.')
  return lines
}

/**
 * Hands each visit of a file to `add`: person and day in the time zone.
 * @throws {BadCustomerFile} when no column can be the visitor or the time
 */
export async function readVisits(
  table: Table,
  timeZone: string,
  add: (customer: string, day: CalendarDay) => void | Promise<void>,
): Promise<ReadLines> {
  const columns = recogniseVisits(headersOf(table))
  if (typeof columns === 'string') throw new BadCustomerFile(`${table.name} is no list of visits: ${columns}.`)
  const sample = await sampleOf(table)
  const format = findDateFormat(sample.map((cells) => cells[columns.time]!))
  const dayOf = visitDayReader(timeZone, format.order)
  const lines = await eachRow(table, async (cells) => {
    const customer = cells[columns.customer]!.trim()
    if (isNotRecorded(customer)) return 'it names no visitor'
    const day = dayOf(cells[columns.time]!)
    if (day === null) return 'its time can’t be read'
    await add(customer, day)
    return undefined
  })
  if (format.isGuess) lines.notes.push('No date told day from month: the month was read first.')
  return lines
}

export interface CustomerTable extends ReadLines {
  keyColumn: string
  /** Names of the other columns. */
  columns: string[]
}

/**
 * Hands each customer of a file to `add`: key, the other cells as written, and the names of their columns. A key that was seen before is listed.
 * @throws {BadCustomerFile} when no column has a different value for each customer
 */
export async function readCustomers(
  table: Table,
  add: (key: string, cells: string[], columns: string[]) => void | Promise<void>,
): Promise<CustomerTable> {
  const headers = headersOf(table)
  const sample = await sampleOf(table)
  const isUnique = (column: number) => {
    const keys = sample.map((cells) => cells[column]!.trim()).filter((cell) => !isNotRecorded(cell))
    return keys.length >= 0.98 * sample.length && new Set(keys).size >= 0.98 * keys.length
  }
  const key = recogniseCustomerKey(headers, isUnique)
  if (key === undefined)
    throw new BadCustomerFile(
      `${table.name} is no list of customers: no column has a different value for each of them.`,
    )
  const seen = new Set<string>()
  const columns = headers.filter((_, column) => column !== key)
  const lines = await eachRow(table, async (cells) => {
    const customer = cells[key]!.trim()
    if (isNotRecorded(customer)) return 'it names no customer'
    if (seen.has(customer)) return 'its customer stands in the file already'
    seen.add(customer)
    await add(
      customer,
      cells.filter((_, column) => column !== key),
      columns,
    )
    return undefined
  })
  return { ...lines, keyColumn: headers[key]!, columns }
}

function headersOf(table: Table): string[] {
  return table.header.columns.map((column) => column.name)
}

async function sampleOf(table: Table): Promise<string[][]> {
  const sample: string[][] = []
  for await (const { cells } of table.rows()) {
    sample.push(cells)
    if (sample.length === sampleRows) break
  }
  return sample
}

async function eachRow(table: Table, take: (cells: string[]) => Promise<string | undefined>): Promise<ReadLines> {
  const unusable: RefusedLine[] = []
  let unusableCount = 0
  let read = 0
  for await (const { line, cells } of table.rows()) {
    read++
    const reason = await take(cells)
    if (reason === undefined) continue
    unusableCount++
    if (unusable.length < 1_000) unusable.push({ line, reason })
  }
  const refused = [...table.refused, ...unusable].sort((a, b) => a.line - b.line)
  return { read: read + table.refusedCount, refused, refusedCount: table.refusedCount + unusableCount, notes: [] }
}
