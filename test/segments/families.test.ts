import { expect, test } from 'vitest'
import { runSegments } from '../../server/command-line/segments.ts'
import { BadInput } from '../../server/command-line/command.ts'
import { dayFromText } from '../../server/segments/calendar-day.ts'
import { recencyOfVisit } from '../../server/segments/recency-of-visit.ts'
import { segmentFamilyFromColumn } from '../../server/segments/segment-families.ts'
import { effectiveNumber, groupsHolding, segmentWarnings } from '../../server/segments/warnings.ts'

const column = (name: string, values: string[]) =>
  segmentFamilyFromColumn({ name, values: new Map(values.map((value, index) => [`k${index}`, value])) })
const sizesOf = (family: ReturnType<typeof column>) => family?.segments.map(({ name, size }) => [name, size])

test('a column of names becomes one segment a name, by size, with those not known at the end', () => {
  const family = column('Region', ['South', 'South', 'South', 'North', 'North', '', 'NA'])
  expect(sizesOf(family)).toEqual([
    ['South', 3],
    ['North', 2],
    ['Not known', 2],
  ])
})

test('a column of bands keeps their order', () => {
  const family = column('Company size', ['50-249', '1-9', '10-49', '250+', '1-9', '10-49', '50-249', '250+', '250+'])
  expect(family?.segments.map((segment) => segment.name)).toEqual(['1-9', '10-49', '50-249', '250+'])
})

test('numbers of employees stand in the usual bands', () => {
  const family = column(
    'Employees',
    Array.from({ length: 60 }, (_, index) => String(1 + index * index)),
  )
  expect(family?.segments.map((segment) => segment.name)).toEqual([
    '1 to 9',
    '10 to 49',
    '50 to 249',
    '250 to 999',
    '1000 and more',
  ])
  expect(family?.segments.reduce((sum, segment) => sum + segment.size, 0)).toBe(60)
})

test('other numbers stand in five bands of about equal size, cut at round numbers', () => {
  const family = column(
    'Monthly charges',
    Array.from({ length: 500 }, (_, index) => (18 + index * 0.2).toFixed(2)),
  )
  expect(family?.segments).toHaveLength(5)
  for (const { size } of family!.segments) expect(size).toBeGreaterThan(75)
})

test('a place behind a comma, and the year of a date, are found', () => {
  const towns = Array.from({ length: 40 }, (_, index) => `Town ${index}, ${index % 2 ? 'Ohio' : 'Iowa'}`)
  expect(sizesOf(column('Headquarters', towns))).toEqual([
    ['Iowa', 20],
    ['Ohio', 20],
  ])
  const dates = Array.from({ length: 100 }, (_, index) => `${1950 + (index % 75)}-0${1 + (index % 9)}-15`)
  expect(column('Date added', dates)?.name).toBe('Date added (year)')
})

test('a column of keys, of free text or of one value makes no family', () => {
  expect(
    column(
      'account',
      Array.from({ length: 50 }, (_, index) => String(70_000 + index * 3)),
    ),
  ).toBeNull()
  expect(
    column(
      'note',
      Array.from({ length: 50 }, (_, index) => `something about ${index}`),
    ),
  ).toBeNull()
  expect(column('country', Array(50).fill('France'))).toBeNull()
})

test('a register’s number makes no family, though a firm listed twice repeats its own', () => {
  const numbers = Array.from({ length: 60 }, (_, index) => `${1000 + 37 * Math.min(index, 58)}`)
  const column = (name: string) => ({ name, values: new Map(numbers.map((value, index) => [`f-${index}`, value])) })
  expect(segmentFamilyFromColumn(column('CIK'))).toBeNull()
  expect(segmentFamilyFromColumn(column('Spend'))?.segments.length).toBeGreaterThan(2)
})

test("yesterday's visitors are those whose latest visit was the day before the date", () => {
  const asOf = dayFromText('2026-06-30')!
  const visits = new Map([['a', asOf], ['b', asOf - 1], ['c', asOf - 1], ['d', asOf - 7], ['e', asOf - 8], ['f', asOf - 4000]]) // biome-ignore format: a table
  const family = recencyOfVisit(visits, { asOf, timeZone: 'Europe/Berlin', everyone: ['a', 'g'] })
  expect(family).toMatchObject({ asOf: '2026-06-30', timeZone: 'Europe/Berlin' })
  expect(sizesOf(family)).toEqual([
    ["Today's visitors", 1],
    ["Yesterday's visitors", 2],
    ['Visited 2 to 7 days ago', 1],
    ['Visited 8 to 30 days ago', 1],
    ['Visited more than a year ago', 1],
    ['Not known', 1],
  ])
})

const segments = (...sizes: number[]) => ({ segments: sizes.map((size, index) => ({ name: `S${index + 1}`, size })) })

test('the effective number of segments is that of the printed test vector', () => {
  // research/personas.md 6: column sums 50, 50, 60, 40 give exp(H) = 3.960.
  expect(effectiveNumber([50, 50, 60, 40])).toBeCloseTo(3.96, 2)
  expect(effectiveNumber([7, 7, 7])).toBeCloseTo(3, 12)
  expect(groupsHolding([50, 50, 60, 40], 0.8)).toBe(3)
  expect(groupsHolding([80, 10, 10], 0.8)).toBe(1)
})

test('too many, too broad and too narrow are said with their numbers', () => {
  const many = segmentWarnings(segments(...Array(14).fill(120))).join(' ')
  expect(many).toContain('Far too many: 14 segments')
  expect(many).toContain('14.0 equal ones')
  expect(segmentWarnings(segments(700, 150, 150)).join(' ')).toContain('Too broad: “S1” holds 70 % of people')
  const narrow = segmentWarnings(segments(400, 380, 12, 9)).join(' ')
  expect(narrow).toContain('Too narrow: 2 segments have fewer than 30 people: “S3” (12), “S4” (9)')
})

test('a sound family has no warnings, and two halves are not too broad', () => {
  expect(segmentWarnings(segments(300, 260, 240, 200))).toEqual([])
  expect(segmentWarnings(segments(520, 480))).toEqual([])
  expect(segmentWarnings(segments(900, 100)).join(' ')).toContain('Too broad')
})

const context = { cwd: '/', log: () => {}, workers: 1 }

test('the command needs a file, a date and a time zone that exist', async () => {
  await expect(runSegments([], context)).rejects.toThrow(BadInput)
  await expect(runSegments(['--purchases', 'x.csv', '--as-of', 'soon'], context)).rejects.toThrow(
    '--as-of takes a date',
  )
  await expect(runSegments(['--visits', 'x.csv', '--time-zone', 'Mars/Base'], context)).rejects.toThrow('no time zone')
})

test('everyone in a real file of purchases is covered once', async () => {
  const reference = process.env.VERBATIM_REFERENCE
  if (!reference) return console.log('not run: VERBATIM_REFERENCE is not set (cdnow)')
  const flags = ['--purchases', `${reference}/segments/cdnow/transactions.csv`, '--as-of', '1998-06-30']
  const { families } = (await runSegments(flags, context)) as {
    families: { segments: { name: string; size: number }[] }[]
  }
  expect(families[0]!.segments.reduce((sum, segment) => sum + segment.size, 0)).toBe(2357)
  expect(families[0]!.segments.map((segment) => segment.name)).toContain('Champions')
})
