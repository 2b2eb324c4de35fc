import { finished } from 'node:stream/promises'
import { type CsvError, type Parser, parse } from 'csv-parse'
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
    // Records are taken as they are made: a stream that fails drops what it has read and not yet handed on.
    const made: TableRecord[] = []
    const parser = parse({
      delimiter: options.delimiter,
      record_delimiter: '\n',
      relax_quotes: hasLooseQuotes,
      relax_column_count: true,
      max_record_size: options.maximumRecordBytes,
      on_record: (cells: string[], info) => {
        const line = nextLine
        nextLine = skip + info.lines + 1
        if (cells.length > 1 || cells[0]!.trim() !== '') made.push({ line, cells })
        return null
      },
    })
    parser.resume()
    const writer = new ParserWriter(parser)
    for await (const text of withoutFirstLines(decodedText(source, options.encoding), skip)) {
      await writer.write(text)
      yield* made.splice(0)
      if (writer.error) break
    }
    await writer.end()
    yield* made.splice(0)
    if (!writer.error) return
    const { code } = writer.error
    if (code === 'INVALID_OPENING_QUOTE') {
      hasLooseQuotes = true
      skip = nextLine - 1
      continue
    }
    const reason = brokenReasons[code]
    if (reason === undefined) throw writer.error
    refuse({ line: nextLine, reason })
    skip = nextLine
  }
  throw new BadTable(`More than ${maximumBrokenRecords} rows of ${source.name} have broken quotation marks.`)
}

/** Writes to a parser piece by piece and keeps its first error. */
class ParserWriter {
  error: CsvError | undefined
  private readonly parser: Parser

  constructor(parser: Parser) {
    this.parser = parser
    parser.on('error', (error: CsvError) => {
      this.error ??= error
    })
  }

  write(text: string): Promise<void> {
    return new Promise((done) => {
      this.parser.write(text, (error) => {
        if (error) this.error ??= error as CsvError
        done()
      })
    })
  }

  async end(): Promise<void> {
    if (!this.error) this.parser.end()
    await finished(this.parser, { readable: false }).catch((error: CsvError) => {
      this.error ??= error
    })
  }
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
