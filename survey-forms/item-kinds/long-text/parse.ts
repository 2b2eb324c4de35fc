import { type FormBody, oneValue } from '../../form-body.ts'
import type { ParsedItem, Reading } from '../../item-kind.ts'
import { parseText } from '../short-text/parse.ts'
import type { LongText } from './schema.ts'

export function parseLongText(item: LongText, body: FormBody, { say }: Reading): ParsedItem {
  return parseText(item, oneValue(body, item.code), say)
}
