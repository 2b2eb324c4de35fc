import { facetNames } from '../facets.ts'
import { formatDate } from '../http/format.ts'
import { changeText, fieldNames, tagsText } from './change-text.ts'
import type { CodeField, KeptCode } from './differences.ts'
import type { CodeChange } from './history-store.ts'
import type { CodeRow } from './store.ts'

export const changesAtOnce = 50

/** A page of the history of a codebook, newest first, of one code only where it is chosen. @param changes one more than are shown, where there are more */
export function historyView(
  studyId: string,
  {
    changes,
    codes,
    chosen,
    changed,
    isFirst,
    names,
  }: {
    changes: CodeChange[]
    codes: CodeRow[]
    chosen: CodeRow | undefined
    changed: ReadonlySet<string>
    isFirst: boolean
    names: ReadonlyMap<string, string>
  },
) {
  const address = `/studies/${studyId}/codebook/history`
  const shown = changes.slice(0, changesAtOnce)
  const last = shown.at(-1)
  const next = new URLSearchParams({ ...(chosen ? { code: chosen.key } : {}), before: String(last?.number ?? 0) })
  return {
    studyId,
    address,
    chosenName: chosen?.name ?? '',
    codes: codes
      .filter(({ key }) => changed.has(key))
      .map(({ key, name, facet }) => ({
        key,
        name: `${name} (${facetNames[facet].name.toLowerCase()})`,
        isChosen: key === chosen?.key,
      })),
    changes: changesView(shown, { names, codes }),
    nextHref: changes.length > shown.length ? `${address}?${next}` : '',
    firstHref: isFirst ? '' : address,
  }
}

/** Changes as a list says them, each with what it did to every field. */
export function changesView(
  changes: CodeChange[],
  { names, codes }: { names: ReadonlyMap<string, string>; codes: CodeRow[] },
) {
  const known = new Map(codes.map(({ key, name }) => [key, name]))
  const nameOf = (key: string) => known.get(key) ?? key
  return changes.map((change) => ({
    number: change.number,
    what: changeText(change),
    tags: tagsText(change),
    who: names.get(change.accountId) ?? 'A colleague',
    when: formatDate(change.madeAt),
    isUndone: change.undoneBy !== null,
    undoneBy: change.undoneBy ?? 0,
    canUndo: change.undoneBy === null,
    verb: change.kind === 'undone' ? 'Do it again' : 'Take it back',
    fields: change.differences.flatMap(({ key, before, after }) => {
      if (before === null || after === null)
        return [{ code: nameOf(key), field: after === null ? 'Removed' : 'Added', was: '', is: '' }]
      return (Object.keys(after) as CodeField[])
        .filter((field) => field !== 'position')
        .map((field) => ({
          code: nameOf(key),
          field: fieldNames[field],
          was: valueText(field, before, nameOf),
          is: valueText(field, after, nameOf),
        }))
    }),
  }))
}

/** A value of a code as a person reads it: names for keys, words for nothing. */
export function valueText(field: CodeField, code: Partial<KeptCode>, nameOf: (key: string) => string): string {
  const value = code[field]
  if (field === 'retiredAt') return value === null ? 'yes' : 'no'
  if (value === null || value === undefined || value === '') return field === 'parent' ? 'its facet' : 'nothing'
  if (field === 'facet') return facetNames[code.facet!].name
  if (field === 'parent' || field === 'opposite' || field === 'mergedInto') return nameOf(String(value))
  return String(value)
}
