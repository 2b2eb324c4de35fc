import { expect, test } from 'vitest'
import { type SpokenTag, tagsAsAnswers } from '../../server/tagging/tag-indicators.ts'

const codebook = [
  { key: 'need.speed', name: 'Speed', facet: 'need' },
  { key: 'motivation.gift', name: 'To give', facet: 'motivation' },
] as const

function suggested(personId: string, code: string, strength: number): SpokenTag {
  return { personId, facet: code.split('.')[0] as SpokenTag['facet'], code, strength, state: 'suggested' }
}

function answers(tags: SpokenTag[], words: Record<string, number>, minimumWords?: number) {
  return tagsAsAnswers({
    tags,
    words: new Map(Object.entries(words)),
    codebook: [...codebook],
    threshold: 0.6,
    ...(minimumWords ? { minimumWords } : {}),
  })
}

test('who spoke enough without a tag did not say it; who spoke less is not known', () => {
  const { answersOf } = answers([suggested('ann', 'need.speed', 0.7)], { ann: 20, ben: 150, cas: 149 })
  expect(answersOf.get('ann')).toMatchObject({ 'tag:need.speed': 'said' })
  expect(answersOf.get('ben')).toMatchObject({ 'tag:need.speed': 'unsaid' })
  expect(answersOf.get('cas')).toEqual({})
})

test('from how many words on silence is a no can be set', () => {
  const { answersOf } = answers([suggested('ann', 'need.speed', 0.7)], { ann: 20, ben: 50 }, 40)
  expect(answersOf.get('ben')).toMatchObject({ 'tag:need.speed': 'unsaid' })
})

test('a suggestion under the threshold that nobody decided on is neither a yes nor a no', () => {
  const tags = [suggested('ann', 'need.speed', 0.7), suggested('ben', 'need.speed', 0.59)]
  expect(answers(tags, { ann: 200, ben: 200 }).answersOf.get('ben')).toEqual({})
})

test('of a kind whose suggestions are mostly wrong only accepted tags count', () => {
  const strong = suggested('ann', 'motivation.gift', 0.9)
  expect(answers([strong], { ann: 200 }).variables).toEqual([])
  const accepted: SpokenTag = { ...strong, personId: 'ben', strength: null, state: 'accepted' }
  const { answersOf } = answers([strong, accepted], { ann: 200, ben: 200, cas: 200 })
  expect(['ann', 'ben', 'cas'].map((person) => answersOf.get(person)!['tag:motivation.gift'])).toEqual([
    undefined,
    'said',
    'unsaid',
  ])
})

test('which of two opposite codes was meant was never measured, so only accepted ones say it', () => {
  const pair = [
    { key: 'attitude.for', name: 'For', facet: 'attitude' as const, opposite: 'attitude.against' },
    { key: 'attitude.against', name: 'Against', facet: 'attitude' as const, opposite: 'attitude.for' },
  ]
  const accepted: SpokenTag = { ...suggested('ben', 'attitude.for', 0.9), state: 'accepted' }
  const { variables, answersOf } = tagsAsAnswers({
    tags: [suggested('ann', 'attitude.for', 0.9), accepted],
    words: new Map([['ann', 200]]),
    codebook: pair,
    threshold: 0.6,
  })
  expect(variables.map(({ name }) => name)).toEqual(['tag:attitude.for', 'tag:attitude'])
  expect(answersOf.get('ann')).toEqual({ 'tag:attitude': 'said' })
  expect(answersOf.get('ben')).toMatchObject({ 'tag:attitude.for': 'said' })
})

test('a facet is said when any of its codes is, and a tag without a code says the facet only', () => {
  const bare: SpokenTag = { personId: 'ann', facet: 'need', code: null, strength: 0.8, state: 'suggested' }
  const { variables, answersOf } = answers([bare, suggested('ben', 'need.speed', 0.8)], { ann: 200, ben: 200 })
  expect(variables.map(({ name }) => name)).toEqual(['tag:need.speed', 'tag:need'])
  expect(answersOf.get('ann')).toEqual({ 'tag:need.speed': 'unsaid', 'tag:need': 'said' })
  expect(answersOf.get('ben')).toEqual({ 'tag:need.speed': 'said', 'tag:need': 'said' })
})
