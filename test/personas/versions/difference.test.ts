import { expect, test } from 'vitest'
import type { Claim, Grade } from '../../../server/personas/claim.ts'
import { differenceOf, type SetSide } from '../../../server/personas/versions/difference.ts'
import { matchPersonas, type Movement } from '../../../server/personas/versions/match-personas.ts'
import type { ItemContrast } from '../../../server/statistics/persona-profile.ts'

test('personas are matched by their members in common, whatever their keys are', () => {
  const movements = moves({ 'p1|p2': 90, 'p1|p1': 10, 'p2|p1': 50, 'p2|between': 10, 'p3|p3': 40, 'absent|p3': 500 })
  const { matches, by, inBoth } = matchPersonas(people('p1', 'p2', 'p3'), people('p1', 'p2', 'p3'), movements)
  expect({ by, inBoth }).toEqual({ by: 'people', inBoth: 200 })
  expect(matches.map(({ before, after }) => `${before}→${after}`)).toEqual(['p1→p2', 'p2→p1', 'p3→p3'])
  // p1 had 100, p2 has 90, 90 of them the same: 90 / 100. p2 had 60, p1 has 60, 50 the same: 50 / 70.
  expect(matches.map(({ likeness }) => likeness)).toEqual([0.9, expect.closeTo(50 / 70, 12), 1])
})

test('a persona that falls into two is gone or kept by the larger part, never both', () => {
  const movements = moves({ 'p1|p1': 55, 'p1|p2': 45, 'p2|p3': 100 })
  const { matches } = matchPersonas(people('p1', 'p2'), people('p1', 'p2', 'p3'), movements)
  expect(matches).toMatchObject([
    { before: 'p1', after: 'p1', isKept: true },
    { before: 'p2', after: 'p3', isKept: true },
  ])
  const scattered = moves({ 'p1|p1': 20, 'p1|p2': 40, 'p1|p3': 40, 'p2|p1': 100 })
  const nearest = matchPersonas(people('p1', 'p2'), people('p1', 'p2', 'p3'), scattered).matches
  expect(nearest.find(({ before }) => before === 'p1')).toMatchObject({ isKept: false, likeness: 0.4 })
})

test('with too few people in both, they are matched by what they answer', () => {
  const before = [persona('p1', [0.9, 0.1]), persona('p2', [0.2, 0.8])]
  const after = [persona('p1', [0.25, 0.75]), persona('p2', [0.85, 0.15])]
  const { matches, by } = matchPersonas(before, after, moves({ 'p1|p1': 5, 'absent|p1': 300, 'p2|absent': 300 }))
  expect(by).toBe('answers')
  expect(matches).toMatchObject([
    { before: 'p1', after: 'p2', likeness: expect.closeTo(0.95, 12), isKept: true },
    { before: 'p2', after: 'p1', likeness: expect.closeTo(0.95, 12), isKept: true },
  ])
  const strangers = matchPersonas([persona('p1', [1, 0])], [persona('p1', [0, 1])], [])
  expect(strangers.matches).toEqual([])
})

test('the difference says which lines came in and went out, which grades changed and who moved', () => {
  const before = side(
    [
      { key: 'p1', low: 0.4, high: 0.5 },
      { key: 'p2', low: 0.4, high: 0.5 },
    ],
    [line('p1', 'need-a', 'B'), line('p1', 'need-b', 'B'), line('p2', 'need-c', 'A')],
  )
  const after = side(
    [
      { key: 'p1', low: 0.42, high: 0.52 },
      { key: 'p2', low: 0.55, high: 0.65 },
    ],
    [
      line('p2', 'need-a', 'A'),
      line('p2', 'need-d', 'C'),
      line('p1', 'need-c', 'A'),
      line('p2', 'guess', 'H', 'belief'),
    ],
  )
  const difference = differenceOf(before, after, moves({ 'p1|p2': 80, 'p1|p1': 20, 'p2|p1': 95, 'between|p1': 9 }))
  const [first, second] = difference.changes
  expect(first).toMatchObject({ before: { key: 'p1' }, after: { key: 'p2' }, hasShareMoved: true })
  expect(first!.linesIn.map(({ words }) => words)).toEqual(['need-d'])
  expect(first!.linesOut.map(({ words }) => words)).toEqual(['need-b'])
  expect(first!.grades).toEqual([{ claimId: 'p2-need-a', words: 'need-a', before: 'B', after: 'A' }])
  expect(second).toMatchObject({ hasShareMoved: false, linesIn: [], linesOut: [], grades: [] })
  // Of 195 members in both, the 20 who stayed in "p1" are in another persona now: "p1" is p2's heir.
  expect(difference).toMatchObject({ members: 195, moved: 20, inBoth: 204, gone: [], arrived: [] })
})

test('an axis has moved when its two intervals do not meet', () => {
  const at = (mean: number) => ({ ...line('p1', 'axis', 'B'), ...axis(mean) })
  const axes = (from: number, to: number) =>
    differenceOf(
      side([{ key: 'p1', low: 0, high: 1 }], [at(from)]),
      side([{ key: 'p1', low: 0, high: 1 }], [at(to)]),
      moves({ 'p1|p1': 100 }),
    ).changes[0]!.axes
  expect(axes(0.1, 0.25)).toMatchObject([{ before: 0.1, after: 0.25, hasMoved: false }])
  expect(axes(0.1, 0.35)).toMatchObject([{ hasMoved: true }])
})

function moves(table: Record<string, number>): Movement[] {
  return Object.entries(table).map(([key, count]) => {
    const [before, after] = key.split('|') as [string, string]
    return { before, after, people: count }
  })
}

function people(...keys: string[]) {
  return keys.map((key) => ({ key, profile: [] }))
}

function persona(key: string, shares: number[]) {
  const item = {
    name: 'reason',
    kind: 'nominal',
    categories: ['Price', 'Reviews'],
    contrasts: shares.map((these) => ({ these })),
  } as unknown as ItemContrast
  return { key, profile: [item] }
}

function side(personas: { key: string; low: number; high: number }[], claims: Claim[]): SetSide {
  return {
    claims,
    personas: personas.map(({ key, low, high }, index) => ({
      key,
      number: index + 1,
      name: key,
      share: { share: (low + high) / 2, base: 200, low, high },
      profile: [],
    })),
  }
}

function line(personaKey: string, words: string, grade: Grade, kind = 'code'): Claim {
  return {
    id: `${personaKey}-${words}`,
    personaKey,
    words,
    grade,
    kind,
    zone: 'needs',
    axis: null,
    evidence: { survey: null, interviews: null, spans: [], counter: [] },
  } as unknown as Claim
}

function axis(mean: number): Partial<Claim> {
  return {
    axis: { left: 'One', right: 'Other', mean } as Claim['axis'],
    evidence: {
      survey: { variable: 'axis', answer: null, these: { low: mean - 0.1, high: mean + 0.1 } },
    } as Claim['evidence'],
  }
}
