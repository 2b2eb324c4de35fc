import { expect, test } from 'vitest'
import { openTable } from '../../server/files/tables/read-table.ts'
import { memorySource } from '../../server/files/tables/table-source.ts'
import { examineResponses } from '../../server/responses/import-responses.ts'

/** Variables proposed for a table of 60 rows, written as a function of the row's number. */
async function proposed(header: string[], cells: (row: number) => (string | number)[]) {
  const quote = (cell: string | number) => `"${String(cell).replaceAll('"', '""')}"`
  const rows = Array.from({ length: 60 }, (_, row) => cells(row).map(quote).join(','))
  const table = await openTable(memorySource(`${header.map(quote).join(',')}\n${rows.join('\n')}\n`))
  const { variables } = await examineResponses(table)
  return variables
}

const pick = <T>(row: number, ...choices: T[]) => choices[(row * 7 + Math.floor(row / 3)) % choices.length]!

test('names, e-mails, addresses, positions and IP addresses start as ignored', async () => {
  const header = [
    'First name',
    'E-mail',
    'Who to write to',
    'IPAddress',
    'LocationLatitude',
    'Postal address',
    'Do you smoke?',
  ]
  const variables = await proposed(header, (row) => [
    `N${row}`,
    `a${row}@b.org`,
    `c${row}@d.org`,
    `192.0.2.${row}`,
    46.9 + row,
    `Street ${row}`,
    pick(row, 'Yes', 'No'),
  ])
  expect(variables.map((variable) => variable.role)).toEqual([...Array(6).fill('ignored'), 'indicator'])
})

test('circumstances describe personas and never build them, by wording or by answers', async () => {
  const header = ['What is your gender?', 'Household Income', 'q0024', 'q0030', 'age3', 'weight', 'Do you like it?']
  const variables = await proposed(header, (row) => [
    pick(row, 'Man', 'Woman'),
    pick(row, '$0 - $24,999', '$25,000 - $49,999', '$50,000+'),
    pick(row, 'Married', 'Divorced', 'Never married', 'Widowed'),
    pick(row, 'Texas', 'Ohio', 'Iowa', 'Utah', 'Maine'),
    pick(row, '18 - 34', '35 - 64', '65 and up'),
    (0.5 + (row % 9) / 7).toFixed(4),
    pick(row, 'Not at all', 'Somewhat', 'Very much'),
  ])
  expect(variables.map((variable) => variable.role)).toEqual([
    'covariate',
    'covariate',
    'covariate',
    'covariate',
    'covariate',
    'weight',
    'indicator',
  ])
  expect(variables[1]!.kind).toBe('ordinal')
})

test('a scale is ordered, and answers without a position are kept apart', async () => {
  const [variable] = await proposed(['How likely are you to come back?', 'x'], (row) => [
    pick(row, 'Very likely', 'Somewhat likely', "Don't know", 'Very unlikely', 'Prefer not to say'),
    row,
  ])
  expect(variable).toMatchObject({ kind: 'ordinal', role: 'indicator' })
  expect(variable!.options.map((option) => [option.code, option.isNonSubstantive ?? false])).toEqual([
    ['Very unlikely', false],
    ['Somewhat likely', false],
    ['Very likely', false],
    ["Don't know", true],
    ['Prefer not to say', true],
  ])
})

test('options in columns of their own are one block, and the free text beside them is text', async () => {
  const header = [
    'Which pies? - Apple',
    'Which pies? - Pecan',
    'Which pies? - Other (please specify)',
    'Which pies? - Other (please specify)',
  ]
  const variables = await proposed(header, (row) => [
    pick(row, 'Apple', ''),
    pick(row, '', 'Pecan', ''),
    row % 4 === 0 ? 'Other (please specify)' : '',
    row % 4 === 0 ? `a pie of kind ${row}` : '',
  ])
  expect(variables.map((variable) => variable.kind)).toEqual(['multiple', 'multiple', 'multiple', 'text'])
  expect(variables[1]).toMatchObject({ block: 'Which pies?', ticked: 'Pecan', label: 'Which pies? — Pecan' })
})

test('"Not selected" means not ticked, and codes for headers still make a block', async () => {
  const variables = await proposed(['q4_0001', 'q4_0002'], (row) => [
    pick(row, 'Friends', 'Not selected'),
    pick(row, 'Not selected', 'Family', 'NA'),
  ])
  expect(variables.map(({ kind, ticked, block }) => [kind, ticked, block])).toEqual([
    ['multiple', 'Friends', 'q4'],
    ['multiple', 'Family', 'q4'],
  ])
})

test('rows of a grid share one order, also where a row misses an answer', async () => {
  const variables = await proposed(['What matters? [Price]', 'What matters? [Speed]'], (row) => [
    pick(row, 'Critical to me', 'Somewhat useful', 'Not relevant for me'),
    pick(row, 'Critical to me', 'Somewhat useful'),
  ])
  const order = ['Not relevant for me', 'Somewhat useful', 'Critical to me']
  expect(variables.map((variable) => [variable.kind, variable.options.map((option) => option.code)])).toEqual([
    ['grid', order],
    ['grid', order],
  ])
})

test('places of a ranking are told from ratings', async () => {
  const variables = await proposed(
    ['Please rank the films. [A]', 'Please rank the films. [B]', 'Please rank the films. [C]'],
    (row) => [1 + (row % 3), 1 + ((row + 1) % 3), 1 + ((row + 2) % 3)],
  )
  expect(variables[0]!.reason).toContain('ranking')
  expect(
    variables.every((variable) => variable.kind === 'ordinal' && variable.block === 'Please rank the films.'),
  ).toBe(true)
})

test('several answers in one cell become one variable each', async () => {
  const variables = await proposed(['Which interfaces?', 'x'], (row) => [
    pick(row, 'Array;Frame', 'Frame', 'Array;Bag', 'Bag;Frame', 'Array'),
    row,
  ])
  const parts = variables.filter((variable) => variable.source)
  expect(parts.map((variable) => variable.source)).toEqual(
    expect.arrayContaining([
      { item: 'Which interfaces?', option: 'Array', separator: ';' },
      { item: 'Which interfaces?', option: 'Frame', separator: ';' },
      { item: 'Which interfaces?', option: 'Bag', separator: ';' },
    ]),
  )
  expect(parts).toHaveLength(3)
})

test('few numbers are steps, many are numbers, and a question how many is a count', async () => {
  const variables = await proposed(['Rate it', 'How many people work with you?', 'Points'], (row) => [
    1 + (row % 5),
    row * 3,
    (row * 1.37).toFixed(2),
  ])
  expect(variables.map((variable) => variable.kind)).toEqual(['ordinal', 'count', 'number'])
  expect(variables[0]!.options.map((option) => option.code)).toEqual(['1', '2', '3', '4', '5'])
})

test('what the survey program recorded by itself, formulas, consent, constants and empty columns are left out', async () => {
  const header = [
    'Status',
    'Duration (in seconds)',
    '{sum(R1.relevance)}',
    'May we share your answers?',
    'Always',
    'Nothing',
    'Submitted at',
  ]
  const variables = await proposed(header, (row) => [
    pick(row, 'Complete', 'Partial'),
    30 + row,
    row % 3,
    pick(row, 'Yes', 'No'),
    'the same',
    '',
    `2026-01-${String(1 + (row % 28)).padStart(2, '0')} 10:00:00`,
  ])
  expect(variables.map((variable) => variable.role)).toEqual(Array(7).fill('ignored'))
  expect(variables[6]!.kind).toBe('date')
})

test('every proposal says why in one sentence', async () => {
  const variables = await proposed(['id', 'q1', 'q2'], (row) => [
    `r${row}`,
    pick(row, 'a', 'b'),
    `some words of my own, number ${row}`,
  ])
  for (const variable of variables) expect(variable.reason).toMatch(/^[A-Z].*\.$/)
  expect(variables.map((variable) => variable.kind)).toEqual(['id', 'nominal', 'text'])
})

test('options whose header is the option itself, as Typeform writes them, are one block', async () => {
  const header = ['What is it for?', 'Price', 'Speed', 'Other', 'Why?']
  const variables = await proposed(header, (row) => [
    pick(row, 'Work', 'Play', 'Both'),
    row % 2 ? 'Price' : '',
    row % 3 ? 'Speed' : '',
    row % 5 ? '' : 'Other',
    `because of ${row} things`,
  ])
  expect(variables.map((variable) => variable.kind)).toEqual(['nominal', 'multiple', 'multiple', 'multiple', 'text'])
  expect(new Set(variables.slice(1, 4).map((variable) => variable.block)).size).toBe(1)
})

test('codes joined without a space, as Qualtrics writes them, are several answers and no decimal numbers', async () => {
  const [one, two, three] = await proposed(['Which?', 'Grams'], (row) => [
    pick(row, '1', '1,2', '2,3', '1,2,3'),
    `${row},5`,
  ])
  expect([one, two, three].map((variable) => variable!.source?.option).sort()).toEqual(['1', '2', '3'])
  const variables = await proposed(['Which?', 'Grams'], (row) => [pick(row, '1', '1,2', '2,3', '1,2,3'), `${row},5`])
  expect(variables.at(-1)!.kind).toBe('number')
})
