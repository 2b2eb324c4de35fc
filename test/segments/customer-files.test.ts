import { describe, expect, test } from 'vitest'
import { openTable } from '../../server/files/tables/read-table.ts'
import { memorySource } from '../../server/files/tables/table-source.ts'
import { isPersonalColumn } from '../../server/segments/personal-columns.ts'
import { recogniseCustomerFile } from '../../server/segments/recognise-customer-file.ts'

async function recognised(name: string, lines: string[]) {
  const proposal = await recogniseCustomerFile(await openTable(memorySource(lines.join('\n'), name)))
  if (typeof proposal === 'string') throw new Error(proposal)
  return proposal
}

describe('what a file of the company’s records holds', () => {
  test('one line a customer: customers, with the other columns as attributes', async () => {
    const { kind, readings } = await recognised('crm.csv', [
      'customer_id,region,customer_since',
      'A1,North,2024-01-02',
      'A2,South,2023-05-06',
      'A3,North,2025-07-08',
    ])
    expect(kind).toBe('customers')
    expect(readings.customers).toEqual({ 0: 'names the customer', 1: 'an attribute', 2: 'an attribute' })
  })

  test('a customer on several lines with dates and amounts: purchases', async () => {
    const { kind, readings } = await recognised('export.csv', [
      'order_date;customer_id;amount',
      '02.01.2025;A1;12,50',
      '05.01.2025;A1;7,00',
      '06.02.2025;A2;30,00',
    ])
    expect(kind).toBe('purchases')
    expect(readings.purchases).toEqual({ 0: 'date of the purchase', 1: 'names the customer', 2: 'amount' })
  })

  test('a customer on several lines with times of visits: visits', async () => {
    const { kind } = await recognised('log.csv', [
      'user_id,session_start_time',
      'u1,2025-01-02T10:00:00Z',
      'u1,2025-01-03T10:00:00Z',
      'u2,2025-01-03T11:00:00Z',
    ])
    expect(kind).toBe('visits')
  })

  test('purchases in which every customer bought once are told by the file’s name', async () => {
    const lines = ['customer_id,date,amount', 'A1,2025-01-02,10', 'A2,2025-01-03,20', 'A3,2025-01-04,30']
    expect((await recognised('orders-2025.csv', lines)).kind).toBe('purchases')
    expect((await recognised('people.csv', lines)).kind).toBe('customers')
  })

  test('columns that tell who somebody is are said to be left out', async () => {
    const { readings } = await recognised('crm.csv', [
      'customer_id,first name,email,plan',
      'A1,Ida,ida@example.org,Plus',
      'A2,Omar,omar@example.org,Guest',
      'A3,Ida,ida2@example.org,Guest',
    ])
    expect(readings.customers![1]).toMatch(/left out/)
    expect(readings.customers![2]).toMatch(/left out/)
    expect(readings.customers![3]).toBe('an attribute')
  })

  test('a table in which nobody is named is refused', async () => {
    const table = await openTable(memorySource('colour,size\nred,1\nred,1\nblue,2\nred,2\n', 'x.csv'))
    expect(await recogniseCustomerFile(table)).toMatch(/names no customer/)
  })
})

describe('columns that tell who somebody is', () => {
  test.each(['Email', 'e-mail address', 'phone', 'Phone number', 'mobile', 'First name', 'street', 'date of birth'])(
    '%s is one',
    (header) => expect(isPersonalColumn(header)).toBe(true),
  )
  test.each(['PhoneService', 'plan', 'Email opt-in', 'mobile app user', 'gender', 'company name length', 'region'])(
    '%s is none',
    (header) => expect(isPersonalColumn(header)).toBe(false),
  )
})
