import { openTable } from '../files/tables/read-table.ts'
import { fileSource } from '../files/tables/table-source.ts'
import { type CalendarDay, dateOfDay, dayFromText } from '../segments/calendar-day.ts'
import { type ReadLines, readCustomers, readPurchases, readVisits } from '../segments/read-customer-files.ts'
import { recencyOfVisit } from '../segments/recency-of-visit.ts'
import { PurchaseLedger, recencyFrequencyMonetary } from '../segments/recency-frequency-monetary.ts'
import { segmentFamilyFromColumn } from '../segments/segment-families.ts'
import type { SegmentFamily } from '../segments/segment-family.ts'
import { segmentWarnings } from '../segments/warnings.ts'
import { BadInput, type CommandContext, pathFrom, readFlags } from './command.ts'

interface FileReport {
  file: string
  read: number
  refused: ReadLines['refused']
  refusedCount: number
  notes: string[]
}

/**
 * `segments [--customers FILE.csv] [--purchases FILE.csv] [--visits FILE.csv] [--as-of DATE] [--time-zone ZONE]`: the families of
 * segments that the files carry, with sizes and warnings. Without a date the latest one in the files is taken.
 */
export async function runSegments(argv: string[], context: CommandContext): Promise<object> {
  const text = { type: 'string' as const }
  const { values } = readFlags(argv, {
    customers: text,
    purchases: text,
    visits: text,
    'as-of': text,
    'time-zone': text,
  })
  const flags = values as Record<string, string | undefined>
  if (!flags.customers && !flags.purchases && !flags.visits) {
    throw new BadInput('Give at least one file: --customers, --purchases or --visits.')
  }
  const asOf = flags['as-of'] === undefined ? undefined : dayFromText(flags['as-of'])
  if (asOf === null) throw new BadInput(`--as-of takes a date such as 2026-06-30, not “${flags['as-of']}”.`)
  const timeZone = flags['time-zone'] ?? 'UTC'
  if (!isTimeZone(timeZone)) throw new BadInput(`There is no time zone “${timeZone}”: write one such as Europe/Berlin.`)

  const files: FileReport[] = []
  const families: (SegmentFamily & { notes?: string[] })[] = []
  const customers = flags.customers ? await customerFamilies(pathFrom(context, flags.customers), files) : undefined
  const everyone = customers?.keys ?? []
  if (flags.purchases) {
    const purchases = await purchaseLedger(pathFrom(context, flags.purchases), asOf, files)
    const { family, notes } = recencyFrequencyMonetary(purchases, asOf ?? purchases.lastDay, everyone)
    families.push({ ...family, notes })
  }
  if (flags.visits)
    families.push(await visitFamily(pathFrom(context, flags.visits), { asOf, timeZone, everyone }, files))
  families.push(...(customers?.families ?? []))
  for (const { file, refusedCount, read } of files)
    if (refusedCount > 0) context.log(`${file}: ${refusedCount} of ${read} lines could not be used.`)
  return { families: families.map(printed), files }
}

function printed(family: SegmentFamily & { notes?: string[] }): object {
  const { members, notes = [], ...rest } = family
  return { ...rest, people: members.size, warnings: segmentWarnings(family), notes }
}

async function purchaseLedger(
  path: string,
  asOf: CalendarDay | undefined,
  files: FileReport[],
): Promise<PurchaseLedger> {
  const table = await openTable(fileSource(path))
  const ledger = new PurchaseLedger(asOf)
  const lines = await readPurchases(table, (customer, day, amount) => ledger.add(customer, day, amount))
  files.push({ file: table.name, ...lines })
  if (ledger.histories.size === 0) {
    const until = asOf === undefined ? '' : ` up to ${dateOfDay(asOf)}`
    throw new BadInput(`${table.name} holds no purchase that can be used${until}.`)
  }
  return ledger
}

async function visitFamily(
  path: string,
  { asOf, timeZone, everyone }: { asOf: CalendarDay | undefined; timeZone: string; everyone: Iterable<string> },
  files: FileReport[],
): Promise<SegmentFamily & { notes: string[] }> {
  const table = await openTable(fileSource(path))
  const lastVisits = new Map<string, CalendarDay>()
  let latest = Number.NEGATIVE_INFINITY
  let later = 0
  const lines = await readVisits(table, timeZone, (customer, day) => {
    if (asOf !== undefined && day > asOf) {
      later++
      return
    }
    latest = Math.max(latest, day)
    lastVisits.set(customer, Math.max(lastVisits.get(customer) ?? Number.NEGATIVE_INFINITY, day))
  })
  files.push({ file: table.name, ...lines })
  if (lastVisits.size === 0) throw new BadInput(`${table.name} holds no visit that can be used.`)
  const family = recencyOfVisit(lastVisits, { asOf: asOf ?? latest, timeZone, everyone })
  return { ...family, notes: later > 0 ? [`${later} visits after ${family.asOf} were left out.`] : [] }
}

async function customerFamilies(
  path: string,
  files: FileReport[],
): Promise<{ keys: string[]; families: SegmentFamily[] }> {
  const table = await openTable(fileSource(path))
  const cellsOf = new Map<string, string[]>()
  const { columns, keyColumn, ...lines } = await readCustomers(table, (key, cells) => {
    cellsOf.set(key, cells)
  })
  files.push({ file: table.name, ...lines, notes: [...lines.notes, `“${keyColumn}” names the customer.`] })
  if (cellsOf.size === 0) throw new BadInput(`${table.name} holds no customer that can be used.`)
  const families = columns.flatMap((name, column) => {
    const values = new Map([...cellsOf].map(([key, cells]) => [key, cells[column]!]))
    const family = segmentFamilyFromColumn({ name, values })
    return family ? [family] : []
  })
  return { keys: [...cellsOf.keys()], families }
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
