import type { Database } from '../database/connection.ts'
import { openTable, type Table } from '../files/tables/read-table.ts'
import type { TableSource } from '../files/tables/table-source.ts'
import { newId } from '../ids.ts'
import type { StudyKey } from '../studies/store.ts'
import { examineResponses, type ImportCounts, importResponses } from './import-responses.ts'
import { type ImportProposal, insertResponses, saveVariables } from './store.ts'
import type { Answers, Variable } from './variable.ts'

/** Kept of each column: enough to be the options of a closed question, should the researcher say it is one. */
const sampleValues = 60

/** What a file seems to hold, for the researcher to correct before anything is kept. */
export async function proposeImport(source: TableSource): Promise<ImportProposal & { rows: number }> {
  const table = await openTable(source)
  const { variables, statistics, rows, respondents } = await examineResponses(table)
  const indexOf = new Map(table.header.columns.map((column, index) => [column.name, index]))
  const samples: Record<string, string[]> = {}
  for (const variable of variables) {
    const column = statistics[indexOf.get(variable.source?.item ?? variable.name) ?? -1]
    samples[variable.name] = column ? [...column.answers.keys()].slice(0, sampleValues) : []
  }
  return {
    variables,
    samples,
    rows,
    notes: notesOn(table),
    doubt: respondents.areRespondents ? '' : respondents.reason,
  }
}

function notesOn(table: Table): string[] {
  const delimiters: Record<string, string> = { ',': 'commas', ';': 'semicolons', '\t': 'tabs', '|': 'bars' }
  return [
    `Text read as ${table.encoding}: ${table.encodingFoundBy}.`,
    `Cells separated by ${delimiters[table.delimiter] ?? table.delimiter}; header: ${table.header.shape}.`,
  ]
}

export interface ImportOrder extends StudyKey {
  importId: string
  at: Date
  /** How these people agreed, as the researcher declares it. */
  basis: string
  mayQuote: boolean
  /** Whether the id column names people as customers and interviews do, so that one id is one person everywhere. */
  joinsByKey: boolean
}

/**
 * Keeps the rows of a table as respondents of the study, in batches.
 * @param onProgress rows kept so far
 * @throws the signal's reason when it fires between two batches; what was written stays until the caller removes it
 */
export async function importTable(
  db: Database,
  source: TableSource,
  variables: Variable[],
  order: ImportOrder,
  { onProgress, signal }: { onProgress?: (kept: number) => void; signal?: AbortSignal } = {},
): Promise<ImportCounts> {
  const table = await openTable(source)
  const kept = variables.filter((variable) => variable.role !== 'ignored')
  await saveVariables(db, order, kept)
  const key = order.joinsByKey ? kept.find((variable) => variable.role === 'id') : undefined
  const finished = finishedAt(variables)
  const questions = kept.filter((variable) => variable.role === 'indicator' || variable.role === 'text')
  let done = 0
  // The date a person finished is read beside what is kept and becomes the response's own; it is no answer.
  return importResponses(table, finished ? [...kept, { ...finished, role: 'covariate' }] : kept, async (rows) => {
    signal?.throwIfAborted()
    const responses = rows.map(({ answers: { [finished?.name ?? '']: finishedText, ...answers } }) => ({
      personId: newId(),
      responseId: newId(),
      key: key ? textOf(answers[key.name]) : null,
      answers,
      outcome: isPartial(answers, questions) ? ('partial' as const) : ('completed' as const),
      completedAt: finished ? dateOf(textOf(finishedText)) : null,
    }))
    await insertResponses(db, order, responses)
    done += rows.length
    onProgress?.(done)
  })
}

/** The column that says when somebody finished, else the one date a response has. */
function finishedAt(variables: Variable[]): Variable | undefined {
  const dates = variables.filter(({ kind }) => kind === 'date')
  return (
    dates.find(({ name }) => /submit|end|complet|finish|recorded/i.test(name)) ??
    dates.find(({ name }) => /^(timestamp|date)$/i.test(name))
  )
}

/** In part: fewer than half of the questions have an answer. */
function isPartial(answers: Answers, questions: Variable[]): boolean {
  const answered = questions.filter(({ name, source }) => {
    const answer = answers[source?.item ?? name]
    return answer !== undefined && answer !== null && answer !== ''
  })
  return answered.length < questions.length / 2
}

function textOf(answer: string | string[] | null | undefined): string | null {
  return typeof answer === 'string' && answer.trim() !== '' ? answer.trim() : null
}

function dateOf(text: string | null): Date | null {
  const time = text === null ? Number.NaN : Date.parse(text)
  return Number.isNaN(time) ? null : new Date(time)
}
