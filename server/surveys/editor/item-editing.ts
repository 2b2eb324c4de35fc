import { type FormBody, oneValue } from '../../../survey-forms/form-body.ts'
import type { Item } from '../../../survey-forms/instrument.ts'
import { itemSchema, partOf } from '../../../survey-forms/item-kinds/registry.ts'
import { EditRefused } from '../errors.ts'
import { entryFields, entryLists, listsFromForm } from './item-entries.ts'
import { fieldValue, ownFields, ownFieldsFromForm } from './item-fields.ts'
import { type Fields, mergedForm } from './merging.ts'
import { plainMessage } from './plain-message.ts'

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
    facet: takesFacet(item) ? textOrNothing(form, 'facet') : item.facet,
    isRequired: takesAnswer(item) ? oneValue(form, 'isRequired') === 'yes' : item.isRequired,
  }
  return checked({ ...item, ...common, ...ownFieldsFromForm(item, form), ...listsFromForm(item, form) })
}

/** Whether the form asks what the item is about: whatever makes a column can be. */
export function takesFacet({ kind }: Item): boolean {
  return kind !== 'consent' && kind !== 'statement'
}

/** Whether the form asks if an answer is needed. Consent says it purpose by purpose. */
export function takesAnswer(item: Item): boolean {
  return item.kind !== 'consent' && partOf(item) === 'question'
}

/** What the fields of an item's form hold. */
export function itemFields(item: Item): Fields {
  const own = ownFields(item).map((field) => [field.name, fieldValue(item, field)])
  return {
    ask: item.ask,
    hint: item.hint ?? '',
    ...(takesFacet(item) && { facet: item.facet ?? '' }),
    ...(takesAnswer(item) && { isRequired: item.isRequired ? 'yes' : '' }),
    ...Object.fromEntries(own),
    ...entryFields(item),
  }
}

/** @throws {EditRefused} */
export function checked(item: unknown): Item {
  const parsed = itemSchema.safeParse(item)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new EditRefused(plainMessage(issue!), { field: fieldOf(item as Item, issue!.path) })
}

/** The form field an issue is about: options 2 label → option.<code of the third>. */
function fieldOf(item: Item, path: PropertyKey[]): string {
  const [first = 'ask', second, third] = path.map(String)
  if (first === 'left' || first === 'right') return second === 'detail' ? `${first}Detail` : first
  if (first === 'image') return 'shows'
  const list = entryLists(item).find((one) => one.property === first)
  if (!list) return first
  const entry = list.entries[Number(second ?? Number.NaN)]
  if (!entry) return 'newEntry'
  return third === 'right' ? `${list.name}.${entry.code}.opposite` : `${list.name}.${entry.code}`
}

export function textOrNothing(form: FormBody, name: string): string | undefined {
  return oneValue(form, name).trim() || undefined
}
