import { expect, test } from 'vitest'
import { indicatorsFrom } from '../../server/responses/build-indicators.ts'
import { chooseIndicators } from '../../server/responses/choose-indicators.ts'
import { firstChoices } from '../../server/responses/first-choices.ts'
import type { Answers, Variable } from '../../server/responses/variable.ts'

const place = (name: string, option: string, extra: Partial<Variable> = {}): Variable => ({
  name,
  label: `What matters most? — ${option}`,
  kind: 'ordinal',
  role: 'indicator',
  reason: 'A place in a ranking of 3, 1 is first.',
  options: ['1', '2', '3'].map((code) => ({ code, label: `Place ${code}` })),
  block: 'matters',
  facet: 'value',
  ...extra,
})
const ranking = [place('m1', 'Price'), place('m2', 'Proof'), place('m3', 'Looks')]
const rows: Answers[] = Array.from({ length: 90 }, (_, person) => {
  const order = person % 3
  return { m1: String(1 + (order % 3)), m2: String(1 + ((order + 2) % 3)), m3: String(1 + ((order + 1) % 3)) }
})

test('a ranking becomes one nominal indicator: what holds first place', () => {
  const [first] = firstChoices(ranking)
  const { indicators } = indicatorsFrom([first!], [...rows, { m1: '2', m2: null, m3: '3' }, { m1: '1', m2: '1' }])
  const [indicator] = indicators as { kind: string; categories: string[]; values: Int16Array }[]

  expect(first).toMatchObject({
    kind: 'nominal',
    role: 'indicator',
    facet: 'value',
    label: 'What matters most? (first place)',
  })
  expect(indicator!.kind).toBe('nominal')
  expect(indicator!.categories).toEqual(['Price', 'Proof', 'Looks'])
  expect([...indicator!.values.slice(0, 3)].map((value) => indicator!.categories[value])).toEqual([
    'Price',
    'Proof',
    'Looks',
  ])
  // Nobody in first place, and two of them: neither is an answer.
  expect([...indicator!.values.slice(-2)]).toEqual([-1, -1])
})

test('the first place is chosen as an indicator, the places are left out and say why', () => {
  const { chosen, leftOut } = chooseIndicators([...ranking, ...firstChoices(ranking)], rows)

  expect(chosen.map(({ name }) => name)).toEqual(['matters — first place'])
  expect(leftOut.map(({ name }) => name)).toEqual(['m1', 'm2', 'm3'])
  expect(leftOut[0]!.reason).toContain('depend on each other')
})

test('a ranking that only describes people has no first place among the indicators', () => {
  expect(firstChoices(ranking.map((variable) => ({ ...variable, role: 'covariate' as const })))).toEqual([])
  expect(firstChoices([place('row', 'Row', { kind: 'grid' }), place('row2', 'Row two', { kind: 'grid' })])).toEqual([])
})
