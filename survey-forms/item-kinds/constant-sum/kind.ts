import type { Variable } from '../../../server/responses/variable.ts'
import { type FormBody, oneValue } from '../../form-body.ts'
import {
  defineKind,
  type FieldContext,
  fieldFrame,
  inOrder,
  type ParsedItem,
  type Reading,
  shownValues,
  voiceOf,
} from '../../item-kind.ts'
import { rowKey } from '../agreement-matrix/schema.ts'
import { readNumber } from '../number/parse.ts'
import { constantSumExamples } from './examples.ts'
import { type ConstantSum, constantSum } from './schema.ts'

/** Each part holds its whole number as text. A part left empty among others is nothing, "0". */
function parse(item: ConstantSum, body: FormBody, { say }: Reading): ParsedItem {
  const typed = item.options.map((one) => ({
    ...one,
    key: rowKey(item.code, one.code),
    text: oneValue(body, rowKey(item.code, one.code)),
  }))
  const parsed: ParsedItem = { answers: {}, errors: [], drafts: {} }
  const isEmpty = typed.every((one) => one.text.trim() === '')
  if (isEmpty && !item.isRequired) {
    for (const { key } of typed) parsed.answers[key] = null
    return parsed
  }
  let sum = 0
  for (const { key, text, label } of typed) {
    const read = text.trim() === '' ? { value: 0, decimals: 0 } : readNumber(text, { decimals: 0, unit: item.unit })
    if (read === null || read.decimals > 0 || read.value < 0 || read.value > item.total) {
      parsed.errors.push({ key, message: say('write_part', { total: item.total }), about: label })
    } else {
      parsed.answers[key] = String(read.value)
      sum += read.value
    }
  }
  if (parsed.errors.length === 0 && sum !== item.total) {
    const { key } = typed[0]
    const phrase = sum < item.total ? 'sum_below' : 'sum_above'
    const message = say(phrase, { total: item.total, sum, difference: Math.abs(item.total - sum) })
    parsed.answers = {}
    parsed.errors.push({ key, message })
  }
  if (parsed.errors.length > 0) {
    for (const { key, text } of typed) {
      parsed.drafts[key] = text.slice(0, 200)
      delete parsed.answers[key]
    }
  }
  return parsed
}

function view(item: ConstantSum, context: FieldContext) {
  const say = voiceOf(context)
  return {
    ...fieldFrame({ ...item, hint: item.hint ?? say('sum_hint', { total: item.total }) }, context),
    unit: item.unit ?? null,
    options: inOrder(item.options, context.order).map((one) => {
      const key = rowKey(item.code, one.code)
      return {
        key,
        label: one.label,
        value: shownValues(key, context)[0] ?? '',
        error: context.errors[key] ?? null,
      }
    }),
  }
}

function variables(item: ConstantSum): Variable[] {
  return item.options.map(
    (one): Variable => ({
      name: rowKey(item.code, one.code),
      label: `${item.ask} — ${one.label}`,
      kind: 'number',
      role: item.facet ? 'indicator' : 'covariate',
      reason: `A part of ${item.total} ${item.unit ?? 'points'} shared out in the survey.`,
      options: [],
      block: item.code,
      facet: item.facet,
    }),
  )
}

export const constantSumKind = defineKind<typeof constantSum>({
  kind: 'constant-sum',
  name: 'Points to share',
  description: 'A fixed number of points shared between things: how much more one matters than another.',
  schema: constantSum,
  examples: constantSumExamples,
  part: 'question',
  parse,
  view,
  variables,
  answerKeys: (item) => item.options.map((one) => rowKey(item.code, one.code)),
  answerType: () => 'number',
  entryList: (item) => ({
    property: 'options',
    entries: item.options,
    isShuffled: item.isShuffled,
    carryForward: item.carryForward,
  }),
  work: (item) => item.options.length,
})
