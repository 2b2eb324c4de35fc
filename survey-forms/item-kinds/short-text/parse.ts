import { codePointCount, type FormBody, oneLine } from '../../form-body.ts'
import { emptyAnswer, type ParsedItem, type Reading } from '../../item-kind.ts'
import type { Say } from '../../languages/phrases.ts'
import type { ShortText } from './schema.ts'

export function parseShortText(item: ShortText, body: FormBody, { say }: Reading): ParsedItem {
  return parseText(item, oneLine(body, item.code), say)
}

/** A text as written, or null when it holds nothing but blanks. */
export function parseText(
  item: { code: string; isRequired: boolean; longest: number },
  typed: string,
  say: Say,
): ParsedItem {
  if (typed.trim() === '')
    return { ...emptyAnswer(item, say('write_answer')), drafts: item.isRequired ? { [item.code]: typed } : {} }
  const length = codePointCount(typed)
  if (length > item.longest) {
    const message = say('too_long', { longest: item.longest, length })
    return { answers: {}, errors: [{ key: item.code, message }], drafts: { [item.code]: typed } }
  }
  return { answers: { [item.code]: typed }, errors: [], drafts: {} }
}
