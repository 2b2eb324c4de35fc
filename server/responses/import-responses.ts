import type { RefusedLine } from '../files/tables/records.ts'
import type { Table } from '../files/tables/read-table.ts'
import { answersFrom, cellReaders } from './answers.ts'
import { ColumnCounter, type ColumnStatistics } from './column-statistics.ts'
import { proposeColumns } from './columns.ts'
import { looksLikeRespondents, type RespondentsCheck } from './respondents.ts'
import type { Answers, Variable } from './variable.ts'

export interface ExaminedResponses {
  variables: Variable[]
  /** One entry a column of the file, in its order. */
  statistics: ColumnStatistics[]
  rows: number
  respondents: RespondentsCheck
}

/** First pass: what every column is, from all its cells, in memory that does not grow with the rows. */
export async function examineResponses(table: Table): Promise<ExaminedResponses> {
  const counter = new ColumnCounter(table.header.columns.length)
  const isPreview = previewRows(table)
  for await (const { cells } of table.rows()) if (!isPreview(cells)) counter.add(cells)
  const variables = proposeColumns(table.header.columns, counter.columns, counter.rows)
  const headers = table.header.columns.map((column) => column.name)
  const respondents = looksLikeRespondents({ headers, statistics: counter.columns, variables, rows: counter.rows })
  return { variables, statistics: counter.columns, rows: counter.rows, respondents }
}

export interface ImportedRow {
  line: number
  answers: Answers
}

export interface ImportCounts {
  /** Lines below the header. */
  read: number
  kept: number
  refusedCount: number
  /** The first thousand, with line and reason. */
  refused: RefusedLine[]
}

/**
 * Second pass: the rows in batches, each handed to `sink` and awaited before the next is read.
 * @param variables as proposed, or as the researcher corrected them
 */
export async function importResponses(
  table: Table,
  variables: Variable[],
  sink: (rows: ImportedRow[]) => Promise<void> | void,
  batchSize = 500,
): Promise<ImportCounts> {
  const readers = cellReaders(
    table.header.columns.map((column) => column.name),
    variables,
  )
  const isPreview = previewRows(table)
  let kept = 0
  let previews = 0
  let batch: ImportedRow[] = []
  for await (const { line, cells } of table.rows()) {
    if (isPreview(cells)) {
      previews++
      table.refused.push({ line, reason: 'it is a survey preview, not a respondent' })
      continue
    }
    batch.push({ line, answers: answersFrom(readers, cells) })
    kept++
    if (batch.length === batchSize) {
      await sink(batch)
      batch = []
    }
  }
  if (batch.length > 0) await sink(batch)
  const refusedCount = table.refusedCount + previews
  const refused = [...table.refused].sort((a, b) => a.line - b.line)
  return { read: kept + refusedCount, kept, refusedCount, refused }
}

/** Qualtrics exports hold the researcher's own trial runs, marked in the Status column. */
function previewRows(table: Table): (cells: string[]) => boolean {
  if (!table.header.shape.startsWith('Qualtrics')) return () => false
  const status = table.header.columns.findIndex((column) => column.name === 'Status' || column.label === 'Status')
  return (cells) => status !== -1 && /^(1|survey preview)$/i.test(cells[status]!.trim())
}
