import { expect, test } from 'vitest'
import { isDue, monthsAfter, overdueText, reviewDateOf } from '../../../server/personas/claim-editing/expiry.ts'
import { refusalOf } from '../../../server/personas/claim-editing/wording.ts'

const heard = ['I read the bad reviews first, and if three people say the door seal went, I believe them.']

test('a line takes no number that was not drawn', () => {
  expect(refusalOf('60 % read reviews', { drawn: 'Read reviews', heard: [] })).toContain('leave “60%” out')
  expect(refusalOf('Most of the 12 read reviews', { drawn: 'Read reviews', heard: [] })).toContain('leave “12” out')
  expect(refusalOf('Buy 2 or 3 times a year', { drawn: 'Answer “2 or 3” to “How often?”', heard: [] })).toBeNull()
})

test('a line takes no six words in a row that somebody said', () => {
  const refusal = refusalOf('They read the bad reviews first, and if in doubt wait', { drawn: '', heard })
  expect(refusal).toContain('a respondent’s own words')
  expect(refusalOf('They read the bad reviews before the good ones', { drawn: '', heard })).toBeNull()
})

test('a line is held for a year after its data, or until the date somebody set', () => {
  const set = { dataUntil: new Date('2025-03-31T12:00:00Z'), createdAt: new Date('2025-05-01T00:00:00Z') }
  expect(reviewDateOf({}, set)).toEqual(new Date('2026-03-31T12:00:00Z'))
  expect(reviewDateOf({}, { ...set, dataUntil: null })).toEqual(new Date('2026-05-01T00:00:00Z'))
  expect(isDue({}, set, new Date('2026-03-31T11:00:00Z'))).toBe(false)
  expect(isDue({}, set, new Date('2026-03-31T12:00:00Z'))).toBe(true)
  expect(isDue({ reviewBy: new Date('2026-09-01T00:00:00Z') }, set, new Date('2026-04-01T00:00:00Z'))).toBe(false)
})

test('three months after the last of November is the last of February', () => {
  expect(monthsAfter(new Date('2025-11-30T08:00:00Z'), 3)).toEqual(new Date('2026-02-28T08:00:00Z'))
  expect(monthsAfter(new Date('2024-02-29T00:00:00Z'), 12)).toEqual(new Date('2025-02-28T00:00:00Z'))
})

test('a page says how many of its lines are past their day, and nothing before', () => {
  const lines = ['2026-03-01', '2026-05-01', '2027-01-01'].map((day) => ({ reviewDate: new Date(day) }))
  expect(overdueText(lines, new Date('2026-02-28'))).toBe('')
  expect(overdueText(lines, new Date('2026-03-01'))).toBe('1 of 3 lines is past the day by which to look again.')
  expect(overdueText(lines, new Date('2026-12-31'))).toBe('2 of 3 lines are past the day by which to look again.')
})
