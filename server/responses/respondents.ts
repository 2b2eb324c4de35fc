import type { ColumnStatistics } from './column-statistics.ts'
import type { Variable } from './variable.ts'

export interface RespondentsCheck {
  areRespondents: boolean
  /** Plain sentence: what the lines seem to be, or why they pass. */
  reason: string
}

export interface TableShape {
  headers: string[]
  statistics: ColumnStatistics[]
  variables: Variable[]
  rows: number
}

const dictionaryHeader =
  /^(item|item ?label|variable|variable ?name|label|wording|question ?text|description|keying|value ?labels?|codes?|field ?name|field ?type|data ?type)$/i
const eventHeader =
  /\b(date|time|timestamp|price|amount|quantity|qty|revenue|total|product|sku|order|invoice|turn|utterance|message|speaker)\b/i

/**
 * Whether the lines of a table can be people who answered: not the rows of a crosstab, a codebook, a list of purchases or a set of
 * transcripts. A table passes unless something speaks against it.
 */
export function looksLikeRespondents({ headers, statistics, variables, rows }: TableShape): RespondentsCheck {
  const no = (reason: string): RespondentsCheck => ({ areRespondents: false, reason })
  const percentages = percentageShare(statistics)
  if (percentages > 0.4) {
    const percent = Math.round(percentages * 100)
    return no(`Its lines look like rows of a crosstab, not respondents: ${percent} % of its cells are percentages.`)
  }
  const dictionary = headers.filter((header) => dictionaryHeader.test(header.trim()))
  if (dictionary.length >= 2 && dictionary.length >= headers.length / 4) {
    return no(
      `Its lines look like entries of a codebook, not respondents: it has columns “${dictionary.slice(0, 2).join('” and “')}”.`,
    )
  }
  const repeated = repeatedKey(headers, statistics, rows)
  if (repeated) {
    return no(
      `Its lines look like events of ${repeated.keys.toLocaleString('en')} people, not respondents: “${repeated.header}” repeats over ${rows.toLocaleString('en')} rows.`,
    )
  }
  const longText =
    headers.length <= 4 && statistics.some((column) => column.filled > 0 && column.words / column.filled > 200)
  if (longText) return no('Its lines look like whole interviews, not answers: import them as interviews.')
  const questions = variables.filter((variable) => variable.role !== 'ignored' && variable.role !== 'id')
  if (questions.length === 0) return no('No column holds answers: all are ids, dates, empty or personal data.')
  return { areRespondents: true, reason: `Each of the ${rows.toLocaleString('en')} rows can be one respondent.` }
}

function percentageShare(statistics: ColumnStatistics[]): number {
  let percentages = 0
  let filled = 0
  for (const column of statistics) {
    filled += column.filled
    for (const [answer, count] of column.answers) if (/^\d{1,3}(\.\d+)?\s?%$/.test(answer)) percentages += count
  }
  return filled === 0 ? 0 : percentages / filled
}

/** A person's key that comes back again and again beside dates and amounts. */
function repeatedKey(
  headers: string[],
  statistics: ColumnStatistics[],
  rows: number,
): { header: string; keys: number } | undefined {
  if (!headers.some((header) => eventHeader.test(header))) return undefined
  for (const [index, header] of headers.entries()) {
    if (
      !/^(customer|client|user|person|member|account|contact|conversation|interview|respondent|participant)?[ _.-]?(id|key|number|no)$/i.test(
        header.trim(),
      )
    )
      continue
    const column = statistics[index]!
    const keys = column.answers.size
    let counted = 0
    for (const count of column.answers.values()) counted += count
    if (keys >= 2 && counted / keys >= 1.3 && rows >= 10)
      return { header, keys: column.isCapped ? Math.round((keys * rows) / counted) : keys }
  }
  return undefined
}
