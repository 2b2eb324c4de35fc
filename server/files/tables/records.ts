import { Readable } from 'node:stream'
import { type CsvError, parse } from 'csv-parse'
import { decodedText, type Encoding } from './decode-stream.ts'
import { BadTable } from './errors.ts'
import type { TableSource } from './table-source.ts'

/** One record of the file. `line` is the physical line it starts on, from 1. */
export interface TableRecord {
  line: number
  cells: string[]
}

export interface RefusedLine {
  line: number
  reason: string
}

export interface RecordOptions {
  encoding: Encoding
  delimiter: string
  maximumRecordBytes: number
}

const maximumBrokenRecords = 200

/**
 * The records of a table, streamed. A record whose quotation marks are broken is handed to `refuse` and reading resumes on the line
 * after the one it began on, so that one slip never swallows the rest of the file. Empty lines are passed over.
 * Quotation marks inside unquoted cells (5'4") are kept as they are from the first such cell on.
 * @throws {BadTable} when more than 200 records are broken
 */
export async function* readRecords(
  source: TableSource,
  options: RecordOptions,
  refuse: (refused: RefusedLine) => void,
): AsyncGenerator<TableRecord> {
  let skip = 0
  let hasLooseQuotes = false
  for (let broken = 0; broken <= maximumBrokenRecords; broken++) {
    let nextLine = skip + 1
    const parser = parse({
      delimiter: options.delimiter,
      record_delimiter: '\n',
      relax_quotes: hasLooseQuotes,
      relax_column_count: true,
      max_record_size: options.maximumRecordBytes,
      info: true,
    })
    const text = Readable.from(withoutFirstLines(decodedText(source, options.encoding), skip))
    text.on('error', (error) => parser.destroy(error))
    text.pipe(parser)
    try {
      for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
        const line = nextLine
        nextLine = skip + info.lines + 1
        if (record.length === 1 && record[0]!.trim() === '') continue
        yield { line, cells: record }
      }
      return
    } catch (error) {
      const code = (error as CsvError).code as string | undefined
      if (code === 'INVALID_OPENING_QUOTE') {
        hasLooseQuotes = true
        skip = nextLine - 1
        continue
      }
      const reason = code === undefined ? undefined : brokenReasons[code]
      if (reason === undefined) throw error
      refuse({ line: nextLine, reason })
      skip = nextLine
    } finally {
      text.destroy()
      parser.destroy()
    }
  }
  throw new BadTable(`More than ${maximumBrokenRecords} rows of ${source.name} have broken quotation marks.`)
}

const brokenReasons: Record<string, string> = {
  CSV_QUOTE_NOT_CLOSED: 'a quotation mark is opened here and never closed',
  CSV_INVALID_CLOSING_QUOTE: 'a quotation mark is closed in the middle of a cell',
  CSV_MAX_RECORD_SIZE: 'the row is too long, or a quotation mark is opened here and never closed',
}

async function* withoutFirstLines(text: AsyncGenerator<string>, skip: number): AsyncGenerator<string> {
  let left = skip
  for await (const chunk of text) {
    let from = 0
    while (left > 0) {
      const newline = chunk.indexOf('\n', from)
      if (newline === -1) break
      from = newline + 1
      left--
    }
    if (left === 0 && from < chunk.length) yield chunk.slice(from)
  }
}
