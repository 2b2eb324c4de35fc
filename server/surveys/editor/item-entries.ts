import { type FormBody, oneValue } from '../../../survey-forms/form-body.ts'
import type { Item } from '../../../survey-forms/instrument.ts'
import { freeCode, moved } from './editing.ts'

interface EditedEntry {
  code: string
  label: string
  /** The other word of a pair; null where entries have one text. */
  opposite: string | null
  note: string
}

/** One of the lists an item's form edits. */
export interface EntryList {
  /** What its fields' names start with. */
  name: 'option' | 'row' | 'point' | 'purpose' | 'arm'
  property: string
  title: string
  entries: EditedEntry[]
  /** The field that adds one. */
  newName: 'newEntry' | 'newPoint'
  /** Entries can be added, removed and moved; the purposes of consent stay as they are. */
  isOpen: boolean
  isPair: boolean
}

/** The lists of an item in the order its form shows them. */
export function entryLists(item: Item): EntryList[] {
  switch (item.kind) {
    case 'single-choice':
    case 'multiple-choice':
      return [list('option', 'Options', item.options)]
    case 'ranking':
    case 'constant-sum':
      return [list('option', 'Options', item.options)]
    case 'maxdiff':
      return [list('option', 'Things to compare', item.options)]
    case 'agreement-matrix':
      return [list('row', 'Statements', item.rows), list('point', 'Points of the scale', item.points)]
    case 'semantic-differential':
      return [{ ...list('row', 'Pairs of words', item.rows), isPair: true }]
    case 'arm':
      return [list('arm', 'Versions that are drawn', item.arms)]
    case 'consent':
      return [{ ...list('purpose', 'Purposes', item.purposes), isOpen: false }]
    default:
      return []
  }
}

/** What the fields of an item's lists hold, by name. */
export function entryFields(item: Item): Record<string, string> {
  const fields = entryLists(item).flatMap(({ name, entries }) =>
    entries.flatMap(({ code, label, opposite }) => [
      [`${name}.${code}`, label],
      ...(opposite === null ? [] : [[`${name}.${code}.opposite`, opposite]]),
    ]),
  )
  return Object.fromEntries(fields)
}

type AnyEntry = { code: string; label?: string; left?: string; right?: string } & Partial<Record<Mark, boolean>>
type Mark = 'isExclusive' | 'takesText' | 'isNonSubstantive' | 'isNeeded'

function list(name: EntryList['name'], title: string, entries: AnyEntry[]): EntryList {
  const property = `${name}s`
  const edited = entries.map((one) => ({
    code: one.code,
    label: one.label ?? one.left ?? '',
    opposite: one.right ?? null,
    note: noteOf(name, one),
  }))
  const newName = name === 'point' ? 'newPoint' : 'newEntry'
  return { name, property, title, entries: edited, newName, isOpen: true, isPair: false }
}

function noteOf(name: EntryList['name'], one: AnyEntry): string {
  if (name === 'purpose') return one.isNeeded ? `${one.code}, needed` : one.code
  if (one.isExclusive) return 'stands alone'
  if (one.takesText) return 'asks for words'
  return one.isNonSubstantive ? 'no position' : ''
}

/**
 * An item's lists as its form describes them, by property. `form._do` may move or remove an entry ("up:option:price"),
 * a text in `newEntry`, or `newPoint` for a scale, adds one.
 */
export function listsFromForm(item: Item, form: FormBody): Record<string, unknown[]> {
  return Object.fromEntries(
    entryLists(item).map((one) => {
      const stored = (item as unknown as Record<string, AnyEntry[]>)[one.property]!
      return [one.property, editedEntries(stored, one, form)]
    }),
  )
}

function editedEntries(stored: AnyEntry[], { name, newName, isOpen, isPair }: EntryList, form: FormBody): AnyEntry[] {
  let edited = stored.map((entry): AnyEntry => {
    const text = oneValue(form, `${name}.${entry.code}`)
    return isPair
      ? { ...entry, left: text, right: oneValue(form, `${name}.${entry.code}.opposite`) }
      : { ...entry, label: text }
  })
  if (!isOpen) return edited
  const [verb, where, code] = oneValue(form, '_do').split(':')
  if (where === name && verb === 'remove') edited = edited.filter((entry) => entry.code !== code)
  if (where === name && (verb === 'up' || verb === 'down')) edited = moved(edited, code!, verb === 'up' ? -1 : 1)
  const label = oneValue(form, newName).trim()
  if (label === '') return edited
  const added = { code: freeCode(label, { taken: stored.map((entry) => entry.code), otherwise: name }) }
  if (isPair) return [...edited, { ...added, left: label, right: oneValue(form, 'newEntryOpposite') }]
  return [...edited, { ...added, label, ...marksOf(name === 'option' ? oneValue(form, 'newEntryAs') : 'plain') }]
}

/** What a new option is for, as the form offers it. */
function marksOf(as: string): object {
  if (as === 'other') return { isPinned: true, takesText: true }
  if (as === 'alone') return { isPinned: true, isExclusive: true }
  if (as === 'no-position') return { isPinned: true, isNonSubstantive: true }
  return {}
}
