import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dayFromText } from '../../server/segments/calendar-day.ts'
import {
  PurchaseLedger,
  recencyFrequencyMonetary,
  type Score,
  scoresByRank,
  segmentNames,
  segmentOfScores,
} from '../../server/segments/recency-frequency-monetary.ts'

const day = (text: string) => dayFromText(text)!

// The grid of research/personas.md 4.3, written out cell by cell: rows are recency 5 to 1, columns frequency 1 to 5.
const grid: Record<Score, string[]> = {
  5: ['New', 'Potential loyalist', 'Potential loyalist', 'Champions', 'Champions'],
  4: ['Promising', 'Potential loyalist', 'Potential loyalist', 'Loyal', 'Loyal'],
  3: ['About to sleep', 'About to sleep', 'Need attention', 'Loyal', 'Loyal'],
  2: ['Hibernating', 'Hibernating', 'At risk', 'At risk', "Can't lose"],
  1: ['Lost', 'Hibernating', 'At risk', 'At risk', "Can't lose"],
}

test('each of the 25 cells has exactly the name of the printed grid, and all eleven names are used', () => {
  const used = new Set<string>()
  for (const recency of [1, 2, 3, 4, 5] as Score[]) {
    for (const frequency of [1, 2, 3, 4, 5] as Score[]) {
      const name = segmentOfScores(recency, frequency)
      expect(name, `R${recency} F${frequency}`).toBe(grid[recency][frequency - 1])
      used.add(name)
    }
  }
  expect([...used].sort()).toEqual([...segmentNames].sort())
})

test('equal customers get equal scores, whatever the order of the file', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 60 }),
      fc.boolean(),
      (values, higherIsBetter) => {
        const scores = scoresByRank(values, higherIsBetter)
        const reversed = scoresByRank([...values].reverse(), higherIsBetter).reverse()
        expect(reversed).toEqual(scores)
        values.forEach((value, index) => {
          const worse = values.filter((other) => (higherIsBetter ? other < value : other > value)).length
          expect(scores[index]).toBe(1 + Math.floor((5 * worse) / values.length))
        })
      },
    ),
  )
})

test('a mass of one-time buyers gets the lowest frequency score and fixed steps are used', () => {
  const ledger = new PurchaseLedger()
  for (let customer = 0; customer < 70; customer++) ledger.add(`once${customer}`, day('2026-01-01') + customer, 10)
  for (let customer = 0; customer < 30; customer++) {
    for (let purchase = 0; purchase < 2 + (customer % 9); purchase++)
      ledger.add(`more${customer}`, day('2026-03-01') + purchase * 3, 10)
  }
  const { scores, notes } = recencyFrequencyMonetary(ledger, day('2026-04-15'))
  expect(new Set([...scores].filter(([key]) => key.startsWith('once')).map(([, score]) => score.frequency))).toEqual(
    new Set([1]),
  )
  expect(scores.get('more0')!.frequency).toBe(2)
  expect(scores.get('more1')!.frequency).toBe(3)
  expect(scores.get('more3')!.frequency).toBe(4)
  expect(scores.get('more8')!.frequency).toBe(5)
  expect(notes.join(' ')).toContain('fixed steps')
})

test('same-day repeats are one occasion, refunds lower what was spent, free purchases count', () => {
  const ledger = new PurchaseLedger(day('2026-06-30'))
  ledger.add('a', day('2026-06-01'), 20)
  ledger.add('a', day('2026-06-01'), 5)
  ledger.add('a', day('2026-06-20'), -20)
  ledger.add('b', day('2026-06-10'), 0)
  ledger.add('b', day('2026-07-01'), 99)
  ledger.add('c', day('2026-05-10'), -5)
  expect(ledger.histories.get('a')).toMatchObject({ amount: 5, days: new Set([day('2026-06-01')]) })
  expect(ledger.histories.get('b')).toMatchObject({ amount: 0, days: new Set([day('2026-06-10')]) })
  const { family, notes } = recencyFrequencyMonetary(ledger, day('2026-06-30'), ['a', 'd'])
  expect([...family.members.keys()].sort()).toEqual(['a', 'b', 'c', 'd'])
  expect(family.members.get('d')).toBe('No purchase')
  expect(family.asOf).toBe('2026-06-30')
  expect(notes).toEqual(
    expect.arrayContaining([
      '2 refunds lower what was spent and count as no purchase.',
      '1 purchases after 2026-06-30 were left out.',
    ]),
  )
})

test('everyone stands in exactly one segment', () => {
  const ledger = new PurchaseLedger()
  for (let purchase = 0; purchase < 2000; purchase++)
    ledger.add(`c${(purchase * 37) % 301}`, day('2026-01-01') + ((purchase * 53) % 365), purchase % 40)
  const { family } = recencyFrequencyMonetary(ledger, day('2026-12-31'))
  expect(family.segments.reduce((sum, segment) => sum + segment.size, 0)).toBe(301)
  expect(family.members.size).toBe(301)
})
