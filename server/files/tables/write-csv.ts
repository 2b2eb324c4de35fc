import { Readable } from 'node:stream'
import { stringify } from 'csv-stringify'
import { spreadsheetSafe } from './spreadsheet-safe.ts'

export interface CsvTable {
  header: string[]
  rows: AsyncIterable<(string | number)[]> | Iterable<(string | number)[]>
  /** What becomes of each text, so that no spreadsheet takes it for a formula. */
  safe?: (text: string) => string
}

/** A table as comma-separated lines with a byte order mark, row by row, so that its size does not matter (RFC 4180). */
export function writeCsv({ header, rows, safe = spreadsheetSafe }: CsvTable): Readable {
  const lines = stringify({
    header: true,
    columns: header.map(safe),
    bom: true,
    record_delimiter: 'windows',
    // Only the file's own line end is quoted otherwise, and a line end of another kind within a cell would begin a row.
    quoted_match: /[\r\n]/,
  })
  const cells = Readable.from(safeRows(rows, safe))
  cells.on('error', (error) => lines.destroy(error))
  return cells.pipe(lines)
}

async function* safeRows(
  rows: AsyncIterable<(string | number)[]> | Iterable<(string | number)[]>,
  safe: (text: string) => string,
): AsyncGenerator<(string | number)[]> {
  for await (const row of rows) yield row.map((cell) => (typeof cell === 'string' ? safe(cell) : cell))
}
