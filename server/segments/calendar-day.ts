/** A day as a whole number: days since 1970-01-01 in the calendar of the data, so that differences are plain subtraction. */
export type CalendarDay = number

/** Day number of a date in the proleptic Gregorian calendar; month and day count from 1. */
export function dayFromDate(year: number, month: number, day: number): CalendarDay {
  // Years are shifted to begin in March, so that the leap day comes last.
  const shifted = month <= 2 ? year - 1 : year
  const era = Math.floor(shifted / 400)
  const yearOfEra = shifted - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

/** The date of a day as YYYY-MM-DD. */
export function dateOfDay(day: CalendarDay): string {
  const shifted = day + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const dayOfMonth = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(dayOfMonth).padStart(2, '0')}`
}

/** A typed date, YYYY-MM-DD; null when it is none or does not exist (2025-02-30). */
export function dayFromText(text: string): CalendarDay | null {
  const parts = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text.trim())
  return parts ? existingDay(Number(parts[1]), Number(parts[2]), Number(parts[3])) : null
}

export type DateOrder = 'year first' | 'day first' | 'month first'

export interface DateFormat {
  order: DateOrder
  /** True when no date of the sample told day from month: 03/04/2025. */
  isGuess: boolean
}

/** How the dates of a column are written, from a sample of it. Dots speak for day first, slashes for month first, when nothing else does. */
export function findDateFormat(sample: string[]): DateFormat {
  let dotted = 0
  for (const text of sample) {
    const parts = /^\s*(\d{1,2})([-/.])(\d{1,2})\2(\d{2,4})\b/.exec(text)
    if (!parts) continue
    if (Number(parts[1]) > 12) return { order: 'day first', isGuess: false }
    if (Number(parts[3]) > 12) return { order: 'month first', isGuess: false }
    if (parts[2] === '.') dotted++
  }
  const isYearFirst = sample.some((text) => /^\s*\d{4}([-/.]?\d{1,2}){2}/.test(text))
  if (isYearFirst) return { order: 'year first', isGuess: false }
  return { order: dotted > 0 ? 'day first' : 'month first', isGuess: dotted === 0 }
}

const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** The day a cell names, or null. A time of day behind the date is passed over. */
export function readDay(text: string, order: DateOrder): CalendarDay | null {
  const trimmed = text.trim()
  const yearFirst =
    /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)/.exec(trimmed) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(trimmed)
  if (yearFirst) return existingDay(Number(yearFirst[1]), Number(yearFirst[2]), Number(yearFirst[3]))
  const numeric = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?!\d)/.exec(trimmed)
  if (numeric) {
    const [first, second] = [Number(numeric[1]), Number(numeric[2])]
    const year = fullYear(numeric[3]!)
    return order === 'day first' ? existingDay(year, second, first) : existingDay(year, first, second)
  }
  const dayFirst = /^(\d{1,2})[- ]([a-z]{3})[a-z]*[- ,]+(\d{4}|\d{2})(?!\d)/i.exec(trimmed)
  if (dayFirst) return existingDay(fullYear(dayFirst[3]!), monthNumber(dayFirst[2]!), Number(dayFirst[1]))
  const monthFirst = /^([a-z]{3})[a-z]* (\d{1,2}),? (\d{4})(?!\d)/i.exec(trimmed)
  if (monthFirst) return existingDay(Number(monthFirst[3]), monthNumber(monthFirst[1]!), Number(monthFirst[2]))
  return null
}

function monthNumber(name: string): number {
  return monthNames.indexOf(name.slice(0, 3).toLowerCase()) + 1
}

function fullYear(digits: string): number {
  if (digits.length === 4) return Number(digits)
  return Number(digits) + (Number(digits) < 70 ? 2000 : 1900)
}

function existingDay(year: number, month: number, day: number): CalendarDay | null {
  if (month < 1 || month > 12 || day < 1 || day > 31) return null
  const number = dayFromDate(year, month, day)
  // The 30th of February would come out as a day in March.
  return Number(dateOfDay(number).slice(-2)) === day ? number : null
}

/**
 * Reads the day of a visit in a time zone: a time that names its offset (Z, +02:00) is moved into the zone; one without is taken as
 * written there. Returns null when it is no date.
 * @throws {RangeError} for a time zone that does not exist
 */
export function visitDayReader(timeZone: string, order: DateOrder): (text: string) => CalendarDay | null {
  const inZone = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  return (text) => {
    const day = readDay(text, order)
    const time = /[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})$/.exec(text.trim())
    if (day === null || !time) return day
    const seconds = Number(time[1]) * 3600 + Number(time[2]) * 60 + Number(time[3] ?? 0) - offsetSeconds(time[4]!)
    return dayFromText(inZone.format((day * 86_400 + seconds) * 1000))
  }
}

function offsetSeconds(zone: string): number {
  const parts = /^([+-])(\d{2}):?(\d{2})$/.exec(zone)
  if (!parts) return 0
  return (parts[1] === '-' ? -1 : 1) * (Number(parts[2]) * 3600 + Number(parts[3]) * 60)
}
