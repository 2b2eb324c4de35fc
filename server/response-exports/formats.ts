import { Readable } from 'node:stream'
import { writeCsvBatches } from '../files/tables/write-csv.ts'
import { writeXlsx } from '../files/tables/write-xlsx.ts'
import { ruleNames } from '../response-quality/rules.ts'
import type { AnswerState } from '../surveys/journey.ts'
import type { Variable } from '../responses/variable.ts'
import { type ExportColumn, exportColumn, type PageOfKey, versionKey } from './cells.ts'
import type { ExportedResponse } from './store.ts'

export interface ExportedStudy {
  variables: Variable[]
  /** Whether what was measured and decided of each response goes along. */
  withFlags: boolean
  /** By versionKey. */
  pages: ReadonlyMap<string, PageOfKey>
  /** Some at a time. */
  responses: AsyncIterable<ExportedResponse[]>
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
export function tableHeader({ variables, withFlags }: ExportedStudy): string[] {
  return [...about, ...(withFlags ? qualityHeader : []), ...variables.map(({ name }) => name)]
}

/** Whether an analysis would leave it out, what the rules say, what a researcher says, and each measure by the rule's name. */
const qualityHeader = [
  'careless',
  'suspect',
  'flags',
  'decision',
  'decision_reason',
  ...ruleNames.map((rule) => `measured_${rule}`),
]

function aboutQuality(quality: ExportedResponse['quality']): string[] {
  if (!quality) return qualityHeader.map(() => '')
  return [
    quality.isCareless ? '1' : '0',
    quality.isSuspect ? '1' : '0',
    quality.flags.map(({ rule }) => rule).join(';'),
    quality.decision ?? '',
    quality.reason ?? '',
    ...ruleNames.map((rule) => String(quality.measures[rule] ?? '')),
  ]
}

/** Lines of the table, one a response; the three kinds of empty are words in brackets, and a refusal is its own answer. */
function* tableRows({ columns, pages, responses, withFlags }: Batch, { values }: TableOptions): Generator<string[]> {
  const asLabels = values === 'labels'
  for (const response of responses) {
    const shown = pagesFor(pages, response)
    const row = aboutResponse(response)
    if (withFlags) row.push(...aboutQuality(response.quality))
    for (const { valueIn, stateIn, labelled } of columns) {
      const value = valueIn(response.answers)
      if (value === null) {
        const state = stateIn(response, shown)
        row.push(state === 'answered' || state === 'refused' ? '' : emptyWords[state])
      } else row.push(asLabels ? labelled(value) : value)
    }
    yield row
  }
}

/** Comma-separated values for R, Python or a spreadsheet: byte order mark, and no cell that could be taken for a formula. */
export function responsesCsv(study: ExportedStudy, options: TableOptions): Readable {
  return writeCsvBatches({ header: tableHeader(study), batches: csvBatches(study, options) })
}

async function* csvBatches(study: ExportedStudy, options: TableOptions): AsyncGenerator<Iterable<string[]>> {
  for await (const batch of batchesOf(study)) yield tableRows(batch, options)
}

export function responsesXlsx(study: ExportedStudy, options: TableOptions): Readable {
  return writeXlsx({ name: 'Responses', header: tableHeader(study), rows: sheetRows(study, options) })
}

async function* sheetRows(study: ExportedStudy, options: TableOptions): AsyncGenerator<string[]> {
  for await (const batch of batchesOf(study)) yield* tableRows(batch, options)
}

/** One JSON object a line: answers as stored, and by name why an answer is missing. */
export function responsesJsonLines(study: ExportedStudy): Readable {
  return Readable.from(jsonLines(study))
}

async function* jsonLines(study: ExportedStudy): AsyncGenerator<string> {
  for await (const { columns, pages, responses } of batchesOf(study)) {
    let text = ''
    for (const response of responses) text += jsonLine(response, columns, pagesFor(pages, response))
    yield text
  }
}

function jsonLine(response: ExportedResponse, columns: ExportColumn[], pages: PageOfKey | undefined): string {
  const states: Record<string, AnswerState> = {}
  for (const { variable, stateIn } of columns) {
    const state = stateIn(response, pages)
    if (state !== 'answered') states[variable.name] = state
  }
  const { label, outcome, surveyId, version, language, urlFields, startedAt, completedAt, pageSeconds, quality } =
    response
  return `${JSON.stringify({
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
    ...(quality !== undefined && { quality }),
  })}\n`
}

interface Batch extends Pick<ExportedStudy, 'pages' | 'withFlags'> {
  columns: ExportColumn[]
  responses: ExportedResponse[]
}

async function* batchesOf({ variables, pages, withFlags, responses }: ExportedStudy): AsyncGenerator<Batch> {
  const columns = variables.map(exportColumn)
  for await (const page of responses) yield { columns, pages, withFlags, responses: page }
}

function pagesFor(pages: ExportedStudy['pages'], { surveyId, version }: ExportedResponse): PageOfKey | undefined {
  return surveyId === null || version === null ? undefined : pages.get(versionKey(surveyId, version))
}

function aboutResponse(response: ExportedResponse): string[] {
  let seconds = 0
  for (const page in response.pageSeconds) seconds += response.pageSeconds[page]!
  return [
    response.label,
    response.outcome,
    response.version === null ? '' : String(response.version),
    response.language,
    response.startedAt ?? '',
    response.completedAt ?? '',
    seconds === 0 ? '' : String(seconds),
  ]
}
