import { expect, test } from 'vitest'
import { countedAnalysis } from '../../server/personas/counted-analysis.ts'
import type { StoredAnalysis } from '../../server/personas/find-personas.ts'

/** 100 people in two classes, half of whom are gone now; a third and a quarter of those who remain said yes. */
const placed = Array.from({ length: 100 }, (_, person) => ({
  posterior: person < 48 ? [1, 0] : [0, 1],
  weight: 1,
  status: 'member' as const,
}))
const values = Int16Array.from(placed, ({ posterior }, person) => Number(person % 12 < (posterior[0] === 1 ? 4 : 3)))
const data = { size: 100, indicators: [{ name: 'asked', kind: 'binary' as const, categories: ['no', 'yes'], values }] }
const contrast = { these: 0.6, rest: 0.4, difference: 0.2, low: 0.1, high: 0.3, effect: 0.4, distinctive: true }
const persona = {
  share: { share: 0.5, base: 200, low: 0.4, high: 0.6 },
  profile: [{ name: 'asked', categories: ['no', 'yes'], contrasts: [contrast, contrast] }],
}

test('a difference whose interval has come to hold 0 after a recount is no distinctive one any more', () => {
  const analysis = { classes: [persona, persona] } as unknown as StoredAnalysis
  const counted = countedAnalysis(analysis, { placed, data, unassigned: 0 })
  const yes = counted.classes[0]!.profile[0]!.contrasts[1]!

  expect(yes.these).toBeCloseTo(16 / 48, 10)
  expect([yes.low < 0, yes.high > 0]).toEqual([true, true])
  expect(yes.distinctive).toBe(false)
})
