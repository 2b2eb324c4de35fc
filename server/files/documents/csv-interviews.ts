import { canonicalText } from '../../text/canonical-text.ts'
import type { ParsedDocument } from '../../text/document.ts'
import { documentFromText } from './build-document.ts'
import type { Table } from './csv-table.ts'
import { labelledTurns } from './labelled-text.ts'

/** The column whose cells hold whole interviews, by looking at the first filled cells; undefined when none does. */
export function interviewColumn(table: Table): number | undefined {
  const sample = table.rows.slice(0, 20)
  for (let column = 0; column < table.header.length; column++) {
    const cells = sample.map((row) => row[column] ?? '').filter((cell) => cell.trim() !== '')
    const holding = cells.filter((cell) => cell.includes('\n') && labelledTurns(canonicalText(cell)).turns.length >= 2)
    if (cells.length > 0 && holding.length >= cells.length / 2) return column
  }
  return undefined
}

/** One interview a row: the cell is the document's text as written, the row's id names it. */
export function interviewsFromTable(table: Table, column: number, name: string): ParsedDocument[] {
  const idColumn = table.header.findIndex(
    (title, index) => index !== column && /(?:^|_|\b)(?:id|key|participant|respondent|person|nr|no)$/i.test(title),
  )
  return table.rows.flatMap((row, index) => {
    const text = canonicalText(row[column] ?? '')
    if (text.trim() === '') return []
    const id = idColumn >= 0 ? row[idColumn]?.trim() : undefined
    const { turns, warnings } = labelledTurns(text)
    const found = turns.length > 0 ? turns : [{ speaker: '', start: 0, end: text.trimEnd().length }]
    return documentFromText(text, found, {
      name: `${name} #${id || index + 1}`,
      format: 'csv-interviews',
      kind: 'interview',
      warnings,
      ...(id ? { personKey: id } : {}),
    })
  })
}
