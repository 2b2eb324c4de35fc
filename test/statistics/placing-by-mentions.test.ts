import { expect, test } from 'vitest'
import { mentionModel, placeByMentions } from '../../server/statistics/placing-by-mentions.ts'
import { randomFrom } from '../../server/statistics/random.ts'

const codes = 8

/** People of two classes: class 0 speaks of codes 0–3 with probability `own`, of 4–7 with `other`; class 1 the other way round. */
function twoClasses(people: number, { own, other }: { own: number; other: number }) {
  const random = randomFrom(7)
  const posteriors = new Float64Array(people * 2)
  const spoken = Array.from({ length: people }, (_, person) => {
    const index = person % 2
    posteriors[person * 2 + index] = 1
    return Array.from({ length: codes }, (_, code) => code).filter(
      (code) => random.next() < (code < codes / 2 === (index === 0) ? own : other),
    )
  })
  return { mentions: { codes, spoken }, posteriors }
}

test('people whose words tell their class are placed in it, surely only as far as held-out people were', () => {
  const { mentions, posteriors } = twoClasses(200, { own: 0.5, other: 0.1 })
  const { model, check } = mentionModel(mentions, posteriors, 2)!
  expect(check.isBetter).toBe(true)
  expect(check.right).toBeGreaterThan(0.85)
  expect(placeByMentions(model, [0, 1, 2])![0]).toBeGreaterThan(0.8)
  expect(placeByMentions(model, [4, 5, 6])![0]).toBeLessThan(0.2)
  const [low] = placeByMentions(model, [0, 4])!
  expect(low).toBeGreaterThan(0.3)
  expect(low).toBeLessThan(0.7)
})

test('where words tell nothing the check says so, and the words are not believed', () => {
  const { mentions, posteriors } = twoClasses(300, { own: 0.3, other: 0.3 })
  const { model, check } = mentionModel(mentions, posteriors, 2)!
  expect(check.isBetter).toBe(false)
  expect(model.belief).toBeLessThan(0.4)
})

test('talking more about everything moves nobody', () => {
  const { mentions, posteriors } = twoClasses(200, { own: 0.5, other: 0.1 })
  const { model } = mentionModel(mentions, posteriors, 2)!
  const [first] = placeByMentions(model, [0, 1, 2, 3, 4, 5, 6, 7])!
  expect(first).toBeGreaterThan(0.35)
  expect(first).toBeLessThan(0.65)
})

test('fewer than two codes place nobody, and fewer than thirty tellers teach nothing', () => {
  const { mentions, posteriors } = twoClasses(200, { own: 0.5, other: 0.1 })
  expect(placeByMentions(mentionModel(mentions, posteriors, 2)!.model, [0])).toBeNull()
  const few = twoClasses(25, { own: 0.9, other: 0.5 })
  expect(mentionModel(few.mentions, few.posteriors, 2)).toBeNull()
})

test('a person left out does not help to place themselves', () => {
  // Each person speaks of two codes of their own: whoever learned from themselves would be right every time.
  const people = 40
  const spoken = Array.from({ length: people }, (_, person) => [2 * person, 2 * person + 1])
  const posteriors = Float64Array.from({ length: people * 2 }, (_, at) => ((at >> 1) % 2 === at % 2 ? 1 : 0))
  const { check } = mentionModel({ codes: 2 * people, spoken }, posteriors, 2)!
  expect(check.right).toBeLessThan(0.7)
})
