import { decodedText, type Encoding, findEncoding } from './decode-stream.ts'
import { type Delimiter, findDelimiter } from './delimiter.ts'
import { BadTable } from './errors.ts'
import { type Header, recogniseHeader } from './header.ts'
import { type RefusedLine, readRecords, type TableRecord } from './records.ts'
import type { TableSource } from './table-source.ts'

export interface TableLimits {
  columns: number
  recordBytes: number
  bytes: number
}

export const tableLimits: TableLimits = { columns: 2_000, recordBytes: 2 * 2 ** 20, bytes: 4 * 2 ** 30 }

/** Beyond this many, refused lines are counted but no longer listed. */
const refusedListed = 1_000
const beginningCharacters = 262_144

/** A table whose encoding, delimiter and header are known; its rows can be read as often as needed, in constant memory. */
export interface Table {
  name: string
  encoding: Encoding
  encodingFoundBy: string
  delimiter: Delimiter
  header: Header
  /** Rows below the header; `cells` always has one entry a column. A new pass begins a new list of refused lines. */
  rows(): AsyncGenerator<TableRecord>
  /** Lines of the latest pass that could not be read. */
  refused: RefusedLine[]
  refusedCount: number
}

/**
 * Opens a delimited text file: finds its encoding, delimiter and header.
 * @throws {BadTable} when it is empty, not text, has more columns than `limits.columns`, or a header and no rows
 */
export async function openTable(source: TableSource, limits: TableLimits = tableLimits): Promise<Table> {
  const found = await findEncoding(source, limits.bytes)
  const beginning = await beginningOf(source, found.encoding)
  if (beginning.trim() === '') throw new BadTable(`${source.name} is empty.`)
  const delimiter = findDelimiter(beginning)
  const options = { encoding: found.encoding, delimiter, maximumRecordBytes: limits.recordBytes }

  const first: TableRecord[] = []
  const brokenAtStart: RefusedLine[] = []
  for await (const record of readRecords(source, options, (refused) => brokenAtStart.push(refused))) {
    if (first.length === 0 && record.line === 1 && /^sep=/.test(record.cells[0]!)) continue
    first.push(record)
    if (record.cells.length > limits.columns) throw tooManyColumns(source.name, record.cells.length, limits.columns)
    if (first.length === 5) break
  }
  if (first.length === 0 && brokenAtStart.length > 0) {
    throw new BadTable(
      `No row of ${source.name} can be read: in line ${brokenAtStart[0]!.line}, ${brokenAtStart[0]!.reason}.`,
    )
  }
  if (first.length === 0) throw new BadTable(`${source.name} is empty.`)
  if (brokenAtStart[0] && brokenAtStart[0].line < first[0]!.line) {
    throw new BadTable(
      `The header of ${source.name} can't be read: in line ${brokenAtStart[0].line}, ${brokenAtStart[0].reason}.`,
    )
  }
  const header = trimmedHeader(recogniseHeader(first.map((record) => record.cells)), first)
  if (first.length <= header.records && brokenAtStart.length === 0) {
    throw new BadTable(`${source.name} holds a header and no rows.`)
  }
  const lastHeaderLine = first[Math.min(header.records, first.length) - 1]!.line

  const table: Table = {
    name: source.name,
    encoding: found.encoding,
    encodingFoundBy: found.how,
    delimiter,
    header,
    refused: [],
    refusedCount: 0,
    async *rows() {
      table.refused = []
      table.refusedCount = 0
      const refuse = (refused: RefusedLine) => {
        table.refusedCount++
        if (table.refused.length < refusedListed) table.refused.push(refused)
      }
      for await (const record of readRecords(source, options, refuse)) {
        if (record.line <= lastHeaderLine) continue
        const reason = fitToHeader(record.cells, header.columns.length)
        if (reason === undefined) yield record
        else refuse({ line: record.line, reason })
      }
    },
  }
  return table
}

/** Pads or trims the cells in place; returns why the row can't be matched to the header, or undefined when it can. */
function fitToHeader(cells: string[], columns: number): string | undefined {
  if (cells.length > columns) {
    if (cells.slice(columns).some((cell) => cell.trim() !== '')) {
      return `it has ${cells.length} cells where the header has ${columns}`
    }
    cells.length = columns
  }
  if (cells.length < columns) {
    // Some programs leave out empty cells at the end of a row; a single cell is rather a torn line.
    if (cells.length === 1 && columns > 2) return `it has 1 cell where the header has ${columns}`
    while (cells.length < columns) cells.push('')
  }
  return undefined
}

/** Without the empty columns that a delimiter at the end of every line makes. */
function trimmedHeader(header: Header, first: TableRecord[]): Header {
  let width = header.columns.length
  while (width > 1 && first.every((record) => (record.cells[width - 1] ?? '').trim() === '')) width--
  return { ...header, columns: header.columns.slice(0, width) }
}

async function beginningOf(source: TableSource, encoding: Encoding): Promise<string> {
  let beginning = ''
  for await (const text of decodedText(source, encoding)) {
    beginning += text
    if (beginning.length >= beginningCharacters) break
  }
  return beginning.slice(0, beginningCharacters)
}

function tooManyColumns(name: string, columns: number, limit: number): BadTable {
  const written = `${columns.toLocaleString('en')} columns; at most ${limit.toLocaleString('en')} can be read`
  return new BadTable(`${name} has ${written}.`)
}
