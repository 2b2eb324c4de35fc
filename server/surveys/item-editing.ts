import { type FormBody, oneValue } from '../../survey-forms/form-body.ts'
import type { Instrument, Item } from '../../survey-forms/instrument.ts'
import { type ItemKind, itemKinds, itemSchema } from '../../survey-forms/item-kinds/registry.ts'
import { freeCode, moved, takenCodes } from './editing.ts'
import { EditRefused } from './errors.ts'

/** The lists an item's form edits, by the name its fields start with. */
export interface EntryList {
  name: 'option' | 'row' | 'point' | 'purpose'
  title: string
  entries: { code: string; label: string; note: string }[]
  /** Entries can be added, removed and moved; the points of a scale and the purposes of consent stay as they are. */
  isOpen: boolean
}

export function entryLists(item: Item): EntryList[] {
  switch (item.kind) {
    case 'single-choice':
      return [
        {
          name: 'option',
          title: 'Options',
          entries: item.options.map((one) => ({ ...one, note: noteOf(one) })),
          isOpen: true,
        },
      ]
    case 'multiple-choice':
      return [
        {
          name: 'option',
          title: 'Options',
          entries: item.options.map((one) => ({ ...one, note: noteOf(one) })),
          isOpen: true,
        },
      ]
    case 'agreement-matrix':
      return [
        { name: 'row', title: 'Statements', entries: item.rows.map((one) => ({ ...one, note: '' })), isOpen: true },
        {
          name: 'point',
          title: 'Points of the scale',
          entries: item.points.map((one) => ({ ...one, note: '' })),
          isOpen: false,
        },
      ]
    case 'consent':
      return [
        {
          name: 'purpose',
          title: 'Purposes',
          entries: item.purposes.map((one) => ({ ...one, note: one.isNeeded ? `${one.code}, needed` : one.code })),
          isOpen: false,
        },
      ]
    default:
      return []
  }
}

function noteOf(one: { isExclusive?: boolean; isNonSubstantive?: boolean; takesText?: boolean }): string {
  if (one.isExclusive) return 'stands alone'
  if (one.takesText) return 'asks for words'
  return one.isNonSubstantive ? 'no position' : ''
}

/**
 * The item as its form describes it. `form._do` may also move or remove an entry ("up:option:price") or, with a text in
 * `newEntry`, add one.
 * @throws {EditRefused} with the reason and the field
 */
export function itemFromForm(item: Item, form: FormBody): Item {
  const common = {
    ask: oneValue(form, 'ask'),
    hint: textOrNothing(form, 'hint'),
    facet: textOrNothing(form, 'facet'),
    isRequired: item.kind === 'consent' ? item.isRequired : oneValue(form, 'isRequired') === 'yes',
  }
  return checked({ ...item, ...common, ...ownPart(item, form) })
}

function ownPart(item: Item, form: FormBody): object {
  const isShuffled = oneValue(form, 'isShuffled') === 'yes'
  switch (item.kind) {
    case 'single-choice':
    case 'multiple-choice':
      return { options: editedEntries(item.options, { list: 'option', form, make: newOption }), isShuffled }
    case 'agreement-matrix':
      return {
        rows: editedEntries(item.rows, { list: 'row', form, make: (code, label) => ({ code, label }) }),
        points: relabelled(item.points, { list: 'point', form }),
        offersRefusal: oneValue(form, 'offersRefusal') === 'yes',
        isShuffled,
      }
    case 'trade-off':
      return {
        left: { label: oneValue(form, 'left'), detail: textOrNothing(form, 'leftDetail') },
        right: { label: oneValue(form, 'right'), detail: textOrNothing(form, 'rightDetail') },
        steps: oneValue(form, 'steps'),
        undecided: textOrNothing(form, 'undecided'),
      }
    case 'number':
      return {
        minimum: numberOf(form, 'minimum'),
        maximum: numberOf(form, 'maximum'),
        unit: textOrNothing(form, 'unit'),
        dontKnow: textOrNothing(form, 'dontKnow'),
      }
    case 'consent':
      return { purposes: relabelled(item.purposes, { list: 'purpose', form }) }
    default:
      return {}
  }
}

function editedEntries<Entry extends { code: string; label: string }>(
  entries: Entry[],
  { list, form, make }: { list: string; form: FormBody; make: (code: string, label: string, as: string) => Entry },
): Entry[] {
  let edited = relabelled(entries, { list, form })
  const [verb, where, code] = oneValue(form, '_do').split(':')
  if (where === list && verb === 'remove') edited = edited.filter((entry) => entry.code !== code)
  if (where === list && verb === 'up') edited = moved(edited, code, -1)
  if (where === list && verb === 'down') edited = moved(edited, code, 1)
  const label = oneValue(form, 'newEntry').trim()
  if (label === '') return edited
  const made = make(
    freeCode(label, { taken: entries.map((entry) => entry.code), otherwise: list }),
    label,
    oneValue(form, 'newEntryAs'),
  )
  return [...edited, made]
}

function relabelled<Entry extends { code: string; label: string }>(
  entries: Entry[],
  { list, form }: { list: string; form: FormBody },
): Entry[] {
  return entries.map((entry) => ({ ...entry, label: oneValue(form, `${list}.${entry.code}`) }))
}

/** What a new option is for, as the form offers it. */
function newOption(code: string, label: string, as: string) {
  if (as === 'other') return { code, label, isPinned: true, takesText: true }
  if (as === 'alone') return { code, label, isPinned: true, isExclusive: true }
  if (as === 'no-position') return { code, label, isPinned: true, isNonSubstantive: true }
  return { code, label }
}

const agreement = ['Strongly disagree', 'Disagree', 'In between', 'Agree', 'Strongly agree']

/**
 * A new item from the form that adds one: its question, its kind, and lines that are its options, statements or two ends.
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
      return checked({ ...base, isRequired: true, options: entries })
    case 'agreement-matrix':
      return checked({
        ...base,
        isRequired: true,
        offersRefusal: true,
        rows: entries,
        points: agreement.map((label, position) => ({ code: `p${position + 1}`, label })),
      })
    case 'trade-off':
      if (lines.length !== 2)
        throw new EditRefused(`A trade-off has two ends, one a line. There are ${lines.length}.`, { field: 'lines' })
      return checked({ ...base, isRequired: true, left: { label: lines[0] }, right: { label: lines[1] } })
    case 'number':
      return checked({ ...base, minimum: 0, maximum: 100 })
    case 'short-text':
    case 'long-text':
      return checked(base)
    default: {
      // Kinds with more to them than a few lines begin as their example, to be edited from there.
      const [example] = itemKinds[kind]?.examples ?? []
      if (!example || kind === 'consent')
        throw new EditRefused('Choose what kind of question it is.', { field: 'kind' })
      return checked({ ...structuredClone(example), ...base })
    }
  }
}

function checked(item: unknown): Item {
  const parsed = itemSchema.safeParse(item)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new EditRefused(issue.message, { field: fieldOf(item, issue.path) })
}

const fieldOfList: Record<string, string> = { options: 'option', rows: 'row', points: 'point', purposes: 'purpose' }

/** The form field an issue is about: options 2 label → option.<code of the third>. */
function fieldOf(item: unknown, path: PropertyKey[]): string {
  const [first, second] = path.map(String)
  const list = fieldOfList[first]
  if (!list)
    return first === 'left' || first === 'right' ? (second === 'detail' ? `${first}Detail` : first) : (first ?? 'ask')
  const entries = (item as Record<string, { code: string }[]>)[first]
  return second === undefined || !entries[Number(second)] ? 'newEntry' : `${list}.${entries[Number(second)].code}`
}

function textOrNothing(form: FormBody, name: string): string | undefined {
  return oneValue(form, name).trim() || undefined
}

function numberOf(form: FormBody, name: string): number {
  const typed = oneValue(form, name).trim().replace(',', '.')
  return typed === '' ? Number.NaN : Number(typed)
}
