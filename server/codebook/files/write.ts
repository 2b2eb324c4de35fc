import { Readable } from 'node:stream'
import { spreadsheetSafe } from '../../files/tables/spreadsheet-safe.ts'
import { writeCsv } from '../../files/tables/write-csv.ts'
import { writeXlsx } from '../../files/tables/write-xlsx.ts'
import type { CodeRow } from '../store.ts'
import { codebookQdc } from './qdc.ts'
import { type CodebookColumn, columnNames, rowsOfCodebook } from './rows.ts'

export type CodebookFormat = 'csv' | 'xlsx' | 'qdc'

export const codebookTypes: Record<CodebookFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  qdc: 'application/xml',
}

const columns = Object.keys(columnNames) as CodebookColumn[]
const header = columns.map((column) => columnNames[column])
const widths = [24, 12, 24, 20, 50, 40, 40, 40, 20, 10, 10]

/**
 * A codebook as a file that can be read again, here or elsewhere.
 * @param asOf number of the newest change: whoever reads the file again is told what was changed here since
 */
export function codebookFile(
  format: CodebookFormat,
  codes: CodeRow[],
  { studyId, asOf }: { studyId: string; asOf: number },
): Readable {
  if (format === 'qdc') return Readable.from([codebookQdc(codes, studyId)])
  const rows = rowsOfCodebook(codes, asOf).map((row) => columns.map((column) => row[column]))
  if (format === 'xlsx') return writeXlsx({ name: 'Codebook', header, rows, widths })
  return writeCsv({ header, rows, safe: csvCell })
}

/** A cell that no spreadsheet takes for a formula, and that `fromCsvCell` reads as it was. */
export function csvCell(text: string): string {
  return protectedCell.test(text) ? `'${text}` : spreadsheetSafe(text)
}

/** What a cell says without the apostrophe that keeps spreadsheets from taking it for a formula. */
export function fromCsvCell(cell: string): string {
  return protectedCell.test(cell) ? cell.slice(1) : cell
}

const protectedCell = /^'+[=+\-@\t\r\n]/
