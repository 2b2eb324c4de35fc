import { expect, test } from 'vitest'
import { type VerdictFacts, verdictOf } from '../../server/statistics/verdict.ts'

const natural: VerdictFacts = {
  fitted: 600,
  effectiveSize: 600,
  usableIndicators: 8,
  chosenClasses: 3,
  bicGain: 700,
  n0: { beaten: true, copies: 19 },
  n1: { beaten: true, copies: 19 },
  jaccards: [0.9, 0.88, 0.86],
  slices: { isScale: false, share: 0.2, items: 8 },
  omega: 0.3,
  replicated: true,
  identified: true,
  smallestShare: 0.2,
  smallestEffective: 120,
  splitHalf: 0.9,
  entropyR2: 0.85,
}

const reached = { beaten: false, copies: 4 }
const barely = { beaten: true, copies: 19, margin: 2.9 }
const clearly = { beaten: true, copies: 19, margin: 3.1 }

const twoGroups: Partial<VerdictFacts> = {
  chosenClasses: 2,
  jaccards: [0.9, 0.9],
  slices: { isScale: true, share: 1, items: 8 },
  omega: 0.8,
}

test.each<{ change: Partial<VerdictFacts>; word: string; rule?: string }>([
  { change: {}, word: 'natural' },
  { change: { entropyR2: 0.7 }, word: 'reproducible' },
  { change: { splitHalf: 0.7 }, word: 'reproducible' },
  { change: { jaccards: [0.9, 0.74, 0.9] }, word: 'constructive', rule: 'group_wavers' },
  { change: { n1: reached }, word: 'constructive', rule: 'n1_not_beaten' },
  { change: { replicated: false }, word: 'constructive', rule: 'not_replicated' },
  { change: { smallestShare: 0.04 }, word: 'constructive', rule: 'small_group' },
  { change: { smallestEffective: 40 }, word: 'constructive', rule: 'small_group' },
  { change: { chosenClasses: 1 }, word: 'none', rule: 'one_class' },
  { change: { n0: reached }, word: 'none', rule: 'n0_not_beaten' },
  { change: { effectiveSize: 99.5 }, word: 'none', rule: 'too_few_people' },
  { change: { usableIndicators: 2 }, word: 'none', rule: 'too_few_indicators' },
  { change: { jaccards: [0.9, 0.55, 0.5] }, word: 'none', rule: 'groups_do_not_return' },
  { change: { n1: reached, slices: { isScale: true, share: 1, items: 8 } }, word: 'none', rule: 'slices_of_one_scale' },
  { change: { n1: reached, chosenClasses: 2, jaccards: [0.9, 0.9], omega: 0.7 }, word: 'none', rule: 'one_scale' },
  {
    change: { n1: reached, chosenClasses: 2, jaccards: [0.9, 0.9], omega: 0.69 },
    word: 'constructive',
    rule: 'n1_not_beaten',
  },
  { change: { slices: { isScale: true, share: 1, items: 8 } }, word: 'natural' },
  {
    change: { slices: { isScale: true, share: 1, items: 8 }, omega: 0.7, n1: clearly },
    word: 'constructive',
    rule: 'parts_of_one_scale',
  },
  {
    change: { slices: { isScale: true, share: 1, items: 8 }, directions: 1, n1: clearly },
    word: 'constructive',
    rule: 'parts_of_one_scale',
  },
  // What beats the copies of one scale in this draw only, may not in the next.
  {
    change: { slices: { isScale: true, share: 1, items: 8 }, omega: 0.7, n1: barely },
    word: 'none',
    rule: 'slices_of_one_scale',
  },
  {
    change: { slices: { isScale: true, share: 1, items: 8 }, directions: 1, n1: barely },
    word: 'none',
    rule: 'slices_of_one_scale',
  },
  { change: { n1: barely }, word: 'natural' },
  // Nearly everybody placed for certain: lumps, though so few people can't beat the copies clearly.
  { change: { ...twoGroups, n1: barely, entropyR2: 0.95 }, word: 'constructive', rule: 'parts_of_one_scale' },
  { change: { ...twoGroups, n1: barely }, word: 'none', rule: 'one_scale' },
  { change: { ...twoGroups, omega: 0.6, directions: 1, n1: barely }, word: 'none', rule: 'one_direction' },
  { change: { ...twoGroups, n1: clearly }, word: 'natural' },
  {
    change: { n1: reached, chosenClasses: 2, jaccards: [0.9, 0.9], omega: 0.6, directions: 1 },
    word: 'none',
    rule: 'one_direction',
  },
  {
    change: { n1: reached, chosenClasses: 2, jaccards: [0.9, 0.9], omega: 0.6, directions: 2 },
    word: 'constructive',
    rule: 'n1_not_beaten',
  },
  { change: { n1: reached, directions: 1 }, word: 'none', rule: 'one_direction' },
  { change: { directions: 1 }, word: 'natural' },
  {
    change: { decisive: { items: ['Q1'], power: 0.8, agreement: 0.3 } },
    word: 'constructive',
    rule: 'one_question_is_the_persona',
  },
  { change: { decisive: { items: ['Q1'], power: 0.8, agreement: 0.9 } }, word: 'natural' },
  { change: { decisive: { items: ['Q1'], power: 0.59, agreement: 0.3 } }, word: 'natural' },
  { change: { spreadR2: 0.5 }, word: 'constructive', rule: 'answering_habit' },
  { change: { spreadR2: 0.49 }, word: 'natural' },
  { change: { entropyR2: 0.59 }, word: 'constructive', rule: 'loosely_placed' },
])('$change is $word', ({ change, word, rule }) => {
  const verdict = verdictOf({ ...natural, ...change })

  expect(verdict.word).toBe(word)
  if (rule) expect(verdict.reasons.map((reason) => reason.rule)).toContain(rule)
})

test('none lists every reason that fired, with its number, and says what can help', () => {
  const verdict = verdictOf({ ...natural, effectiveSize: 80, usableIndicators: 2, chosenClasses: 0, jaccards: [] })

  expect(verdict.reasons.map(({ rule, value }) => [rule, value])).toEqual([
    ['too_few_indicators', 2],
    ['too_few_people', 80],
  ])
  expect(verdict.reasons[1]!.text).toContain('80 people')
  expect(verdict.advice.length).toBeGreaterThan(0)
})

test('groups in one order that are no scale keep their word and carry the caution that they are more and less of one thing', () => {
  const verdict = verdictOf({ ...natural, slices: { isScale: true, share: 1, items: 5 }, omega: 0.6, directions: 2 })

  expect(verdict.word).toBe('natural')
  expect(verdict.advice.join(' ')).toContain('omega 0.60')
})

test('more to estimate than people is a caution with both numbers and leaves the word alone', () => {
  const verdict = verdictOf({ ...natural, fitted: 392, parameters: 419 })

  expect(verdict.word).toBe('natural')
  expect(verdict.advice.join(' ')).toMatch(/419.*392/)
})

test('a number in a reason is printed on the side of the rule on which it fired', () => {
  const text = (change: Partial<VerdictFacts>) =>
    verdictOf({ ...natural, ...change })
      .reasons.map((reason) => reason.text)
      .join(' ')
  expect(text({ jaccards: [0.9, 0.7455, 0.9] })).toContain('keeps 74.5 % of')
  expect(text({ smallestShare: 0.0491 })).toContain('holds 4.9 % of')
  expect(text({ smallestEffective: 49.8 })).toContain('counts as 49.8 people')
  expect(text({ entropyR2: 0.5996 })).toContain('entropy R² 0.5996; 0.6 is wanted')
  expect(text({ jaccards: [0.9, 0.7578, 0.9] })).toContain('at least 75 % of')
  expect(text({ bicGain: 2565.4 })).toContain('gain 2,565')
})

test('a scale is advised from a reliability of .70 on, and refused below', () => {
  const none = { n1: reached, directions: 1, chosenClasses: 2, jaccards: [0.9, 0.9] }
  const advice = (omega: number) => verdictOf({ ...natural, ...none, omega }).advice.join(' ')
  expect(advice(0.82)).toContain(
    'Report one scale instead: the questions measure it with a reliability (omega) of 0.82.',
  )
  expect(advice(0.25)).toContain('Do not build a scale either')
  expect(advice(0.25)).not.toContain('Report one scale')
  expect(advice(0.6999)).toContain('omega 0.6999; 0.7 is wanted')
  const parts = (omega: number) =>
    verdictOf({
      ...natural,
      n1: clearly,
      slices: { isScale: true, share: 1, items: 8 },
      directions: 1,
      omega,
    }).advice.join(' ')
  expect(parts(0.8)).toContain('Show the groups beside one scale')
  expect(parts(0.32)).not.toContain('beside one scale')
})

test('advice fits the study: its interviews, its segments, or neither', () => {
  const advice = (study?: VerdictFacts['study']) =>
    verdictOf({ ...natural, chosenClasses: 1, ...(study ? { study } : {}) }).advice.join(' ')
  const survey = { isFromWords: false, hasInterviews: false, hasSegments: false }
  expect(advice()).not.toMatch(/segments|eight more/i)
  expect(advice(survey)).toContain('A handful of interviews can show why people act')
  expect(advice({ ...survey, hasSegments: true })).toContain('Your segments stand as before')
  expect(advice({ ...survey, hasInterviews: true })).toContain('The interviews can be grouped by hand')
  const words = advice({ ...survey, isFromWords: true, hasInterviews: true })
  expect(words).toContain('Groups by hand')
  expect(words).not.toMatch(/questions|segments/)
  const few = { isFromWords: true, hasInterviews: true, hasSegments: false }
  const { reasons } = verdictOf({ ...natural, fitted: 21, effectiveSize: 21, study: few })
  expect(reasons[0]!.text).toBe('21 people said enough to count; at least 100 are needed.')
})
