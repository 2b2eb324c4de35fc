import type { Variable } from '../../../server/responses/variable.ts'
import { type FormBody, oneValue } from '../../form-body.ts'
import {
  defineKind,
  emptyAnswer,
  type FieldContext,
  fieldFrame,
  type ParsedItem,
  type Reading,
  shownValues,
  voiceOf,
} from '../../item-kind.ts'
import { dateExamples } from './examples.ts'
import { askedParts, type DateItem, type DatePart, dateItem, dateParts } from './schema.ts'

/** The answer is ISO 8601 as far as it is known: 2019, 2019-06 or 2019-06-30. */
function parse(item: DateItem, body: FormBody, { say }: Reading): ParsedItem {
  const typed = Object.fromEntries(askedParts(item).map((part) => [part, oneValue(body, `${item.code}-${part}`)]))
  const fail = (message: string): ParsedItem => ({
    answers: {},
    errors: [{ key: item.code, message }],
    drafts: { [item.code]: dateParts.map((part) => (typed[part] ?? '').slice(0, 40)) },
  })
  if (askedParts(item).every((part) => typed[part].trim() === '')) return emptyAnswer(item, say('write_date'))

  const read = Object.fromEntries(askedParts(item).map((part) => [part, wholeNumber(typed[part])]))
  const missing = askedParts(item).find((part) => read[part] === null)
  if (missing) return fail(say('date_digits', { part: say(missing) }))
  const { day, month, year } = read as Partial<Record<DatePart, number>>
  const isKnown = (part: DatePart) => read[part] !== undefined && !Number.isNaN(read[part])
  if (!isKnown('year')) return fail(say('date_missing', { part: say('year') }))
  if (year! < 1000 || year! > 2999) return fail(say('date_year'))
  const finer = askedParts(item).filter((part) => part !== 'year')
  const gap = finer.find((part) => !isKnown(part))
  if (gap && (!item.isPartial || (isKnown('day') && !isKnown('month')))) {
    return fail(say('date_missing', { part: say(isKnown('month') || !finer.includes('month') ? gap : 'month') }))
  }
  if (isKnown('month') && (month! < 1 || month! > 12)) return fail(say('date_month'))
  if (isKnown('day') && (day! < 1 || day! > daysOf(month!, year!)))
    return fail(say('date_day', { count: daysOf(month!, year!) }))

  const two = (value: number) => String(value).padStart(2, '0')
  const value = `${year}${isKnown('month') ? `-${two(month!)}` : ''}${isKnown('day') ? `-${two(day!)}` : ''}`
  // A date known in part is early or late only where every day it could be is.
  if (item.earliest && value < item.earliest.slice(0, value.length))
    return fail(say('date_early', { date: item.earliest }))
  if (item.latest && value > item.latest.slice(0, value.length)) return fail(say('date_late', { date: item.latest }))
  return { answers: { [item.code]: value }, errors: [], drafts: {} }
}

/** A part in digits of any script; NaN where it is empty, null where it is no whole number. */
function wholeNumber(typed: string): number | null {
  const text = typed
    .normalize('NFKC')
    .replace(/[٠-٩۰-۹]/g, (digit) => String(digit.charCodeAt(0) & 0xf))
    .replace(/[\s.]/g, '')
  if (text === '') return Number.NaN
  return /^\d{1,4}$/.test(text) ? Number(text) : null
}

function daysOf(month: number, year: number): number {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
}

function view(item: DateItem, context: FieldContext) {
  const say = voiceOf(context)
  const shown = shownValues(item.code, context)
  const isDraft = Object.hasOwn(context.drafts, item.code)
  const [year = '', month = '', day = ''] = (shown[0] ?? '').split('-')
  const stored: Record<DatePart, string> = { day, month, year }
  const fill: Record<DatePart, string> = { day: 'bday-day', month: 'bday-month', year: 'bday-year' }
  return {
    ...fieldFrame(item, context),
    parts: askedParts(item).map((part, position) => ({
      id: position === 0 ? item.code : `${item.code}-${part}`,
      name: `${item.code}-${part}`,
      label: say(part),
      value: isDraft ? (shown[dateParts.indexOf(part)] ?? '') : stored[part],
      isYear: part === 'year',
      autocomplete: item.code === 'birthday' ? fill[part] : 'off',
    })),
  }
}

function variables(item: DateItem): Variable[] {
  return [
    {
      name: item.code,
      label: item.ask,
      kind: 'date',
      role: 'covariate',
      reason: `A date in the survey, asked for by ${item.precision}.`,
      options: [],
      facet: item.facet,
    },
  ]
}

export const dateKind = defineKind<typeof dateItem>({
  kind: 'date',
  name: 'Date',
  description: 'A day, a month or a year, or as much of it as somebody remembers.',
  schema: dateItem,
  examples: dateExamples,
  part: 'question',
  parse,
  view,
  variables,
  answerKeys: (item) => [item.code],
})
