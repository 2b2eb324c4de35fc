import { createHash } from 'node:crypto'
import { isEmailAddress } from '../../survey-forms/item-kinds/email/address.ts'

/** What a column of a list of people is used as. */
export const columnUses = ['email', 'name', 'firstName', 'lastName', 'language', 'key', 'field', 'none'] as const
export type ColumnUse = (typeof columnUses)[number]

export interface PeopleColumn {
  header: string
  use: ColumnUse
  /** Under which name the survey and the mail know a field; '' for everything that is none. */
  field: string
}

export interface InvitedPerson {
  email: string
  name: string
  language: string
  /** By which the person is known elsewhere, such as a customer number; '' where the list has none. */
  key: string
  fields: Record<string, string>
}

export const mostFields = 30
/** In characters, as hidden items of a survey keep them. */
export const longestField = 200
const longestName = 100

const headers: [ColumnUse, RegExp][] = [
  ['email', /^e-?mail([ _.-]?(address|adresse))?$|^(correo|mail)$/i],
  ['firstName', /^(first|given|vor)[ _.-]?name$|^nombre$/i],
  ['lastName', /^(last|family|sur|nach)[ _.-]?name$|^apellidos?$/i],
  ['name', /^((full|display|contact|participant)[ _.-]?)?name$/i],
  ['language', /^(lang(uage)?|locale|sprache|idioma)$/i],
  [
    'key',
    /^(customer|client|user|person|member|contact|account|panel(ist)?|respondent|employee)[ _.-]?(id|key|no\.?|number|code)$|^(id|key|uuid)$|^kundennummer$/i,
  ],
]

/** What each column of a list of people looks like, by its header; an address also by what stands in it. */
export function recognisePeopleColumns(names: string[], sample: string[][]): PeopleColumn[] {
  const taken = new Set<ColumnUse>()
  const columns = names.map((header): PeopleColumn => {
    const use = headers.find(([one, pattern]) => !taken.has(one) && pattern.test(header.trim()))?.[0] ?? 'field'
    if (use !== 'field') taken.add(use)
    return { header, use, field: '' }
  })
  if (!taken.has('email')) {
    const found = columns.find(({ use }, column) => use === 'field' && holdsAddresses(sample, column))
    if (found) found.use = 'email'
  }
  return namedFields(columns)
}

/** The columns as a person says they are to be used. */
export function chosenColumns(columns: PeopleColumn[], uses: ColumnUse[]): PeopleColumn[] {
  return namedFields(columns.map(({ header }, index) => ({ header, use: uses[index] ?? 'none', field: '' })))
}

/** Why a list with these columns cannot be used, or null. */
export function problemOfColumns(columns: PeopleColumn[]): string | null {
  for (const [use, what] of [
    ['email', 'the e-mail address'],
    ['name', 'the name'],
    ['firstName', 'the first name'],
    ['lastName', 'the last name'],
    ['language', 'the language'],
    ['key', 'the id'],
  ] as const)
    if (columns.filter((one) => one.use === use).length > 1) return `Only one column can be ${what}.`
  if (!columns.some(({ use }) => use === 'email' || use === 'key'))
    return 'One column has to be the e-mail address or an id, so that nobody is invited twice.'
  const fields = columns.filter(({ use }) => use === 'field')
  if (fields.length > mostFields) return `At most ${mostFields} fields can be kept; leave some out.`
  const double = fields.find(
    ({ field }, index) => fields.findIndex((one) => one.field.toLowerCase() === field.toLowerCase()) < index,
  )
  return double ? `Two columns would be the field “${double.field}”; leave one out.` : null
}

/** The person of one line, or why it cannot be used, in words that never repeat what the line says. */
export function personOfLine(columns: PeopleColumn[], cells: string[]): InvitedPerson | string {
  const one = (use: ColumnUse) => clean(cells[columns.findIndex((column) => column.use === use)] ?? '')
  const email = one('email').replace(/^<|>$|^mailto:/g, '')
  const key = one('key')
  const name = one('name') || [one('firstName'), one('lastName')].filter(Boolean).join(' ')
  const hasEmailColumn = columns.some(({ use }) => use === 'email')
  if (email === '' && key === '') return hasEmailColumn ? 'it has no e-mail address' : 'it has no id'
  if (email !== '' && !isEmailAddress(email)) return 'its e-mail address is none'
  if (key.length > longestField) return `its id is longer than ${longestField} characters`
  if ([...name].length > longestName) return `its name is longer than ${longestName} characters`
  const language = one('language')
  if (language !== '' && !/^[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*$/.test(language))
    return 'its language is no language code'
  const fields: Record<string, string> = {}
  for (const [index, column] of columns.entries()) {
    const field =
      column.use === 'firstName'
        ? 'first_name'
        : column.use === 'lastName'
          ? 'last_name'
          : column.use === 'field'
            ? column.field
            : ''
    const value = clean(cells[index] ?? '')
    if (field === '' || value === '') continue
    if ([...value].length > longestField) return `its ${field} is longer than ${longestField} characters`
    fields[field] = value
  }
  return { email, name, language: language.replaceAll('_', '-'), key, fields }
}

/**
 * By which an address is known as the same again, whatever its capitals, in one workspace and no other. A hash hides an
 * address from whoever reads the table, not from whoever tries addresses.
 */
export function emailHash(workspaceId: string, email: string): Buffer {
  return createHash('sha256').update(`${workspaceId}/${email.toLowerCase()}`).digest()
}

/** One line of text: controls, which no cell needs and a mail's head must not have, become blanks. */
function clean(cell: string): string {
  return cell
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
}

function holdsAddresses(sample: string[][], column: number): boolean {
  const filled = sample.map((cells) => (cells[column] ?? '').trim()).filter((cell) => cell !== '')
  return filled.length > 0 && filled.filter(isEmailAddress).length >= 0.8 * filled.length
}

/** Fields get names that codes of a survey may have: first_name for “First name”. */
function namedFields(columns: PeopleColumn[]): PeopleColumn[] {
  return columns.map((column) => {
    if (column.use !== 'field') return { ...column, field: '' }
    const field = column.header
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .replace(/[^A-Za-z0-9]+/g, '_')
      .replace(/^[^A-Za-z]+|_+$/g, '')
      .slice(0, 32)
      .toLowerCase()
    // A header without a Latin letter gives no name: kept under its place.
    return { ...column, field: field || `field_${columns.indexOf(column) + 1}` }
  })
}
