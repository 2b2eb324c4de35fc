import { describe, expect, test } from 'vitest'
import { plainReading } from '../../survey-forms/item-kind.ts'
import { numberExamples } from '../../survey-forms/item-kinds/number/examples.ts'
import { parseNumber } from '../../survey-forms/item-kinds/number/parse.ts'

const [visits, distance] = numberExamples
const read = (item: typeof visits, typed: string) => {
  const { answers, errors } = parseNumber(
    { ...item, minimum: -10_000, maximum: 10_000_000, isCount: false },
    { [item.code]: typed },
    plainReading,
  )
  return errors[0]?.message ?? answers[item.code]
}

describe('a number is read the way people write it', () => {
  test.each([
    ['12,5', '12.5'],
    ['12.5', '12.5'],
    [' 12,50 km', '12.5'],
    ['1.234,5', '1234.5'],
    ['1,234.5', '1234.5'],
    ['1 234,5', '1234.5'],
    ['1\u202f234,5', '1234.5'],
    ["1'234.5", '1234.5'],
    ['1,234,567', '1234567'],
    ['−3', '-3'],
    ['١٢٫٥', '12.5'],
    ['۱۲', '12'],
    ['０12', '12'],
    ['.5', '0.5'],
    ['-0', '0'],
  ])('%s with decimals is %s', (typed, stored) => {
    expect(read(distance, typed)).toBe(stored)
  })

  test.each([
    ['1,234', '1234'],
    ['1.234', '1234'],
    ['3 times', '3'],
    ['3,0', '3'],
  ])('%s without decimals is %s', (typed, stored) => {
    expect(read(visits, typed)).toBe(stored)
  })
})

describe('a number that could mean two things, or none, is asked again', () => {
  test.each([
    ['1,234', 'Write at most 1 digit after the decimal point.'],
    ['1.2.3', 'Write a number in digits, such as -10000.'],
    ['twelve', 'Write a number in digits, such as -10000.'],
    ['1e9', 'Write a number in digits, such as -10000.'],
    ['0x10', 'Write a number in digits, such as -10000.'],
    ['1,2,3', 'Write a number in digits, such as -10000.'],
    ['99999999', 'Write a number from -10000 to 10000000 km.'],
  ])('%s', (typed, message) => {
    expect(read(distance, typed)).toBe(message)
  })

  test('half a visit', () => {
    expect(read(visits, '2,5')).toBe('Write a whole number.')
  })

  test('a number together with "I don’t know"', () => {
    const parsed = parseNumber(visits, { visits: '3', 'visits-dont_know': 'dont_know' }, plainReading)
    expect(parsed.errors[0].message).toBe('Write a number or tick “I don’t know”, not both.')
    expect(parsed.drafts).toEqual({ visits: '3' })
  })
})

test('"I don’t know" alone is an answer of its own', () => {
  expect(parseNumber(visits, { 'visits-dont_know': 'dont_know' }, plainReading).answers).toEqual({
    visits: 'dont_know',
  })
  expect(parseNumber(distance, { 'distance-dont_know': 'dont_know' }, plainReading).answers).toEqual({ distance: null })
})
