import { expect, test } from 'vitest'
import { shuffledCodes } from '../../survey-forms/order.ts'

const entries = [
  { code: 'a' },
  { code: 'b' },
  { code: 'c' },
  { code: 'd' },
  { code: 'other', isPinned: true },
  { code: 'none', isPinned: true },
]

test('one respondent always sees one order', () => {
  expect(shuffledCodes(entries, { seed: 42, list: 'q1' })).toEqual(shuffledCodes(entries, { seed: 42, list: 'q1' }))
})

test('pinned entries stay where they are written', () => {
  for (let seed = 0; seed < 50; seed++)
    expect(shuffledCodes(entries, { seed, list: 'q1' }).slice(4)).toEqual(['other', 'none'])
})

test('an entry added later leaves the order of the others', () => {
  const before = shuffledCodes(entries, { seed: 7, list: 'q1' })
  const after = shuffledCodes([{ code: 'new' }, ...entries], { seed: 7, list: 'q1' })
  expect(after.filter((code) => code !== 'new')).toEqual(before)
})

test('over many respondents each of the 24 orders is as likely as the others', () => {
  const counts = new Map<string, number>()
  const respondents = 12_000
  for (let seed = 0; seed < respondents; seed++) {
    const order = shuffledCodes(entries.slice(0, 4), { seed, list: 'q1' }).join('')
    counts.set(order, (counts.get(order) ?? 0) + 1)
  }
  const expected = respondents / 24
  const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
  expect(counts.size).toBe(24)
  // 23 degrees of freedom: 49.7 is the 99.9 % quantile.
  expect(chiSquare).toBeLessThan(49.7)
})
