import { openTable } from '../files/tables/read-table.ts'
import type { RefusedLine } from '../files/tables/records.ts'
import type { TableSource } from '../files/tables/table-source.ts'
import { fileSource } from '../files/tables/table-source.ts'
import type { Header } from '../files/tables/header.ts'
import { examineResponses, importResponses } from '../responses/import-responses.ts'
import type { RespondentsCheck } from '../responses/respondents.ts'
import type { Answers, Variable } from '../responses/variable.ts'

export interface ReadResponses {
  file: string
  encoding: string
  delimiter: string
  header: Header
  variables: Variable[]
  /** Whether the lines can be people; callers decide what to do when they can't. */
  respondents: RespondentsCheck
  /** Answers in the order of the file; empty beyond 200,000 rows, when only `onRow` sees them. */
  rows: Answers[]
  /** Physical line of each entry of `rows`. */
  lines: number[]
  read: number
  kept: number
  refusedCount: number
  refused: RefusedLine[]
}

const rowsHeld = 200_000

/**
 * Reads a survey export from the command line's side: what the columns are, then the rows.
 * @param onRow called for every row as well, whatever their number
 * @throws {BadTable} when the file can't be read as a table
 */
export async function readResponses(
  from: string | TableSource,
  onRow?: (answers: Answers, line: number) => void | Promise<void>,
): Promise<ReadResponses> {
  const source = typeof from === 'string' ? fileSource(from) : from
  const table = await openTable(source)
  const { variables, respondents, rows: expected } = await examineResponses(table)
  const isHeld = expected <= rowsHeld
  const rows: Answers[] = []
  const lines: number[] = []
  const counts = await importResponses(table, variables, async (batch) => {
    for (const { line, answers } of batch) {
      if (isHeld) {
        rows.push(answers)
        lines.push(line)
      }
      if (onRow) await onRow(answers, line)
    }
  })
  const { encoding, delimiter, header } = table
  return { file: source.name, encoding, delimiter, header, variables, respondents, rows, lines, ...counts }
}
