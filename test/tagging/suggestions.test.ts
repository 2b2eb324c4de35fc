import { expect, test } from 'vitest'
import { withoutDecided } from '../../server/tagging/suggestions.ts'

const suggestion = { sourceId: 'd', item: '', start: 10, end: 30, facet: 'need', code: 'need.price' }

test('words that were accepted under a facet are not suggested under it again', () => {
  const accepted = { ...suggestion, start: 20, end: 40, code: 'need.speed', state: 'accepted' as const }
  expect(withoutDecided([suggestion], [accepted])).toEqual([])
})

test('a rejected code is not suggested again on words that overlap, another code on other words is', () => {
  const rejected = { ...suggestion, start: 20, end: 40, state: 'rejected' as const }
  expect(withoutDecided([suggestion], [rejected])).toEqual([])
  expect(withoutDecided([{ ...suggestion, code: 'need.speed' }], [rejected])).toHaveLength(1)
})

test('a facet rejected on exactly these words is not suggested again under another code', () => {
  const rejected = { ...suggestion, state: 'rejected' as const }
  expect(withoutDecided([{ ...suggestion, code: 'need.speed' }], [rejected])).toEqual([])
})

test('a decision settles nothing for another facet, another place, another question or another document', () => {
  const accepted = { ...suggestion, state: 'accepted' as const }
  const others = [
    { ...suggestion, facet: 'pain' },
    { ...suggestion, start: 30, end: 50 },
    { ...suggestion, item: 'why' },
    { ...suggestion, sourceId: 'e' },
  ]
  expect(withoutDecided(others, [accepted])).toEqual(others)
})
