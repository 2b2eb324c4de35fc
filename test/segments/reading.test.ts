import { expect, test } from 'vitest'
import { openTable } from '../../server/files/tables/read-table.ts'
import { memorySource } from '../../server/files/tables/table-source.ts'
import { findDecimalMark, readAmount } from '../../server/segments/amounts.ts'
import {
  dateOfDay,
  dayFromDate,
  dayFromText,
  findDateFormat,
  readDay,
  visitDayReader,
} from '../../server/segments/calendar-day.ts'
import { recognisePurchases, recogniseVisits } from '../../server/segments/customers.ts'
import { BadCustomerFile } from '../../server/segments/errors.ts'
import { readCustomers, readPurchases, readVisits } from '../../server/segments/read-customer-files.ts'

const table = (text: string) => openTable(memorySource(text, 'file.csv'))

test('days agree with the calendar of the machine over four centuries', () => {
  for (let day = dayFromDate(1899, 12, 31); day < dayFromDate(2301, 1, 1); day += 97) {
    const text = new Date(day * 86_400_000).toISOString().slice(0, 10)
    expect(dateOfDay(day)).toBe(text)
    expect(dayFromText(text)).toBe(day)
  }
  expect(dayFromText('2025-02-29')).toBeNull()
  expect(dayFromText('2024-02-29')).not.toBeNull()
})

test('the order of day and month is found from the column, and a guess is called one', () => {
  expect(findDateFormat(['03/04/2025', '25/04/2025'])).toEqual({ order: 'day first', isGuess: false })
  expect(findDateFormat(['03/04/2025', '04/25/2025'])).toEqual({ order: 'month first', isGuess: false })
  expect(findDateFormat(['03.04.2025'])).toEqual({ order: 'day first', isGuess: false })
  expect(findDateFormat(['03/04/2025'])).toEqual({ order: 'month first', isGuess: true })
  expect(dateOfDay(readDay('3/4/25 10:15', 'day first')!)).toBe('2025-04-03')
  expect(dateOfDay(readDay('12 March 2025', 'month first')!)).toBe('2025-03-12')
  expect(readDay('31/02/2025', 'day first')).toBeNull()
})

test('a visit that names its offset is moved into the time zone; one without stays on its day', () => {
  const berlin = visitDayReader('Europe/Berlin', 'year first')
  expect(dateOfDay(berlin('2026-06-30T22:30:00Z')!)).toBe('2026-07-01')
  expect(dateOfDay(berlin('2026-06-30T22:30:00-05:00')!)).toBe('2026-07-01')
  expect(dateOfDay(berlin('2026-06-30T22:30:00+02:00')!)).toBe('2026-06-30')
  expect(dateOfDay(berlin('2026-06-30 23:30:00')!)).toBe('2026-06-30')
})

test.each([
  ['1.234,56', ',', 1234.56],
  ['12,5 €', ',', 12.5],
  ['1,234.56', '.', 1234.56],
  ['$ 29.33', '.', 29.33],
  ['(12.50)', '.', -12.5],
  ['-3', '.', -3],
  ['12.50-', '.', -12.5],
  ['EUR 1 234,00', ',', 1234],
  ['0', '.', 0],
])('the amount %s with decimal mark %s is %d', (text, mark, expected) => {
  expect(readAmount(text, mark as '.' | ',')).toBe(expected)
})

test.each(['1957-03-04', '1994 (1887)', 'free', '', '12.5.3'])('“%s” is no amount', (text) => {
  expect(readAmount(text, '.')).toBeNull()
})

test('the decimal mark is found from the column', () => {
  expect(findDecimalMark(['1.234,56', '12', '7,5'])).toBe(',')
  expect(findDecimalMark(['1,234', '12.50'])).toBe('.')
})

test.each([
  [['Id', 'Date', 'CDs', 'Price'], { customer: 0, date: 1, amount: 3 }],
  [['order_id', 'order_date', 'customer_id', 'total'], { customer: 2, date: 1, amount: 3 }],
  [['InvoiceDate', 'CustomerID', 'Quantity', 'Unit Price'], { customer: 1, date: 0, amount: 3, quantity: 2 }],
  [['Kundennummer', 'Datum', 'Betrag'], { customer: 0, date: 1, amount: 2 }],
  [['email', 'purchased_at', 'revenue'], { customer: 0, date: 1, amount: 2 }],
])('purchases under the headers %j are recognised', (headers, expected) => {
  expect(recognisePurchases(headers)).toEqual(expected)
})

test('what is missing is said in plain words', () => {
  expect(recognisePurchases(['Betrag', 'Datum'])).toContain('customer')
  expect(recogniseVisits(['user_id', 'page'])).toContain('time')
  expect(recogniseVisits(['user_id', 'timestamp'])).toEqual({ customer: 0, time: 1 })
})

test('purchases with European decimals are read, and bad rows are listed with their lines', async () => {
  const got: [string, string, number][] = []
  const lines = await readPurchases(
    await table(
      'customer;date;amount\na;31.12.2025;1.234,50\nb;gestern;5\n;01.01.2026;5\nc;02.01.2026;viel\nd;03.01.2026;-7,25\n',
    ),
    (customer, day, amount) => void got.push([customer, dateOfDay(day), amount]),
  )
  expect(got).toEqual([
    ['a', '2025-12-31', 1234.5],
    ['d', '2026-01-03', -7.25],
  ])
  expect(lines).toMatchObject({ read: 5, refusedCount: 3 })
  expect(lines.refused.map((refused) => refused.line)).toEqual([3, 4, 5])
})

test('a unit price is multiplied by its quantity', async () => {
  const amounts: number[] = []
  await readPurchases(
    await table('CustomerID,InvoiceDate,Quantity,Unit Price\n1,2026-01-01,3,2.50\n'),
    (_, __, amount) => void amounts.push(amount),
  )
  expect(amounts).toEqual([7.5])
})

test('a file without customers is refused by name', async () => {
  await expect(readPurchases(await table('Betrag,Datum\n3,2026-01-01\n'), () => {})).rejects.toThrow(BadCustomerFile)
  await expect(readVisits(await table('a,b\n1,2\n'), 'UTC', () => {})).rejects.toThrow('file.csv is no list of visits')
  await expect(readCustomers(await table('a,b\n1,2\n1,2\n1,2\n'), () => {})).rejects.toThrow('no list of customers')
})

test('a customer who stands in the file twice is kept once', async () => {
  const rows = Array.from({ length: 100 }, (_, row) => `c${row},x`).join('\n')
  const keys: string[] = []
  const read = await readCustomers(await table(`customer_id,plan\n${rows}\nc5,y\n`), (key) => void keys.push(key))
  expect(keys).toHaveLength(100)
  expect(read).toMatchObject({
    keyColumn: 'customer_id',
    columns: ['plan'],
    refused: [{ line: 102, reason: 'its customer stands in the file already' }],
  })
})
