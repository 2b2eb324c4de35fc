import { expect, test } from 'vitest'
import { decidedWords } from '../../../server/tagging/learning/examples.ts'
import { reviewedFigures } from '../../../server/tagging/learning/figures.ts'
import { isRandomTurn } from '../../../server/tagging/learning/next-sentence.ts'
import type { PlacedDecision, SentenceReview } from '../../../server/tagging/learning/store.ts'
import { wilsonInterval } from '../../../server/statistics/proportions.ts'

const tag = (start: number, facet: string, code: string | null, state: PlacedDecision['state']): PlacedDecision => ({
  personId: 'p',
  sourceKind: 'document',
  sourceId: 'd',
  item: '',
  start,
  end: start + 10,
  facet,
  code,
  state,
})
const review = (
  start: number,
  sampling: SentenceReview['sampling'],
  said: string[],
  found: string[],
): SentenceReview => ({
  personId: 'p',
  sourceKind: 'document',
  sourceId: 'd',
  item: '',
  start,
  end: start + 10,
  sampling,
  said,
  found,
})
const decided = (decisions: PlacedDecision[], reviews: SentenceReview[] = []) =>
  decidedWords(decisions, reviews).map((words) => [words.start, Object.fromEntries(words.decided)])

test('an accepted tag holds with its facet, and other codes in use do not', () => {
  const tags = [tag(0, 'need', 'need.speed', 'accepted'), tag(20, 'pain', 'pain.cost', 'accepted')]
  expect(decided(tags)[0]).toEqual([0, { 'facet:need': 1, 'need.speed': 1, 'facet:pain': -1, 'pain.cost': -1 }])
})

test('a rejected tag says no to itself alone, and a suggestion still open says nothing', () => {
  const tags = [
    tag(0, 'need', 'need.speed', 'rejected'),
    tag(20, 'need', 'need.speed', 'accepted'),
    tag(20, 'pain', 'pain.cost', 'suggested'),
    tag(40, 'pain', 'pain.cost', 'accepted'),
  ]
  expect(decided(tags)).toEqual([
    [0, { 'need.speed': -1, 'facet:need': -1 }],
    [20, { 'facet:need': 1, 'need.speed': 1 }],
    [40, { 'facet:need': -1, 'need.speed': -1, 'facet:pain': 1, 'pain.cost': 1 }],
  ])
})

test('another code of the same facet rejects the code and keeps the facet', () => {
  const tags = [tag(0, 'need', 'need.speed', 'rejected'), tag(0, 'need', 'need.cost', 'accepted')]
  expect(decided(tags)).toEqual([[0, { 'need.speed': -1, 'facet:need': 1, 'need.cost': 1 }]])
})

test('a sentence that was reviewed and got no code says no to every code in use', () => {
  const tags = [tag(0, 'need', null, 'accepted')]
  expect(decided(tags, [review(30, 'random', [], [])])).toEqual([
    [0, { 'facet:need': 1 }],
    [30, { 'facet:need': -1 }],
  ])
})

test('only sentences drawn at random say how good suggestions are, and few of them say nothing', () => {
  const random = Array.from({ length: 12 }, (_, at) =>
    review(at * 20, 'random', at < 10 ? ['facet:need'] : [], at < 8 || at === 11 ? ['facet:need'] : []),
  )
  const chosen = Array.from({ length: 30 }, (_, at) => review(1000 + at * 20, 'chosen', ['facet:need'], []))
  const figures = reviewedFigures([...random, ...chosen])
  expect([figures.random, figures.chosen]).toEqual([12, 30])
  const [need] = figures.labels
  expect(need!.precision).toMatchObject({ base: 10, right: 8, isTooFew: false })
  expect(need!.precision).toMatchObject(wilsonInterval({ successes: 8, base: 10 }))
  expect(need!.recall).toMatchObject({ base: 9, right: 8, isTooFew: true })
})

test('about one review in five is random, and the same ones every time', () => {
  const turns = Array.from({ length: 2000 }, (_, turn) => isRandomTurn('a-study', turn))
  expect(turns).toEqual(turns.map((_, turn) => isRandomTurn('a-study', turn)))
  const share = turns.filter(Boolean).length / turns.length
  expect(share).toBeGreaterThan(0.17)
  expect(share).toBeLessThan(0.23)
})
