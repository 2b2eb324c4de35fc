import { expect, test } from 'vitest'
import { indicatorsFrom, weightsFrom } from '../../server/responses/build-indicators.ts'
import { chooseIndicators } from '../../server/responses/choose-indicators.ts'
import { randomFrom } from '../../server/statistics/random.ts'
import { association } from '../../server/responses/near-duplicates.ts'
import type { Answers, Variable, VariableKind } from '../../server/responses/variable.ts'

function variable(name: string, kind: VariableKind, codes: string[] = [], more: Partial<Variable> = {}): Variable {
  const options = codes.map((code) =>
    code === 'N/A' ? { code, label: code, isNonSubstantive: true } : { code, label: code },
  )
  return { name, label: name, kind, role: 'indicator', reason: 'Made for a test.', options, ...more }
}

const scale = ['Low', 'Middle', 'High']

test('an ordinal variable keeps its order; answers without a position are missing', () => {
  const rows: Answers[] = [{ a: 'High' }, { a: 'Low' }, { a: 'N/A' }, { a: null }, { a: 'Middle' }]
  const { indicators } = indicatorsFrom([variable('a', 'ordinal', [...scale, 'N/A'])], rows)
  expect(indicators[0]).toMatchObject({ kind: 'ordinal', categories: scale })
  expect([...indicators[0]!.values]).toEqual([2, 0, -1, -1, 1])
})

test('a rare step joins its smaller neighbour, and the change is written down', () => {
  const codes = ['1', '2', '3', '4']
  const rows: Answers[] = Array.from({ length: 1000 }, (_, row) => ({
    a: row === 0 ? '1' : row < 300 ? '2' : row < 700 ? '3' : '4',
  }))
  const { indicators, notes } = indicatorsFrom([variable('a', 'ordinal', codes)], rows)
  expect(indicators[0]).toMatchObject({ categories: ['1 or 2', '3', '4'] })
  expect(indicators[0]!.values[0]).toBe(0)
  expect(notes.get('a')).toContain('under 1 %')
})

test('rare names become “Other answers”, and yes is the answer a probability speaks of', () => {
  const rows: Answers[] = Array.from({ length: 400 }, (_, row) => ({
    pet: row < 200 ? 'Dog' : row < 392 ? 'Cat' : `Pet ${row}`,
    owns: row % 2 ? 'Yes' : 'No',
  }))
  const { indicators } = indicatorsFrom(
    [variable('pet', 'nominal', ['Dog', 'Cat']), variable('owns', 'nominal', ['Yes', 'No'])],
    rows,
  )
  expect(indicators[0]).toMatchObject({ kind: 'nominal', categories: ['Dog', 'Cat', 'Other answers'] })
  expect(indicators[1]).toMatchObject({ kind: 'binary', categories: ['No', 'Yes'] })
  expect(indicators[1]!.values[1]).toBe(1)
})

test('nothing ticked in a block is missing where cells are blank, and not ticked where they say no', () => {
  const block = ['Apple', 'Pecan'].map((option) =>
    variable(option, 'multiple', [option], { block: 'Pies', ticked: option }),
  )
  const none = variable('None', 'multiple', ['None'], { block: 'Pies', ticked: 'None' })
  const rows: Answers[] = [
    { Apple: 'Apple', Pecan: null, None: null },
    { Apple: null, Pecan: null, None: null },
    { Apple: 'Not selected', Pecan: 'Not selected', None: 'Not selected' },
    { Apple: null, Pecan: null, None: 'None' },
    { Apple: '0', Pecan: '0', None: '0' },
  ]
  const { indicators } = indicatorsFrom(block, rows, { all: [...block, none] })
  expect(indicators.map((indicator) => [...indicator.values])).toEqual([
    [1, -1, -1, 0, 0],
    [0, -1, -1, 0, 0],
  ])
})

test('options inside an array are ticked when the array holds them', () => {
  const part = variable('Q [a]', 'multiple', ['a'], { ticked: 'a', source: { item: 'Q', option: 'a' } })
  const { indicators } = indicatorsFrom([part], [{ Q: ['a', 'b'] }, { Q: ['b'] }, { Q: null }, { Q: [] }])
  expect([...indicators[0]!.values]).toEqual([1, 0, -1, 0])
})

test('whole small numbers are counts, others are standardised, and a decimal comma is read', () => {
  const rows: Answers[] = ['0', '3', '-99', null].map((visits, row) => ({
    visits,
    height: ['1,5', '2,5', '3,5', null][row]!,
  }))
  const { indicators } = indicatorsFrom([variable('visits', 'count'), variable('height', 'number')], rows)
  expect(indicators.map((indicator) => indicator.kind)).toEqual(['count', 'continuous'])
  expect([...indicators[0]!.values]).toEqual([0, 3, Number.NaN, Number.NaN])
  expect(indicators[1]!.values[1]).toBeCloseTo(0, 12)
  expect(indicators[1]!.values[0]).toBeCloseTo(-Math.sqrt(1.5), 12)
})

test('weights are scaled to sum to the number of people; a missing one is the mean', () => {
  const weight = variable('w', 'weight', [], { role: 'weight' })
  const weights = weightsFrom([weight], [{ w: '2' }, { w: '4' }, { w: null }])!
  expect([...weights]).toEqual([2, 4, 3])
  expect([...indicatorsFrom([], [{}, {}, {}], { weights }).weights!]).toEqual([2 / 3, 4 / 3, 1])
})

/** 400 people: 100 never fly and skip; the others answer; the follow-up was asked of few. */
function flyers() {
  const often = variable('Do you fly?', 'nominal', ['Yes', 'No'])
  const scales = ['a', 'b', 'c', 'd', 'e'].map((name) => variable(name, 'ordinal', scale, { facet: 'attitude' }))
  const followUp = variable('Follow-up', 'nominal', ['x', 'y'])
  const same = variable('Same', 'nominal', ['x', 'y'])
  const copy = variable('Copy of a', 'ordinal', scale)
  const gender = variable('Gender', 'nominal', ['Man', 'Woman'], { role: 'covariate' })
  const rows: Answers[] = Array.from({ length: 400 }, (_, row) => {
    const answers: Answers = { 'Do you fly?': row < 100 ? 'No' : 'Yes', Gender: row % 2 ? 'Man' : 'Woman' }
    for (const [index, { name }] of scales.entries())
      answers[name] = row < 100 ? null : scale[(row * (index + 2) + Math.floor(row / (index + 3))) % 3]!
    answers['Copy of a'] = answers['a']!
    answers['Follow-up'] = row > 300 ? (row % 2 ? 'x' : 'y') : null
    answers['Same'] = row < 100 ? null : row === 399 ? 'y' : 'x'
    return answers
  })
  return { variables: [often, ...scales, followUp, same, copy, gender], rows }
}

test('indicators are chosen from those who were asked, and every one left out has its reason', () => {
  const { variables, rows } = flyers()
  const choice = chooseIndicators(variables, rows)
  expect(choice.chosen.map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd', 'e'])
  expect(choice.base).toBe(300)
  const reasons = Object.fromEntries(choice.leftOut.map(({ name, reason }) => [name, reason]))
  expect(Object.keys(reasons).sort()).toEqual(['Copy of a', 'Do you fly?', 'Follow-up', 'Same'])
  expect(reasons['Follow-up']).toContain('70')
  expect(reasons['Same']).toContain('nearly everyone')
  expect(reasons['Copy of a']).toContain('“a”')
})

test('a question that led many past the rest is named', () => {
  const { variables, rows } = flyers()
  const { notes } = chooseIndicators(variables, rows)
  expect(notes.join(' ')).toContain('100 of 400 people')
  expect(notes.join(' ')).toContain('100 of them had answered “No” to “Do you fly?”')
})

test('of too many indicators the scales stay, and the number follows the people', () => {
  const { variables, rows } = flyers()
  const choice = chooseIndicators(variables, rows.slice(0, 160))
  // 60 of these people fly: one indicator for fifteen of them.
  expect(choice.base).toBe(60)
  expect(choice.chosen).toHaveLength(4)
  expect(choice.chosen.every(({ kind }) => kind === 'ordinal')).toBe(true)
})

test('no more is taken than the people can settle in four groups, and the facets take turns', () => {
  const seven = ['1', '2', '3', '4', '5', '6', '7']
  const variables = Array.from({ length: 12 }, (_, index) =>
    variable(`${index < 9 ? 'attitude' : 'need'} ${index}`, 'ordinal', seven, {
      facet: index < 9 ? 'attitude' : 'need',
    }),
  )
  const random = randomFrom(1)
  const rows = Array.from(
    { length: 200 },
    (): Answers => Object.fromEntries(variables.map(({ name }) => [name, seven[random.integer(7)]!])),
  )
  const choice = chooseIndicators(variables, rows)

  // Four groups spend 3 numbers on shares and 24 on each item of seven answers: eight items for 200 people.
  expect(choice.chosen).toHaveLength(8)
  expect(choice.chosen.filter(({ facet }) => facet === 'need')).toHaveLength(3)
  expect(choice.leftOut[0]!.reason).toContain('200 people can settle')
  expect(choice.notes.join(' ')).toContain('4 more would ask')
})

test('places of a ranking and “Other” do not build personas', () => {
  const place = variable('Film A', 'ordinal', ['1', '2'], { block: 'Please rank' })
  const other = variable('Other', 'multiple', ['x'], {
    label: 'Which? — Other (please specify)',
    block: 'Which?',
    ticked: 'x',
  })
  const family = variable('Family', 'multiple', ['x'], {
    label: 'Which? — Other family members',
    block: 'Which?',
    ticked: 'x',
  })
  const rows: Answers[] = Array.from({ length: 100 }, (_, row) => ({
    'Film A': String(1 + (row % 2)),
    Other: row % 3 ? 'x' : '0',
    Family: row % 4 < 2 ? 'x' : '0',
  }))
  expect(chooseIndicators([place, other, family], rows).chosen.map(({ name }) => name)).toEqual(['Family'])
})

test('Cramér’s V of a printed table', () => {
  // research/personas.md 6: rows [30,10,5,15], [12,28,20,10], [8,12,35,15] give V = .3616.
  const table = [[30, 10, 5, 15], [12, 28, 20, 10], [8, 12, 35, 15]] // biome-ignore format: a table
  const pairs = table.flatMap((row, i) =>
    row.flatMap((count, j) => Array.from({ length: count }, () => [i, j] as const)),
  )
  const indicator = (side: 0 | 1, size: number) => ({
    name: String(side),
    kind: 'nominal' as const,
    categories: Array.from({ length: size }, String),
    values: Int16Array.from(pairs, (pair) => pair[side]),
  })
  expect(association(indicator(0, 3), indicator(1, 4), new Uint8Array(200).fill(1))).toBeCloseTo(0.3616, 4)
})
