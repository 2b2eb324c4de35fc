import { parse } from 'csv-parse/sync'
import { UnreadableFile } from './errors.ts'

export interface Table {
  header: string[]
  rows: string[][]
  /** Rows whose number of cells differs from the header's: line number in the file. */
  unevenLines: number[]
}

/** Cells of a CSV text; the delimiter is the one of , ; tab | that divides the first line most, outside quotes. */
export function readTable(text: string, maxCells: number): Table {
  const delimiter = findDelimiter(text)
  let records: string[][]
  try {
    records = parse(text, {
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      bom: true,
    })
  } catch (error) {
    const code = (error as { code?: string }).code ?? ''
    if (code === 'CSV_QUOTE_NOT_CLOSED') throw new UnreadableFile('A quotation mark in the table is never closed.')
    throw new UnreadableFile('The table can\u2019t be read as CSV.')
  }
  const [header = [], ...rows] = records
  let cells = 0
  for (const row of rows) cells += row.length
  if (cells > maxCells) throw new UnreadableFile(`The table has more than ${maxCells.toLocaleString('en')} cells.`)
  const unevenLines = rows.flatMap((row, index) => (row.length === header.length ? [] : [index + 2]))
  return { header: header.map((title) => title.trim()), rows, unevenLines }
}

function findDelimiter(text: string): string {
  const firstLine = /^(?:"[^"]*"|[^\n"])*/.exec(text.slice(0, 65_536))?.[0].replace(/"[^"]*"/g, '') ?? ''
  const counts = [',', ';', '\t', '|'].map((mark) => ({ mark, count: firstLine.split(mark).length - 1 }))
  counts.sort((a, b) => b.count - a.count)
  return counts[0]!.count > 0 ? counts[0]!.mark : ','
}
