import { type FormBody, oneValue } from '../../survey-forms/form-body.ts'
import type { Instrument, Item } from '../../survey-forms/instrument.ts'
import { type ItemKind, itemSchema } from '../../survey-forms/item-kinds/registry.ts'
import { freeCode, takenCodes } from './editing.ts'
import { EditRefused } from './errors.ts'
import { entryFields, entryLists, listsFromForm } from './item-entries.ts'
import { fieldValue, ownFields, ownFieldsFromForm } from './item-fields.ts'
import { type Fields, mergedForm } from './merging.ts'

/**
 * The item as its form describes it; `form._do` and `form.newEntry` may change its lists (see item-entries.ts).
 * Rules, facets of single rows and other things the form does not show stay as they are.
 * @throws {EditRefused} with the reason and the field
 */
export function itemFromForm(item: Item, typed: FormBody): Item {
  const form = mergedForm(typed, itemFields(item))
  const common = {
    ask: oneValue(form, 'ask'),
    hint: textOrNothing(form, 'hint'),
    facet: item.kind === 'consent' ? item.facet : textOrNothing(form, 'facet'),
    isRequired: item.kind === 'consent' ? item.isRequired : oneValue(form, 'isRequired') === 'yes',
  }
  return checked({ ...item, ...common, ...ownFieldsFromForm(item, form), ...listsFromForm(item, form) })
}

/** What the fields of an item's form hold. */
export function itemFields(item: Item): Fields {
  const own = ownFields(item).map((field) => [field.name, fieldValue(item, field)])
  return {
    ask: item.ask,
    hint: item.hint ?? '',
    ...(item.kind === 'consent' ? {} : { facet: item.facet ?? '', isRequired: item.isRequired ? 'yes' : '' }),
    ...Object.fromEntries(own),
    ...entryFields(item),
  }
}

const agreement = ['Strongly disagree', 'Disagree', 'In between', 'Agree', 'Strongly agree']

/**
 * A new item from the form that adds one: its question, its kind, and lines that are its options, statements, pairs of
 * words or two ends.
 * @throws {EditRefused} when the lines don't make such an item
 */
export function newItem(form: FormBody, draft: Instrument, published: Instrument[]): Item {
  const ask = oneValue(form, 'ask')
  const kind = oneValue(form, 'kind') as ItemKind
  const lines = oneValue(form, 'lines')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  const code = freeCode(ask, { taken: takenCodes(draft, published), otherwise: 'question' })
  const codes: string[] = []
  const entries = lines.map((label) => {
    const entry = { code: freeCode(label, { taken: codes, otherwise: 'option' }), label }
    codes.push(entry.code)
    return entry
  })
  const base = { kind, code, ask, facet: textOrNothing(form, 'facet') }
  switch (kind) {
    case 'single-choice':
    case 'multiple-choice':
    case 'ranking':
    case 'constant-sum':
      return checked({ ...base, isRequired: true, options: entries })
    case 'maxdiff':
      return checked({
        ...base,
        isRequired: true,
        options: entries,
        perSet: Math.max(3, Math.min(4, entries.length - 1)),
        best: 'Matters most',
        worst: 'Matters least',
      })
    case 'arm':
      return checked({ ...base, arms: entries })
    case 'agreement-matrix':
      return checked({
        ...base,
        isRequired: true,
        offersRefusal: true,
        rows: entries,
        points: agreement.map((label, position) => ({ code: `p${position + 1}`, label })),
      })
    case 'semantic-differential':
      return checked({ ...base, isRequired: true, offersRefusal: true, rows: pairsOf(entries) })
    case 'trade-off':
      if (lines.length !== 2)
        throw new EditRefused(`A trade-off has two ends, one a line. There are ${lines.length}.`, { field: 'lines' })
      return checked({ ...base, isRequired: true, left: { label: lines[0] }, right: { label: lines[1] } })
    case 'rating':
      return checked({ ...base, measure: 'nps', low: lines[0] ?? 'Not at all likely', high: lines[1] ?? 'Very likely' })
    case 'number':
      return checked({ ...base, minimum: 0, maximum: 100 })
    case 'statement':
      return checked({ ...base, text: lines.length > 0 ? lines.join('\n\n') : undefined })
    case 'calculated':
      return checked({ ...base, expression: lines.join(' ') || '0' })
    case 'short-text':
    case 'long-text':
    case 'date':
    case 'email':
    case 'hidden':
      return checked(base)
    default:
      throw new EditRefused('Choose what kind of question it is.', { field: 'kind' })
  }
}

/** "cold / warm" as a pair of words. @throws {EditRefused} for a line without two */
function pairsOf(entries: { code: string; label: string }[]) {
  return entries.map(({ code, label }) => {
    const [left, right] = label.split(/\s*[/|↔]\s*/)
    if (!left || !right)
      throw new EditRefused('Write each pair as two words with a stroke between them: cold / warm.', { field: 'lines' })
    return { code, left, right }
  })
}

/** @throws {EditRefused} */
export function checked(item: unknown): Item {
  const parsed = itemSchema.safeParse(item)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new EditRefused(issue!.message, { field: fieldOf(item as Item, issue!.path) })
}

/** The form field an issue is about: options 2 label → option.<code of the third>. */
function fieldOf(item: Item, path: PropertyKey[]): string {
  const [first = 'ask', second, third] = path.map(String)
  if (first === 'left' || first === 'right') return second === 'detail' ? `${first}Detail` : first
  const list = entryLists(item).find((one) => one.property === first)
  if (!list) return first
  const entry = list.entries[Number(second ?? Number.NaN)]
  if (!entry) return 'newEntry'
  return third === 'right' ? `${list.name}.${entry.code}.opposite` : `${list.name}.${entry.code}`
}

function textOrNothing(form: FormBody, name: string): string | undefined {
  return oneValue(form, name).trim() || undefined
}
