import { expect, test } from 'vitest'
import {
  chosenColumns,
  emailHash,
  personOfLine,
  problemOfColumns,
  recognisePeopleColumns,
} from '../../server/invitations/people-file.ts'

const usesOf = (headers: string[], sample: string[][] = []) =>
  recognisePeopleColumns(headers, sample).map(({ use }) => use)

test('columns are recognised by their headers, and addresses also by what stands there', () => {
  expect(usesOf(['E-Mail', 'First name', 'Last name', 'Language', 'Customer ID', 'Plan'])).toEqual([
    'email',
    'firstName',
    'lastName',
    'language',
    'key',
    'field',
  ])
  expect(usesOf(['Name', 'Where', 'id'], [['Ann', 'ann@example.org', '7']])).toEqual(['name', 'email', 'key'])
  expect(usesOf(['Name', 'Where'], [['Ann', 'Leeds']])).toEqual(['name', 'field'])
})

test('fields get names that a survey can use, and two of one name are refused', () => {
  const columns = recognisePeopleColumns(['email', 'Größe in cm', '2nd plan', '年齢'], [])
  expect(columns.map(({ field }) => field)).toEqual(['', 'gro_e_in_cm', 'nd_plan', 'field_4'])
  expect(problemOfColumns(columns)).toBeNull()
  expect(problemOfColumns(recognisePeopleColumns(['email', 'Plan', 'plan '], []))).toContain('“plan”')
  expect(problemOfColumns(chosenColumns(columns, ['email', 'email', 'none', 'none']))).toContain('Only one column')
  expect(problemOfColumns(chosenColumns(columns, ['field', 'none', 'none', 'none']))).toContain(
    'nobody is invited twice',
  )
})

test('a line becomes a person, or says what is wrong without repeating it', () => {
  const columns = recognisePeopleColumns(['email', 'first name', 'last name', 'language', 'Plan'], [])
  const line = (...cells: string[]) => personOfLine(columns, cells)
  expect(line(' Ann@Example.org ', 'Ann', 'Lee', 'pt_BR', 'Plus')).toEqual({
    email: 'Ann@Example.org',
    name: 'Ann Lee',
    language: 'pt-BR',
    key: '',
    fields: { first_name: 'Ann', last_name: 'Lee', plan: 'Plus' },
  })
  expect(line('', 'Ann', '', '', '')).toBe('it has no e-mail address')
  expect(line('ann@example.org', 'Ann', '', 'English, please', '')).toBe('its language is no language code')
  expect(line('ann@example.org', 'A'.repeat(101), '', '', '')).toMatch(/^its name is longer/)
  expect(line('ann@example.org', 'Ann', '', '', 'p'.repeat(201))).toMatch(/^its plan is longer/)
})

test('nothing that could become a second address or a line of a mail’s head is an address', () => {
  const columns = recognisePeopleColumns(['email'], [])
  const hostile = [
    'ann@example.org,bob@example.org',
    'ann@example.org;bob@example.org',
    'ann@example.org\r\nBcc: bob@example.org',
    'Ann <ann@example.org>',
    'ann@localhost',
    'ann@@example.org',
    'ann@example..org',
    '"a b"@example.org',
    `${'a'.repeat(250)}@example.org`,
    'ann\u0000@example.org',
    'ann@exam\u0007ple.org',
  ]
  for (const email of hostile) expect(personOfLine(columns, [email]), email).toBe('its e-mail address is none')
})

test('controls become blanks, so that a name is one line', () => {
  const columns = recognisePeopleColumns(['email', 'name'], [])
  expect(personOfLine(columns, ['a@example.org', 'Ann\r\nBcc: x@example.org\u2028y'])).toMatchObject({
    name: 'Ann Bcc: x@example.org y',
  })
})

test('an address is the same in capitals, and another in another workspace', () => {
  expect(emailHash('w', 'Ann@Example.org')).toEqual(emailHash('w', 'ann@example.ORG'))
  expect(emailHash('w', 'ann@example.org')).not.toEqual(emailHash('v', 'ann@example.org'))
})
