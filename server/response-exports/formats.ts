import { Readable } from 'node:stream'
import { writeCsv } from '../files/tables/write-csv.ts'
import { writeXlsx } from '../files/tables/write-xlsx.ts'
import type { AnswerState } from '../surveys/journey.ts'
import type { Variable } from '../responses/variable.ts'
import { cellOf, labelled, type PageOfKey, versionKey } from './cells.ts'
import type { ExportedResponse } from './store.ts'

export interface ExportedStudy {
  variables: Variable[]
  /** By versionKey. */
  pages: ReadonlyMap<string, PageOfKey>
  responses: AsyncIterable<ExportedResponse>
}

export interface TableOptions {
  /** What stands in a cell: the stored code, or what people read. */
  values: 'codes' | 'labels'
}

/** Why a cell has no answer; what was refused stands there as its own code. */
const emptyWords: Record<Exclude<AnswerState, 'answered' | 'refused'>, string> = {
  not_shown: '[not shown]',
  skipped: '[skipped]',
  not_reached: '[not reached]',
}

const about = ['respondent', 'outcome', 'survey_version', 'language', 'started_at', 'completed_at', 'seconds'] as const

/** Column names: what is known of each response, then each variable by its name. */
export function tableHeader(variables: Variable[]): string[] {
  return [...about, ...variables.map(({ name }) => name)]
}

/** Lines of the table, one a response; the three kinds of empty are words in brackets, and a refusal is its own answer. */
export async function* tableRows(study: ExportedStudy, { values }: TableOptions): AsyncGenerator<string[]> {
  for await (const response of study.responses) {
    const pages = pagesFor(study, response)
    const cells = study.variables.map((variable) => {
      const { value, state } = cellOf(variable, response, pages)
      if (value === null) return state === 'answered' || state === 'refused' ? '' : emptyWords[state]
      return values === 'labels' ? labelled(variable, value) : value
    })
    yield [...aboutResponse(response), ...cells]
  }
}

/** Comma-separated values for R, Python or a spreadsheet: byte order mark, and no cell that could be taken for a formula. */
export function responsesCsv(study: ExportedStudy, options: TableOptions): Readable {
  return writeCsv({ header: tableHeader(study.variables), rows: tableRows(study, options) })
}

export function responsesXlsx(study: ExportedStudy, options: TableOptions): Readable {
  return writeXlsx({ name: 'Responses', header: tableHeader(study.variables), rows: tableRows(study, options) })
}

/** One JSON object a line: answers as stored, and by name why an answer is missing. */
export function responsesJsonLines(study: ExportedStudy): Readable {
  return Readable.from(jsonLines(study))
}

async function* jsonLines(study: ExportedStudy): AsyncGenerator<string> {
  for await (const response of study.responses) {
    const pages = pagesFor(study, response)
    const states: Record<string, AnswerState> = {}
    for (const variable of study.variables) {
      const { state } = cellOf(variable, response, pages)
      if (state !== 'answered') states[variable.name] = state
    }
    const { label, outcome, surveyId, version, language, urlFields, startedAt, completedAt, pageSeconds } = response
    yield `${JSON.stringify({
      respondent: label,
      outcome,
      survey: surveyId,
      version,
      language,
      urlFields,
      startedAt,
      completedAt,
      pageSeconds,
      answers: response.answers,
      withoutAnswer: states,
    })}\n`
  }
}

function pagesFor(study: ExportedStudy, { surveyId, version }: ExportedResponse): PageOfKey | undefined {
  return surveyId === null || version === null ? undefined : study.pages.get(versionKey(surveyId, version))
}

function aboutResponse(response: ExportedResponse): string[] {
  const seconds = Object.values(response.pageSeconds).reduce((sum, one) => sum + one, 0)
  return [
    response.label,
    response.outcome,
    response.version === null ? '' : String(response.version),
    response.language,
    response.startedAt?.toISOString() ?? '',
    response.completedAt?.toISOString() ?? '',
    seconds === 0 ? '' : String(seconds),
  ]
}
