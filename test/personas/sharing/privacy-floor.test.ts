import { expect, test } from 'vitest'
import type { Claim, SurveyEvidence } from '../../../server/personas/claim.ts'
import { isLineTellable, isShareTellable, tellableGroups } from '../../../server/personas/sharing/privacy-floor.ts'

test('a share is told when those who hold and those who do not are each nobody or ten', () => {
  expect(isShareTellable({ share: 0.2, base: 50 })).toBe(true)
  expect(isShareTellable({ share: 0.18, base: 50 })).toBe(false)
  expect(isShareTellable({ share: 0.82, base: 50 })).toBe(false)
  expect(isShareTellable({ share: 1, base: 50 })).toBe(true)
  expect(isShareTellable({ share: 0.5, base: 9 })).toBe(false)
})

test('a line is told when ten people stand behind it, and a guess never', () => {
  expect(isLineTellable(claim({ grade: 'B', mentions: 10 }))).toBe(true)
  expect(isLineTellable(claim({ grade: 'B', mentions: 9 }))).toBe(false)
  expect(isLineTellable(claim({ grade: 'A', mentions: 3, survey: { share: 0.6, base: 84 } }))).toBe(true)
  expect(isLineTellable(claim({ grade: 'A', mentions: 30, survey: { share: 0.03, base: 84 } }))).toBe(false)
  expect(isLineTellable(claim({ grade: 'H', mentions: 30, survey: { share: 0.6, base: 84 } }))).toBe(false)
})

test('a small group cannot be had by taking the others from everyone', () => {
  const groups = [{ people: 60 }, { people: 33 }, { people: 4 }]
  // 4 hidden and 3 outside are 7: their number would follow from the rest of a hundred.
  expect(tellableGroups(groups, 3)).toEqual({ told: groups.slice(0, 2), hidden: 1, rest: null, base: 93 })
  expect(tellableGroups(groups, 20)).toEqual({ told: groups.slice(0, 2), hidden: 1, rest: 24, base: 117 })
  expect(tellableGroups(groups.slice(0, 2), 0)).toMatchObject({ hidden: 0, rest: 0, base: 93 })
})

function claim({
  grade,
  mentions,
  survey,
}: {
  grade: Claim['grade']
  mentions: number
  survey?: { share: number; base: number }
}): Claim {
  const estimate = survey ? { ...survey, mean: null, low: 0, high: 1 } : null
  return {
    grade,
    evidence: {
      survey: estimate ? ({ these: estimate, rest: estimate } as unknown as SurveyEvidence) : null,
      interviews: { mentions, of: 40, others: { mentions: 0, of: 0 }, participants: [], channel: 'interviews' },
      spans: [],
      counter: [],
    },
  } as unknown as Claim
}
