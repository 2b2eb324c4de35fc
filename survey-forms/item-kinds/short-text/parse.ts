import { codePointCount, type FormBody, oneLine } from '../../form-body.ts'
import type { ParsedItem } from '../../item-kind.ts'
import type { ShortText } from './schema.ts'

export function parseShortText(item: ShortText, body: FormBody): ParsedItem {
  return parseText(item, oneLine(body, item.code))
}

/** A text as written, or null when it holds nothing but blanks. */
export function parseText(item: { code: string; isRequired: boolean; longest: number }, typed: string): ParsedItem {
  const fail = (message: string): ParsedItem => ({
    answers: {},
    errors: [{ key: item.code, message }],
    drafts: { [item.code]: typed },
  })
  if (typed.trim() === '') {
    return item.isRequired ? fail('Write an answer here.') : { answers: { [item.code]: null }, errors: [], drafts: {} }
  }
  const length = codePointCount(typed)
  if (length > item.longest) return fail(`Use at most ${item.longest} characters. There are ${length} now.`)
  return { answers: { [item.code]: typed }, errors: [], drafts: {} }
}
