import { plainWording, splitWordings } from './wording.ts'

export type HeaderShape =
  | 'one row'
  | 'SurveyMonkey, two rows'
  | 'Qualtrics, three rows'
  | 'Qualtrics legacy, two rows'
  | 'LimeSurvey VV'

export interface HeaderColumn {
  /** Position in the file, from 0. */
  index: number
  /** Unique in the file: the header as written where there is one row, else question and option. */
  name: string
  /** Full wording without markup. */
  label: string
  /** The part several columns share: the question of a block, or the stem of a grid. */
  question: string
  /** The part that is this column's own: an option, or a row of a grid. */
  option?: string
  /** Short code of the export (Q3_1), where the file has one beside the wording. */
  code?: string
}

export interface Header {
  shape: HeaderShape
  /** Records of the file that belong to the header. */
  records: number
  columns: HeaderColumn[]
}

/**
 * Recognises the header of a survey export from the first records of the file (at least three where there are as many).
 * Known shapes: one row; SurveyMonkey's two (options in the second, blank cells belong to the question on their left);
 * Qualtrics' three (the third holds ImportId JSON) and its older two; LimeSurvey's VV (wording, then codes).
 */
export function recogniseHeader(first: string[][]): Header {
  const [one = [], two = [], three = []] = first
  if (isImportIdRow(three)) return codedHeader('Qualtrics, three rows', 3, one, two)
  if (/^V1$/.test(one[0] ?? '') && /^ResponseID$/i.test(two[0] ?? '')) {
    return codedHeader('Qualtrics legacy, two rows', 2, one, two)
  }
  if (/^id$/.test(two[0] ?? '') && two.some((cell) => /^(submitdate|lastpage|token)$/.test(cell))) {
    return codedHeader('LimeSurvey VV', 2, two, one)
  }
  if (isOptionRow(one, two)) return surveyMonkeyHeader(one, two)
  const rows = first.slice(1)
  // R writes row names without a header of their own.
  const isWithoutFirst = rows.length > 0 && one.length > 1 && rows.every((row) => row.length === one.length + 1)
  return oneRowHeader(isWithoutFirst ? ['', ...one] : one)
}

function isImportIdRow(record: string[]): boolean {
  const filled = record.filter((cell) => cell !== '')
  return filled.length > 0 && filled.filter((cell) => /^\{\s*"ImportId"\s*:/.test(cell)).length >= filled.length / 2
}

const optionRowWords = /^(response|open-ended response|other \(please specify\))$/i

/** SurveyMonkey's second row: nothing under the respondent's id, "Response" or an option elsewhere. */
function isOptionRow(one: string[], two: string[]): boolean {
  if (two.length === 0 || (two[0] ?? '') !== '' || (one[0] ?? '') === '') return false
  const responses = two.filter((cell) => optionRowWords.test(cell.trim())).length
  const underBlank = two.filter((cell, index) => index > 0 && (one[index] ?? '') === '' && cell !== '').length
  const filled = two.filter((cell) => cell !== '').length
  return responses + underBlank > 0 && responses + underBlank >= filled / 2
}

function surveyMonkeyHeader(one: string[], two: string[]): Header {
  const width = Math.max(one.length, two.length)
  const parts: Wording[] = []
  let question = ''
  for (let index = 0; index < width; index++) {
    const written = (one[index] ?? '').trim()
    const option = (two[index] ?? '').trim()
    if (written !== '') question = written
    const isBlock = written === '' || ((one[index + 1] ?? '').trim() === '' && (two[index + 1] ?? '').trim() !== '')
    const hasOwnPart = option !== '' && (isBlock || !optionRowWords.test(option))
    parts.push(hasOwnPart ? { name: `${question} — ${option}`, question, option } : { name: question, question })
  }
  return { shape: 'SurveyMonkey, two rows', records: 2, columns: named(parts) }
}

function codedHeader(shape: HeaderShape, records: number, codes: string[], wordings: string[]): Header {
  const width = Math.max(codes.length, wordings.length)
  const split = splitWordings(Array.from({ length: width }, (_, index) => wordings[index] ?? ''))
  const parts = Array.from({ length: width }, (_, index): Wording => {
    const code = (codes[index] ?? '').trim()
    return { ...split[index]!, name: code, label: wordings[index] || code, code }
  })
  return { shape, records, columns: named(parts) }
}

function oneRowHeader(one: string[]): Header {
  const written = one.map((cell) => cell.trim())
  const split = splitWordings(written)
  return {
    shape: 'one row',
    records: 1,
    columns: named(split.map((part, index) => ({ ...part, name: written[index]! }))),
  }
}

interface Wording {
  name: string
  question: string
  option?: string
  label?: string
  code?: string
}

function named(parts: Wording[]): HeaderColumn[] {
  const used = new Set<string>()
  return parts.map(({ name: written, question, option, label, code }, index) => {
    const base = written === '' ? (index === 0 ? 'row' : `column ${index + 1}`) : written
    let name = base
    for (let copy = 2; used.has(name); copy++) name = `${base} (${copy})`
    used.add(name)
    const column: HeaderColumn = {
      index,
      name,
      label: plainWording(label ?? name),
      question: plainWording(question || name),
    }
    if (option !== undefined) column.option = plainWording(option)
    if (code !== undefined) column.code = code
    return column
  })
}
