import { expect, test } from 'vitest'
import { compareWithout, onlyCounted } from '../../server/personas/without-flagged.ts'
import type { PersonaAnalysis } from '../../server/statistics/analysis.ts'

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
  const compare = (other: PersonaAnalysis) =>
    compareWithout(whole, other, { kept, flagged: 4, base: 100, isLeftOut: false })
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
  expect(others.text).toMatch(/^4 of 100 people’s answers look careless\. Without them .*adjusted Rand -?0\.\d\d/)
})

test('too few to make a persona are counted and left in', () => {
  expect(onlyCounted({ flagged: 0, base: 500, isLeftOut: false })).toBeNull()
  const few = onlyCounted({ flagged: 3, base: 500, isLeftOut: false })
  expect(few).toMatchObject({ flagged: 3, word: null, differs: false })
  expect(few?.text).toContain('were left in')
  expect(onlyCounted({ flagged: 3, base: 500, isLeftOut: true })?.text).toContain('This set is made without them')
})

test('where the set leaves them out, the other search is the one with them', () => {
  const members = Array.from({ length: 100 }, (_, person) => person % 2)
  const kept = Array.from({ length: 96 }, (_, person) => person)
  const compared = compareWithout(analysis('natural', 3, members), analysis('none', 2, members.slice(0, 96)), {
    kept,
    flagged: 4,
    base: 100,
    isLeftOut: true,
  })
  expect(compared).toMatchObject({ word: 'natural', chosenClasses: 3, differs: true })
  expect(compared.text).toContain('This set is made without them. With them the word is natural, without them none')
})
