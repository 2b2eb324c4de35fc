import { expect, test } from 'vitest'
import { makeClaims } from '../../server/personas/claims.ts'
import { describedContrasts } from '../../server/personas/described-contrasts.ts'
import { proofOf } from '../../server/personas/page-proof.ts'
import { describeByClass } from '../../server/statistics/describing.ts'
import { smallWorld } from './small-world.ts'

test('claims of a weighted study say how many people answered and what their weights come to', () => {
  const world = smallWorld()
  // The second persona's people count for half, the first one's for a third more: 60 × 4/3 + 40 × 1/2 = 100.
  const people = world.people.map((person, at) => ({ ...person, weight: at < 60 ? 4 / 3 : 1 / 2 }))
  const [claim] = makeClaims({ ...world, people })[0]!
  const { these, rest } = claim!.evidence.survey!

  // 60 × .95 + 40 × .05 people, and 80 × .95 + 20 × .05 by weight.
  expect([these.base, rest.base]).toEqual([59, 41])
  expect([these.weightedBase, rest.weightedBase]).toEqual([77, 23])
  expect(proofOf(claim!).these).toContain('(n 59, weighted 77)')
  expect(proofOf(makeClaims(world)[0]![0]!).these).toContain('(n 59)')
})

test('claims on questions outside the fit take the corrected values and their intervals', () => {
  const world = smallWorld()
  const posteriors = Float64Array.from(world.people.flatMap(({ posterior }) => posterior!))
  const described = describeByClass(
    world.answers.indicators.filter(({ name }) => name === 'reason'),
    { posteriors, classes: 2 },
  )
  const contrasts = describedContrasts(described, 2)
  const personas = world.personas.map((persona, index) => ({ ...persona, contrasts: contrasts[index]! }))
  const claim = makeClaims({ ...world, personas })[0]!.find(({ evidence }) => evidence.survey)!
  const survey = claim.evidence.survey!
  const reviews = described.find(({ index, category }) => index === 0 && category === 'Reviews')!

  expect(survey.defining).toBe(false)
  expect(survey.these).toMatchObject({ share: reviews.these, low: reviews.low, high: reviews.high })
  expect(survey.low).toBe(reviews.differenceLow)
  // Counted by posteriors, the share would be nearer to everyone's.
  const naive = world.answers.indicators.find(({ name }) => name === 'reason')!
  const place = (naive as { categories: string[] }).categories.indexOf('Reviews')
  const counted = world.people.reduce(
    (sum, { posterior }, at) => sum + (naive.values[at] === place ? posterior![0]! : 0),
    0,
  )
  expect(survey.these.share!).toBeGreaterThan(counted / 59)
})
