import { type FormBody, oneValue } from '../../../survey-forms/form-body.ts'
import type { Item } from '../../../survey-forms/instrument.ts'
import { EditRefused } from '../errors.ts'

/**
 * One setting that a kind of item has besides its question, facet and lists: how the form shows it and where it stands.
 * `name` is the field's name and, unless `at` says otherwise, the item's property.
 */
export interface OwnField {
  name: string
  label: string
  as: 'text' | 'paragraphs' | 'number' | 'tick' | { choices: Record<string, string>; isNumber?: boolean }
  /** Property inside another one, such as left → label. */
  at?: [string, string]
  hint?: string
}

/** The settings of an item's kind, in the order its form shows them. */
export function ownFields(item: Item): OwnField[] {
  switch (item.kind) {
    case 'single-choice':
      return [
        { name: 'display', label: 'Shown as', as: { choices: displays } },
        { name: 'isOrdered', label: 'The options run along a scale, such as never to always', as: 'tick' },
        shuffled,
        {
          name: 'rightAnswer',
          label: 'Attention check: the answer that the question tells people to choose',
          as: { choices: { '': 'This is no attention check', ...labelsOf(item.options) } },
        },
      ]
    case 'multiple-choice':
      return [
        { name: 'least', label: 'Ticks at least (optional)', as: 'number' },
        { name: 'most', label: 'Ticks at most (optional)', as: 'number' },
        shuffled,
      ]
    case 'agreement-matrix':
      return [dontKnow, refusal, shuffled]
    case 'semantic-differential':
      return [
        { name: 'pointCount', label: 'Points between the words', as: { choices: { 5: '5', 7: '7' }, isNumber: true } },
        refusal,
        shuffled,
      ]
    case 'trade-off':
      return tradeOffFields
    case 'ranking':
      return [{ name: 'places', label: 'Places given; all of them when empty', as: 'number' }, shuffled]
    case 'maxdiff':
      return [
        { name: 'best', label: 'Heading of the one end', as: 'text' },
        { name: 'worst', label: 'Heading of the other end', as: 'text' },
        { name: 'perSet', label: 'Things in a set', as: 'number' },
        { name: 'timesSeen', label: 'How often each thing is seen', as: 'number' },
        { name: 'versions', label: 'Versions that respondents share out between them', as: 'number' },
      ]
    case 'constant-sum':
      return [{ name: 'total', label: 'The parts add up to', as: 'number' }, unit, shuffled]
    case 'rating':
      return [
        { name: 'measure', label: 'Scale', as: { choices: measures } },
        { name: 'low', label: 'What the low end means', as: 'text' },
        { name: 'high', label: 'What the high end means', as: 'text' },
        dontKnow,
      ]
    case 'number':
      return [
        { name: 'minimum', label: 'Smallest number', as: 'number' },
        { name: 'maximum', label: 'Largest number', as: 'number' },
        { name: 'decimals', label: 'Digits after the point', as: 'number' },
        unit,
        dontKnow,
        { name: 'isCount', label: 'Counts how often: whole numbers from 0 up', as: 'tick' },
      ]
    case 'date':
      return [
        {
          name: 'precision',
          label: 'Asks for',
          as: { choices: { day: 'The day', month: 'The month', year: 'The year' } },
        },
        { name: 'isPartial', label: 'The finer parts may stay empty', as: 'tick' },
        { name: 'earliest', label: 'Earliest date, as 2026-05-31 (optional)', as: 'text' },
        { name: 'latest', label: 'Latest date (optional)', as: 'text' },
      ]
    case 'short-text':
      return [
        { name: 'longest', label: 'Characters at most', as: 'number' },
        { name: 'autocomplete', label: 'The browser may fill in', as: { choices: autocompletes } },
        {
          name: 'isPersonal',
          label: 'Personal: kept for contact alone, never quoted, exported or counted',
          as: 'tick',
        },
      ]
    case 'long-text':
      return [
        { name: 'longest', label: 'Characters at most', as: 'number' },
        { name: 'lines', label: 'Height in lines', as: 'number' },
      ]
    case 'statement':
      return [
        { name: 'text', label: 'What stands below the heading (optional)', as: 'paragraphs' },
        ...(item.image ? [pictureText] : []),
      ]
    case 'hidden':
      return [{ name: 'field', label: 'Name in the link; the code when empty', as: 'text' }]
    case 'calculated':
      return [
        {
          name: 'expression',
          label: 'How it is worked out',
          as: 'paragraphs',
          hint: 'From the codes of earlier questions, such as visits * 12 or age >= 18.',
        },
        {
          name: 'gives',
          label: 'It gives',
          as: { choices: { number: 'A number', text: 'A text', condition: 'Yes or no' } },
        },
      ]
    case 'arm':
    case 'consent':
    case 'email':
      return []
    default:
      item satisfies never
      return []
  }
}

function labelsOf(entries: { code: string; label: string }[]): Record<string, string> {
  return Object.fromEntries(entries.map(({ code, label }) => [code, label]))
}

const shuffled: OwnField = { name: 'isShuffled', label: 'Another order for every respondent', as: 'tick' }
const refusal: OwnField = { name: 'offersRefusal', label: 'Offer “Prefer not to say” in every row', as: 'tick' }
const unit: OwnField = { name: 'unit', label: 'Unit (optional)', as: 'text' }
const dontKnow: OwnField = { name: 'dontKnow', label: 'Wording of “I don’t know” (optional)', as: 'text' }
const pictureText: OwnField = {
  name: 'shows',
  label: 'What the picture shows',
  as: 'text',
  at: ['image', 'alternative'],
}
const displays = { '': 'Radio buttons', dropdown: 'A list that drops down', search: 'A field that searches' }
const measures = { nps: 'Recommendation, 0 to 10', csat: 'Satisfaction, 1 to 5', ces: 'Effort, 1 to 7' }
const autocompletes = { off: 'Nothing', email: 'Their address for mail', name: 'Their name', tel: 'Their phone number' }
const tradeOffFields: OwnField[] = [
  { name: 'left', label: 'Left end', as: 'text', at: ['left', 'label'] },
  { name: 'leftDetail', label: 'More about the left end (optional)', as: 'text', at: ['left', 'detail'] },
  { name: 'right', label: 'Right end', as: 'text', at: ['right', 'label'] },
  { name: 'rightDetail', label: 'More about the right end (optional)', as: 'text', at: ['right', 'detail'] },
  { name: 'undecided', label: 'Wording of a way out, such as “I can’t choose” (optional)', as: 'text' },
  {
    name: 'steps',
    label: 'Shown as',
    as: { choices: { two: 'Two whole options', four: 'Four points', five: 'Five points, with a middle' } },
  },
]

/** What a field shows of an item: '' for nothing, 'yes' for a tick. */
export function fieldValue(item: Item, { name, at, as }: OwnField): string {
  const properties = item as unknown as Record<string, unknown>
  const value = at ? (properties[at[0]] as Record<string, unknown> | undefined)?.[at[1]] : properties[name]
  if (as === 'tick') return value ? 'yes' : ''
  return value === undefined ? '' : String(value)
}

/**
 * The settings as a form describes them, by the item's properties; an empty field takes its setting away.
 * @throws {EditRefused} for a number that is none
 */
export function ownFieldsFromForm(item: Item, form: FormBody): Record<string, unknown> {
  const part: Record<string, unknown> = {}
  const stored = item as unknown as Record<string, unknown>
  for (const field of ownFields(item)) {
    // A form without the field, but for ticks, says nothing about it.
    if (field.as !== 'tick' && form[field.name] === undefined) continue
    const value = valueFromForm(field, form)
    if (!field.at) part[field.name] = value
    else
      part[field.at[0]] = { ...(stored[field.at[0]] as object), ...(part[field.at[0]] as object), [field.at[1]]: value }
  }
  return part
}

function valueFromForm({ name, label, as, at }: OwnField, form: FormBody): unknown {
  const typed = oneValue(form, name).trim()
  if (as === 'tick') return typed === 'yes'
  if (as === 'number' || (typeof as === 'object' && as.isNumber)) {
    if (typed === '') return undefined
    const value = Number(typed.replace(',', '.'))
    if (Number.isNaN(value)) throw new EditRefused(`${label}: write a number.`, { field: name })
    return value
  }
  // The label of an end and what a picture shows must be there: as an empty text they are refused in words.
  return at?.[1] === 'label' || at?.[1] === 'alternative' ? typed : typed || undefined
}
