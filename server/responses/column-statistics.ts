import { isNonSubstantive, isNotRecorded } from './missing-answers.ts'

/** What one pass over a file remembers of a column: enough to propose its kind, and bounded whatever the number of rows. */
export interface ColumnStatistics {
  /** Cells that hold something, "Don't know" included. */
  filled: number
  /** Cells that hold nothing, or only a mark for nothing. */
  empty: number
  /** Different answers with their counts, in order of first appearance; complete unless `isCapped`. */
  answers: Map<string, number>
  isCapped: boolean
  /** Answers too long to be an option of a closed question. */
  longAnswers: number
  words: number
  numeric: number
  whole: number
  negative: number
  lowest: number
  highest: number
  /** Each number larger than the one above it: a running number, not a measurement. */
  isRising: boolean
  previousNumber: number
  dates: number
  emails: number
}

const longestOption = 300
const answersInAll = 400_000

/** Gathers statistics of all columns, row by row. */
export class ColumnCounter {
  readonly columns: ColumnStatistics[]
  rows = 0
  private readonly maximumDistinct: number

  constructor(columns: number) {
    this.columns = Array.from({ length: columns }, emptyStatistics)
    this.maximumDistinct = Math.max(200, Math.min(2_000, Math.floor(answersInAll / Math.max(1, columns))))
  }

  add(cells: string[]): void {
    this.rows++
    for (let index = 0; index < this.columns.length; index++) this.addCell(this.columns[index]!, cells[index] ?? '')
  }

  private addCell(column: ColumnStatistics, cell: string): void {
    if (isNotRecorded(cell)) {
      column.empty++
      return
    }
    const answer = cell.trim()
    column.filled++
    if (answer.length > longestOption) column.longAnswers++
    else {
      const count = column.answers.get(answer)
      if (count !== undefined) column.answers.set(answer, count + 1)
      else if (column.answers.size < this.maximumDistinct) column.answers.set(answer, 1)
      else column.isCapped = true
    }
    column.words += wordCount(answer)
    const value = numberIn(answer)
    if (value !== null) addNumber(column, value)
    else if (looksLikeDate(answer)) column.dates++
    else if (answer.includes('@') && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(answer)) column.emails++
  }
}

function emptyStatistics(): ColumnStatistics {
  return {
    filled: 0,
    empty: 0,
    answers: new Map(),
    isCapped: false,
    longAnswers: 0,
    words: 0,
    numeric: 0,
    whole: 0,
    negative: 0,
    lowest: Number.POSITIVE_INFINITY,
    highest: Number.NEGATIVE_INFINITY,
    isRising: true,
    previousNumber: Number.NEGATIVE_INFINITY,
    dates: 0,
    emails: 0,
  }
}

function addNumber(column: ColumnStatistics, value: number): void {
  column.numeric++
  if (Number.isInteger(value)) column.whole++
  if (value < 0) column.negative++
  if (value < column.lowest) column.lowest = value
  if (value > column.highest) column.highest = value
  if (value <= column.previousNumber) column.isRising = false
  column.previousNumber = value
}

/** A plain number, with a decimal point or a decimal comma, or null. Thousands are accepted only in full groups of three. */
export function numberIn(answer: string): number | null {
  const text = answer.trim()
  if (/^-?\d+(\.\d+)?$/.test(text) || /^-?\d*\.\d+$/.test(text)) return Number(text)
  if (/^-?\d+(\.\d+)?e[+-]?\d+$/i.test(text)) return Number(text)
  if (/^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(text)) return Number(text.replaceAll(',', ''))
  if (/^-?\d+,\d+$/.test(text)) return Number(text.replace(',', '.'))
  return null
}

const datePatterns = [
  /^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}([ T]\d{1,2}:\d{2}(:\d{2})?(\.\d+)?\s*([AP]M)?\s*(Z|[A-Z]{2,5}|[+-]\d{2}:?\d{2})?)?$/i,
  /^\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}([ T,]+\d{1,2}:\d{2}(:\d{2})?\s*([AP]M)?\s*([A-Z]{2,5})?)?$/i,
  /^\d{1,2}[ -](jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[ -]\d{2,4}\b/i,
  /^(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* \d{1,2},? \d{4}\b/i,
]

export function looksLikeDate(answer: string): boolean {
  return answer.length >= 6 && answer.length <= 40 && datePatterns.some((pattern) => pattern.test(answer))
}

function wordCount(answer: string): number {
  let words = 1
  for (let at = answer.indexOf(' '); at !== -1; at = answer.indexOf(' ', at + 1)) words++
  return words
}

/** Answers that take a position, most frequent first. */
export function substantiveAnswers(column: ColumnStatistics): [answer: string, count: number][] {
  return [...column.answers].filter(([answer]) => !isNonSubstantive(answer)).sort((a, b) => b[1] - a[1])
}
