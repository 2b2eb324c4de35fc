import { Readable } from 'node:stream'
import { spreadsheetSafe } from './spreadsheet-safe.ts'

export type CsvRow = (string | number)[]

export interface CsvTable {
  header: string[]
  rows: AsyncIterable<CsvRow> | Iterable<CsvRow>
  /** What becomes of each text, so that no spreadsheet takes it for a formula. */
  safe?: (text: string) => string
}

const needsQuotes = /[",\r\n]/
const charactersAtOnce = 1 << 16

/** A table as comma-separated lines with a byte order mark, row by row, so that its size does not matter (RFC 4180). */
export function writeCsv({ rows, ...table }: CsvTable): Readable {
  return writeCsvBatches({ ...table, batches: oneByOne(rows) })
}

/** The same from lists of rows: a step of a generator for each of a million takes longer than writing it. */
export function writeCsvBatches({
  header,
  batches,
  safe = spreadsheetSafe,
}: Omit<CsvTable, 'rows'> & { batches: AsyncIterable<Iterable<CsvRow>> }): Readable {
  return Readable.from(linesOf(header, batches, safe), { objectMode: false, highWaterMark: 4 * charactersAtOnce })
}

async function* oneByOne(rows: CsvTable['rows']): AsyncGenerator<CsvRow[]> {
  for await (const row of rows) yield [row]
}

async function* linesOf(
  header: string[],
  batches: AsyncIterable<Iterable<CsvRow>>,
  safe: (text: string) => string,
): AsyncGenerator<string> {
  let text = `\uFEFF${csvLine(header, safe)}`
  for await (const batch of batches) {
    for (const row of batch) text += csvLine(row, safe)
    if (text.length < charactersAtOnce) continue
    yield text
    text = ''
  }
  if (text !== '') yield text
}

function csvLine(cells: CsvRow, safe: (text: string) => string): string {
  let line = ''
  for (let index = 0; index < cells.length; index++) {
    const given = cells[index]!
    const cell = typeof given === 'string' ? safe(given) : String(given)
    if (index > 0) line += ','
    line += needsQuotes.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
  }
  return `${line}\r\n`
}
