import { BadTable } from '../../files/tables/errors.ts'
import { openTable } from '../../files/tables/read-table.ts'
import { readXlsx } from '../../files/tables/read-xlsx.ts'
import { memorySource } from '../../files/tables/table-source.ts'
import { RefusedXml } from '../../files/xml/walk-xml.ts'
import { CodebookFileRefused } from '../errors.ts'
import type { CodeRow } from '../store.ts'
import { rowsOfQdc } from './qdc.ts'
import { type CodebookColumn, type CodebookRow, columnOf } from './rows.ts'
import { fromCsvCell } from './write.ts'

/** Codes that one file may hold. */
export const mostRows = 1_000
/** Largest file, in bytes. */
export const mostBytes = 4 * 2 ** 20
const limits = { columns: 100, recordBytes: 256 * 1024, bytes: mostBytes }

/**
 * The codes of an uploaded codebook: a table (CSV, TSV), a workbook (XLSX) or a REFI-QDA codebook (QDC), told apart by what is in it.
 * @param known the study's codes, which a QDC that was written here names by their ids
 * @throws {CodebookFileRefused} when it is none of these, names no code, or is too large
 */
export async function readCodebookFile(
  bytes: Uint8Array,
  { name, studyId, known }: { name: string; studyId: string; known: CodeRow[] },
): Promise<CodebookRow[]> {
  const rows = await readRows(bytes, { name, studyId, known })
  if (rows.length === 0) throw new CodebookFileRefused(`${name} names no code.`)
  if (rows.length > mostRows)
    throw new CodebookFileRefused(`${name} has more than ${mostRows.toLocaleString('en-GB')} codes.`)
  return rows
}

async function readRows(
  bytes: Uint8Array,
  { name, studyId, known }: { name: string; studyId: string; known: CodeRow[] },
): Promise<CodebookRow[]> {
  try {
    if (bytes[0] === 0x50 && bytes[1] === 0x4b)
      return rowsOfCells(
        await readXlsx(bytes, name, { rows: mostRows + 50, columns: 100, partBytes: 16 * 2 ** 20 }),
        name,
      )
    const beginning = new TextDecoder().decode(bytes.subarray(0, 400)).trimStart()
    if (beginning.startsWith('<')) return rowsOfQdc(new TextDecoder('utf-8').decode(bytes), { studyId, known })
    const table = await openTable(memorySource(bytes, name), limits)
    const columns = columnsOf(
      table.header.columns.map((column) => column.name),
      name,
    )
    const rows: CodebookRow[] = []
    for await (const { line, cells } of table.rows()) rows.push(rowOf(line, cells.map(fromCsvCell), columns))
    if (table.refused[0])
      throw new CodebookFileRefused(
        `Line ${table.refused[0].line} of ${name} can’t be read: ${table.refused[0].reason}.`,
      )
    return rows
  } catch (error) {
    if (error instanceof RefusedXml) throw new CodebookFileRefused(`${name} ${error.message}.`)
    if (error instanceof BadTable) throw new CodebookFileRefused(error.message)
    throw error
  }
}

function rowsOfCells(cells: string[][], name: string): CodebookRow[] {
  const first = cells.findIndex((row) => row.some((cell) => cell.trim() !== ''))
  if (first < 0) throw new CodebookFileRefused(`${name} is empty.`)
  const columns = columnsOf(cells[first]!, name)
  return cells.flatMap((row, index) =>
    index > first && row.some((cell) => cell.trim() !== '') ? [rowOf(index + 1, row, columns)] : [],
  )
}

/** Which column says what; of two that say the same the first counts. */
function columnsOf(headings: string[], name: string): Map<CodebookColumn, number> {
  const columns = new Map<CodebookColumn, number>()
  for (const [index, heading] of headings.entries()) {
    const column = columnOf(heading)
    if (column !== undefined && !columns.has(column)) columns.set(column, index)
  }
  if (!columns.has('name'))
    throw new CodebookFileRefused(
      `No column of ${name} is called “Name”, “Code” or “Tag”, so no code can be read from it.`,
    )
  return columns
}

function rowOf(line: number, cells: string[], columns: Map<CodebookColumn, number>): CodebookRow {
  const row: CodebookRow = { line }
  for (const [column, index] of columns) row[column] = cells[index] ?? ''
  return row
}
