import { splitJoined } from './joined-answers.ts'
import { isNotRecorded } from './missing-answers.ts'
import type { Answers, Variable } from './variable.ts'

/** How one cell becomes an answer. */
export interface CellReader {
  column: number
  /** Key in `answers`. */
  name: string
  read: (cell: string) => string | string[] | null
}

/**
 * Readers for the columns that are kept: ignored columns never enter the answers. Text stays exactly as it was written; other cells
 * lose the white space around them. `columnNames` are the header's unique names, by position.
 */
export function cellReaders(columnNames: string[], variables: Variable[]): CellReader[] {
  const single = new Map(variables.filter((variable) => !variable.source).map((variable) => [variable.name, variable]))
  const joined = new Map<string, Variable[]>()
  for (const variable of variables) {
    if (!variable.source) continue
    const known = joined.get(variable.source.item)
    if (known) known.push(variable)
    else joined.set(variable.source.item, [variable])
  }
  return columnNames.flatMap((name, column): CellReader[] => {
    const parts = joined.get(name)
    if (parts) {
      const options = parts.map((part) => part.source!.option)
      const separator = parts[0]!.source!.separator ?? ';'
      return [{ column, name, read: (cell) => (isNotRecorded(cell) ? null : splitJoined(cell, separator, options)) }]
    }
    const variable = single.get(name)
    if (!variable || variable.kind === 'ignored') return []
    const keepsWhiteSpace = variable.kind === 'text'
    return [{ column, name, read: (cell) => (isNotRecorded(cell) ? null : keepsWhiteSpace ? cell : cell.trim()) }]
  })
}

/** The answers of one respondent. */
export function answersFrom(readers: CellReader[], cells: string[]): Answers {
  const answers: Answers = {}
  for (const { column, name, read } of readers) answers[name] = read(cells[column] ?? '')
  return answers
}
