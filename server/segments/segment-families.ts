import { orderOfAnswers } from '../responses/answer-scales.ts'
import { isNotRecorded } from '../responses/missing-answers.ts'
import { findDecimalMark, readAmount } from './amounts.ts'
import { dateOfDay, findDateFormat, readDay } from './calendar-day.ts'
import { familyFromMembers, notKnown, type SegmentFamily } from './segment-family.ts'

export interface FamilyColumn {
  name: string
  /** Cell by person's key, as written. */
  values: Map<string, string>
}

const mostSegments = 150
const fewestPerSegment = 2
const distinctNumbersKept = 12

/**
 * A segment family from any column: its values where they recur; bands where they are numbers; the part after the last comma
 * where only that recurs ("Saint Paul, Minnesota"). Null when every value is as good as unique, or all are the same.
 */
export function segmentFamilyFromColumn({ name, values }: FamilyColumn): SegmentFamily | null {
  const recorded = [...values.values()].map((value) => value.trim()).filter((value) => !isNotRecorded(value))
  const distinct = new Set(recorded)
  if (distinct.size < 2) return null
  const dated = yearsOfDates(name, values, recorded)
  if (dated) return dated
  const mark = findDecimalMark(recorded)
  const numbers = recorded.filter((value) => readAmount(value, mark) !== null || yearIn(value) !== null)
  const areNumbers = numbers.length >= 0.97 * recorded.length
  // A different whole number for everyone names them rather than measures them, unless its header says otherwise.
  const mayRepeat = identifierHeader.test(name) ? 0.95 : 1
  const isKey =
    distinct.size >= mayRepeat * recorded.length &&
    recorded.every((value) => /^\d+$/.test(value)) &&
    !usualBandsOf(name)
  if (isKey && recorded.length >= 20) return null
  if (areNumbers && distinct.size > distinctNumbersKept)
    return bandedFamily(name, values, (value) => readAmount(value, mark) ?? yearIn(value))
  if (areNumbers && distinct.size > recorded.length / fewestPerSegment) return null
  if (distinct.size <= mostSegments && recorded.length >= fewestPerSegment * distinct.size) {
    return valueFamily(name, name, values, (value) => value, 'One segment for each value')
  }
  const lastPart = (value: string) => (value.includes(',') ? value.slice(value.lastIndexOf(',') + 1).trim() : null)
  const parts = recorded.map(lastPart).filter((part) => part !== null)
  const distinctParts = new Set(parts).size
  if (parts.length < 0.8 * recorded.length || distinctParts > mostSegments || parts.length < 3 * distinctParts)
    return null
  return valueFamily(
    name,
    `${name} (after the comma)`,
    values,
    (value) => lastPart(value) ?? value,
    'One segment for each part after the last comma',
  )
}

// Registers' numbers: a firm listed twice has one, so a few repeat.
const identifierHeader = /(^|[ _.-])(id|no|nr|number|code|key|ref|cik|duns|vat|siren|siret|lei|isin|ein|tin)$/i

/** Dates of many different days become bands of years. */
function yearsOfDates(name: string, values: Map<string, string>, recorded: string[]): SegmentFamily | null {
  const { order } = findDateFormat(recorded)
  const days = recorded.map((value) => readDay(value, order)).filter((day) => day !== null)
  if (days.length < 0.9 * recorded.length || new Set(days).size <= distinctNumbersKept) return null
  return bandedFamily(`${name} (year)`, values, (value) => {
    const day = readDay(value, order)
    return day === null ? null : Number(dateOfDay(day).slice(0, 4))
  })
}

function valueFamily(
  column: string,
  name: string,
  values: Map<string, string>,
  segmentOf: (value: string) => string,
  how: string,
): SegmentFamily {
  const members = new Map<string, string>()
  for (const [key, value] of values) members.set(key, isNotRecorded(value) ? notKnown : segmentOf(value.trim()))
  const names = [...new Set(members.values())].filter((segment) => segment !== notKnown)
  const order = names.length <= 12 ? (orderOfAnswers(names)?.order ?? []) : []
  return familyFromMembers({ name, kind: 'column', description: `${how} of “${column}”.` }, members, order)
}

/** The year of "1994 (1887)". */
function yearIn(value: string): number | null {
  const year = /^(1[0-9]{3}|20[0-9]{2})\b/.exec(value)?.[1]
  return year === undefined ? null : Number(year)
}

/** Bands that firm data is usually cut into; each number is the first of its band. */
const usualBands: [RegExp, number[]][] = [
  [/\b(employees|headcount|head count|company ?size|staff|fte)\b/i, [1, 10, 50, 250, 1000, 10_000]],
  [/\b(revenue|turnover|sales|market ?cap)\b/i, [0, 1e6, 10e6, 50e6, 250e6, 1e9, 10e9]],
  [/\bage\b/i, [0, 18, 25, 35, 45, 55, 65]],
  [/\btenure\b|\bmonths\b/i, [0, 6, 12, 24, 48, 72]],
]

function usualBandsOf(name: string): number[] | undefined {
  return usualBands.find(([pattern]) => pattern.test(name))?.[1]
}

function bandedFamily(
  name: string,
  values: Map<string, string>,
  read: (value: string) => number | null,
): SegmentFamily {
  const numbers = new Map<string, number>()
  for (const [key, value] of values) {
    const number = isNotRecorded(value) ? null : read(value.trim())
    if (number !== null) numbers.set(key, number)
  }
  const sorted = [...numbers.values()].sort((a, b) => a - b)
  const usual = usualBandsOf(name)
  const starts = usual
    ? usual.filter((start, index) => isUsed(sorted, start, usual[index + 1]))
    : roundedQuintiles(sorted)
  const isWhole = sorted.every(Number.isInteger)
  const names = starts.map((start, index) =>
    bandName(start, starts[index + 1], index === 0 && start > sorted[0]!, isWhole),
  )
  const members = new Map<string, string>()
  for (const key of values.keys()) {
    const number = numbers.get(key)
    const band = number === undefined ? -1 : Math.max(0, starts.filter((start) => number >= start).length - 1)
    members.set(key, band === -1 ? notKnown : names[band]!)
  }
  const how = usual ? 'usual bands' : 'bands of about a fifth of people each, cut at round numbers'
  return familyFromMembers({ name, kind: 'bands', description: `“${name}” in ${how}.` }, members, names)
}

function isUsed(sorted: number[], start: number, next: number | undefined): boolean {
  return sorted.some((value) => value >= start && (next === undefined || value < next))
}

function roundedQuintiles(sorted: number[]): number[] {
  const starts = [sorted[0]!]
  for (const share of [0.2, 0.4, 0.6, 0.8]) {
    const start = roundNumber(sorted[Math.floor(share * sorted.length)]!, sorted.at(-1)! - sorted[0]!)
    if (start > starts.at(-1)! && start <= sorted.at(-1)!) starts.push(start)
  }
  return starts
}

/** Rounded to two figures of the range, so that bands begin at numbers people say. */
function roundNumber(value: number, range: number): number {
  const step = 10 ** (Math.floor(Math.log10(Math.max(range, 1e-9))) - 1)
  return Number((Math.round(value / step) * step).toPrecision(12))
}

function bandName(start: number, next: number | undefined, isOpenBelow: boolean, isWhole: boolean): string {
  const written = (value: number) =>
    Number.isInteger(value) && value >= 10_000 ? value.toLocaleString('en') : String(value)
  if (next === undefined) return `${written(start)} and more`
  if (isOpenBelow) return `under ${written(next)}`
  if (!isWhole) return `${written(start)} to under ${written(next)}`
  return next - 1 === start ? written(start) : `${written(start)} to ${written(next - 1)}`
}
