import { formatCount } from '../http/format.ts'
import { kindWords, roleWords } from './correction.ts'
import type { ImportRow } from './store.ts'
import type { Variable } from './variable.ts'

const stateWords = { proposed: 'Waits for you', importing: 'Under way', done: 'Imported', failed: 'Stopped' }
const shownRefusals = 50
const shownValues = 4

export function responsesView(
  studyId: string,
  counts: { completed: number; partial: number; inProgress: number },
  variables: Variable[],
  imports: ImportRow[],
) {
  const people = counts.completed + counts.partial
  return {
    studyId,
    title: people === 0 ? 'No responses yet' : `${formatCount(people)} people answered`,
    subtitle:
      people === 0
        ? 'Open the survey, or bring in answers that another tool collected.'
        : `${formatCount(counts.completed)} in full, ${formatCount(counts.partial)} in part, ${formatCount(counts.inProgress)} under way.`,
    variables: variables.map(({ label, kind, role }) => ({ label, kind: kindWords[kind], role: roleWords[role] })),
    variableCount: variables.length,
    imports: imports.map((row) => ({
      fileName: row.fileName,
      href: `/studies/${studyId}/imports/${row.id}`,
      stateWord: stateWords[row.state],
      read: row.readCount,
      kept: row.keptCount,
      refused: row.readCount - row.keptCount,
    })),
  }
}

export function importView(studyId: string, row: ImportRow) {
  const isOpen = row.state === 'proposed'
  const { variables, samples, notes, doubt } = row.proposal
  const key = variables.find((variable) => variable.role === 'id')
  const refusedTotal = row.readCount - row.keptCount
  const listed = row.refused.slice(0, shownRefusals)
  return {
    studyId,
    importId: row.id,
    fileName: row.fileName,
    summary: isOpen
      ? `${formatCount(variables.length)} columns were recognised. Correct what is wrong; nothing is kept yet.`
      : `${stateWords[row.state]}. ${row.message ?? ''}`,
    isOpen,
    doubt,
    message: '',
    notes:
      refusedTotal > listed.length
        ? [...notes, `The first ${listed.length} of ${refusedTotal} refused lines are listed.`]
        : notes,
    refused: listed,
    columnCount: variables.filter((variable) => variable.role !== 'ignored').length,
    keyColumn: key?.label ?? '',
    joinsByKey: key ? !(samples[key.name] ?? []).every((value) => /^\d{1,5}$/.test(value)) : false,
    columns: variables.map((variable, index) => ({
      index,
      name: variable.name,
      label: variable.label,
      isLabelled: variable.label !== variable.name,
      sample: (samples[variable.name] ?? [])
        .slice(0, shownValues)
        .map((value) => shortened(value))
        .join(' · '),
      reason: variable.reason,
      order:
        variable.kind === 'ordinal' || variable.kind === 'grid'
          ? variable.options.map((option) => option.label).join(' < ')
          : '',
      kind: kindWords[variable.kind],
      role: roleWords[variable.role],
      kinds: chosen(kindWords, variable.kind),
      roles: chosen(roleWords, variable.role),
    })),
  }
}

function chosen<T extends string>(words: Record<T, string>, value: T) {
  return Object.entries<string>(words).map(([one, word]) => ({ value: one, word, isChosen: one === value }))
}

function shortened(text: string): string {
  const characters = [...text]
  return characters.length <= 40 ? text : `${characters.slice(0, 39).join('')}…`
}
