import { describe, expect, test } from 'vitest'
import { defaultCodebook } from '../../server/codebook/default-codebook.ts'
import { facets } from '../../server/facets.ts'
import { cueRules } from '../../server/text/cues/rules.ts'
import { topicWords } from '../../server/text/cues/topics.ts'
import { suggestInSentence } from '../../server/text/suggest.ts'

const cuesIn = (sentence: string, rule: (typeof cueRules)[number]) =>
  suggestInSentence(sentence, { start: 0, end: sentence.length }).filter(
    ({ facet, reason }) => facet === rule.facet && reason.includes(rule.name),
  )

describe('every cue rule', () => {
  test.each(cueRules.map((rule) => [rule.id, rule] as const))('%s finds its example', (_, rule) => {
    if (rule.weight >= 0.32) expect(cuesIn(rule.example, rule)).toHaveLength(1)
    // A weak cue speaks only beside another of its facet, and then its name stands in the reason.
    else
      expect(
        suggestInSentence(rule.example, { start: 0, end: rule.example.length }).map(({ facet }) => facet),
      ).toContain(rule.facet)
  })

  test.each(cueRules.map((rule) => [rule.id, rule] as const))('%s leaves its counter-example alone', (_, rule) => {
    expect(cuesIn(rule.counterExample, rule)).toEqual([])
  })
})

test('ids are unique and every facet has cues', () => {
  expect(new Set(cueRules.map(({ id }) => id)).size).toBe(cueRules.length)
  expect(new Set(cueRules.map(({ facet }) => facet))).toEqual(new Set(facets))
})

test('rules and topic words name codes that the default codebook has, under their own facet', () => {
  const known = new Map(defaultCodebook.map(({ key, facet }) => [key, facet]))
  for (const { code, facet } of cueRules) if (code !== null) expect([code, known.get(code)]).toEqual([code, facet])
  for (const code of Object.keys(topicWords)) expect([code, known.has(code)]).toEqual([code, true])
})

test('codebook keys begin with their facet and are unique', () => {
  expect(new Set(defaultCodebook.map(({ key }) => key)).size).toBe(defaultCodebook.length)
  for (const { key, facet } of defaultCodebook) expect(key.startsWith(`${facet}.`)).toBe(true)
})
