import { expect, test } from 'vitest'
import { chooseTags } from '../../server/personas/choose-tags.ts'
import type { AnsweringPerson } from '../../server/personas/gather.ts'
import { planIndicators } from '../../server/personas/plan.ts'
import type { Answers, Variable } from '../../server/responses/variable.ts'

const people = 200

function tag(code: string | null, facet: Variable['facet'] = 'need'): Variable {
  return {
    name: `tag:${code ?? facet}`,
    label: `Speaks of: ${code ?? facet}`,
    kind: 'nominal',
    role: 'indicator',
    reason: 'Suggestions of this kind were right in 88 % of 8 reviewed.',
    options: [
      { code: 'unsaid', label: 'Not said' },
      { code: 'said', label: 'Said' },
    ],
    facet: facet!,
    tag: { facet: facet!, code },
  }
}

/** Answers of 200 people: `said(i)` true, false, or null where it is not known. */
function rowsOf(columns: Record<string, (person: number) => boolean | null>): Answers[] {
  return Array.from({ length: people }, (_, person) =>
    Object.fromEntries(
      Object.entries(columns).flatMap(([name, said]) => {
        const value = said(person)
        return value === null ? [] : [[name, value ? 'said' : 'unsaid']]
      }),
    ),
  )
}

const base = Array.from({ length: people }, (_, index) => index)
const options = { base, room: 10, beside: [] }

test('a tag that is known of fewer than 70 %, or that under 5 % or over 95 % carry, stays out and says so', () => {
  const candidates = ['known', 'unknown', 'rare', 'common'].map((name) => tag(`need.${name}`))
  const rows = rowsOf({
    'tag:need.known': (person) => (person < 140 ? person % 3 === 0 : null),
    'tag:need.unknown': (person) => (person < 139 ? person % 3 === 0 : null),
    'tag:need.rare': (person) => person < 9,
    'tag:need.common': (person) => person < 191,
  })
  const { chosen, reports } = chooseTags(candidates, rows, options)
  expect(chosen.map(({ name }) => name)).toEqual(['tag:need.known'])
  expect(reports.map(({ name, entered }) => [name, entered])).toEqual([
    ['tag:need.known', true],
    ['tag:need.unknown', false],
    ['tag:need.rare', false],
    ['tag:need.common', false],
  ])
  expect(reports[1]!.reason).toMatch(/known of 69.5 % of people only: 61 said too little/)
  expect(reports[2]!.reason).toMatch(/^5 % say it; under 5 %|^4\.?\d? % say it; under 5 %/)
  expect(reports[1]).toMatchObject({ said: 47, unsaid: 92, unknown: 61 })
})

test('a facet enters only where none of its codes does', () => {
  const rare = (person: number) => person < 4
  const rows = rowsOf({
    'tag:need.one': rare,
    'tag:need.two': (person) => person % 2 === 0,
    'tag:need': (person) => person % 2 === 0 || rare(person),
    'tag:pain.one': rare,
    'tag:pain': (person) => person % 3 === 0,
  })
  const candidates = [tag('need.one'), tag('need.two'), tag('pain.one', 'pain'), tag(null), tag(null, 'pain')]
  expect(chooseTags(candidates, rows, options).chosen.map(({ name }) => name)).toEqual(['tag:need.two', 'tag:pain'])
})

test('of two tags that say the same one enters, and no more enter than the people carry', () => {
  const rows = rowsOf({
    'tag:need.a': (person) => person % 2 === 0,
    'tag:need.b': (person) => person % 2 === 0,
    'tag:need.c': (person) => person % 3 === 0,
    'tag:need.d': (person) => person % 5 === 0,
  })
  const candidates = ['a', 'b', 'c', 'd'].map((name) => tag(`need.${name}`))
  const { chosen, reports } = chooseTags(candidates, rows, { ...options, room: 2 })
  expect(chosen.map(({ name }) => name)).toEqual(['tag:need.a', 'tag:need.c'])
  expect(reports[1]!.reason).toContain('says nearly the same')
  expect(reports[3]!.reason).toContain('carry no more indicators')
})

test('where no closed question builds anything, who said too little stays out of the base', () => {
  const somebody = (index: number): AnsweringPerson => ({
    personId: String(index),
    label: `R-${index}`,
    answers: { 'tag:need.a': index % 2 === 0 ? 'said' : 'unsaid' },
    responseOf: new Map(),
    words: index < 30 ? 10 : 400,
  })
  const gathered = { variables: [], tagVariables: [tag('need.a')], people: base.map(somebody) }
  const choice = planIndicators(gathered)
  expect(choice.base).toHaveLength(170)
  expect(choice.notes).toContain('30 of 200 people spoke fewer than 150 words and stay out of the fit.')
  expect(planIndicators(gathered, { minimumWords: 10 }).base).toHaveLength(200)
  expect(planIndicators(gathered, { tags: false }).chosen).toEqual([])
})

test('a plan may name tags, and one that breaks the rules is left out with its reason', () => {
  const rows = rowsOf({ 'tag:need.a': (person) => person % 2 === 0, 'tag:need.rare': (person) => person < 3 })
  const gathered = {
    variables: [],
    tagVariables: [tag('need.a'), tag('need.rare')],
    people: rows.map((answers, index) => ({
      personId: String(index),
      label: '',
      answers,
      responseOf: new Map(),
      words: 500,
    })),
  }
  const choice = planIndicators(gathered, { indicators: ['tag:need.a', 'tag:need.rare'] })
  expect(choice.chosen.map(({ name }) => name)).toEqual(['tag:need.a'])
  expect(choice.tags.find(({ name }) => name === 'tag:need.rare')!.reason).toContain('under 5 %')
  expect(() => planIndicators(gathered, { indicators: ['tag:need.never'] })).toThrow(/nobody spoke of/)
})
