import { expect, test } from 'vitest'
import { flaggedRespondents } from '../../server/personas/flagged-respondents.ts'
import { compareWithout, onlyCounted } from '../../server/personas/without-flagged.ts'
import type { Answers, Variable } from '../../server/responses/variable.ts'
import type { PersonaAnalysis } from '../../server/statistics/analysis.ts'

function grid(block: string, items: number): Variable[] {
  return Array.from({ length: items }, (_, item) => ({
    name: `${block}${item}`,
    label: `${block} ${item}`,
    kind: 'grid',
    role: 'indicator',
    reason: '',
    block,
    options: [
      ...['1', '2', '3', '4', '5'].map((code) => ({ code, label: code })),
      { code: '9', label: 'No opinion', isNonSubstantive: true },
    ],
  }))
}

function answersTo(variables: Variable[], codes: string): Answers {
  return Object.fromEntries(variables.map(({ name }, index) => [name, codes[index] === '-' ? null : codes[index]!]))
}

test('one and the same answer to all items of a block is flagged from eight items on', () => {
  const eight = grid('a', 8)
  const rows = ['33333333', '33333334', '3333333-', '3333-3333'].map((codes) => answersTo(eight, codes))
  expect([...flaggedRespondents(eight, rows).keys()]).toEqual([0])
  expect(flaggedRespondents(eight, rows).get(0)).toBe('One and the same answer to all 8 scale items of a block.')
})

test('a person who varies in one block is not flagged for another, unless a run of twelve stands in it', () => {
  const both = [...grid('a', 8), ...grid('b', 6)]
  expect(flaggedRespondents(both, [answersTo(both, `${'3'.repeat(8)}${'121212'}`)]).size).toBe(0)
  expect(flaggedRespondents(both, [answersTo(both, `${'3'.repeat(8)}${'444444'}`)]).size).toBe(1)
  const long = [...grid('a', 14), ...grid('b', 6)]
  const flagged = flaggedRespondents(long, [answersTo(long, `12${'3'.repeat(12)}121212`)])
  expect(flagged.get(0)).toBe('12 equal answers in a row; 12 are the limit.')
})

test('“no opinion” all along is no straight line, and neither are circumstances or short blocks', () => {
  const eight = grid('a', 8)
  expect(flaggedRespondents(eight, [answersTo(eight, '99999999')]).size).toBe(0)
  const covariates = eight.map((variable): Variable => ({ ...variable, role: 'covariate' }))
  expect(flaggedRespondents(covariates, [answersTo(eight, '33333333')]).size).toBe(0)
  const four = [...grid('a', 4), ...grid('b', 4)]
  expect(flaggedRespondents(four, [answersTo(four, '33333333')]).size).toBe(0)
})

function analysis(word: string, classes: number, members: number[]): PersonaAnalysis {
  const posteriors = new Float64Array(members.length * classes)
  members.forEach((index, person) => {
    posteriors[person * classes + index] = 1
  })
  return { size: members.length, verdict: { word }, chosenClasses: classes, posteriors } as unknown as PersonaAnalysis
}

test('both results are told when the word, the number of groups or the groups themselves differ', () => {
  const members = Array.from({ length: 100 }, (_, person) => person % 2)
  const kept = Array.from({ length: 96 }, (_, person) => person)
  const whole = analysis('reproducible', 2, members)
  const compare = (other: PersonaAnalysis) => compareWithout(whole, other, { kept, flagged: 4 })
  const first = members.slice(0, 96)
  expect(compare(analysis('reproducible', 2, first))).toMatchObject({ differs: false, agreement: 1 })
  // The same groups under other names are the same groups.
  expect(
    compare(
      analysis(
        'reproducible',
        2,
        first.map((index) => 1 - index),
      ),
    ).differs,
  ).toBe(false)
  expect(compare(analysis('none', 2, first)).text).toContain('With them the word is reproducible, without them none')
  expect(compare(analysis('reproducible', 3, first)).text).toContain('With them there are 2 groups, without them 3.')
  const others = compare(
    analysis(
      'reproducible',
      2,
      first.map((_, person) => (person < 48 ? 0 : 1)),
    ),
  )
  expect(others.differs).toBe(true)
  expect(others.text).toMatch(/^4 of 100 people give one and the same answer .*adjusted Rand -?0\.\d\d/)
})

test('too few to make a persona are counted and left in', () => {
  expect(onlyCounted(0, 500)).toBeNull()
  expect(onlyCounted(3, 500)).toMatchObject({ flagged: 3, word: null, differs: false })
})
