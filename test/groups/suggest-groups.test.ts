import { expect, test } from 'vitest'
import type { Participant, Spoken } from '../../server/groups/participants.ts'
import { suggestGroups } from '../../server/groups/suggest-groups.ts'

function spokenBy(people: Record<string, string>): Spoken {
  const participants = Object.entries(people).map(
    ([personId, codes]): Participant => ({
      personId,
      label: personId,
      documents: [],
      words: 500,
      passages: new Map([...codes].map((code) => [code, { accepted: 0, suggested: 1 }])),
    }),
  )
  const keys = [...new Set(Object.values(people).join(''))].sort()
  const codes = keys.map((key) => ({
    key,
    name: `Code ${key}`,
    facet: 'need' as const,
    people: participants.filter(({ passages }) => passages.has(key)).length,
  }))
  return { participants, codes, tags: [] }
}

test('people who share codes are put together, the larger group first, named by what they alone speak of', () => {
  const groups = suggestGroups(spokenBy({ ann: 'abz', ben: 'abcz', cas: 'bcz', dan: 'pqz', eve: 'pqrz' }))
  expect(groups.map(({ personIds }) => personIds)).toEqual([
    ['ann', 'ben', 'cas'],
    ['dan', 'eve'],
  ])
  // What everybody speaks of names nobody.
  expect(groups.map(({ name }) => name)).toEqual(['Code b and code a', 'Code p and code q'])
})

test('who has no code is left out, and fewer than four people are not parted', () => {
  const groups = suggestGroups(spokenBy({ ann: 'ab', ben: 'ab', cas: 'pq', dan: 'pq', eve: '' }))
  expect(groups.flatMap(({ personIds }) => personIds).sort()).toEqual(['ann', 'ben', 'cas', 'dan'])
  expect(() => suggestGroups(spokenBy({ ann: 'a', ben: 'b', cas: 'c', dan: '' }))).toThrow(/four are the fewest/)
})
