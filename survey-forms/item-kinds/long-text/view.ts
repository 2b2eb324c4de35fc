import { type FieldContext, fieldFrame, shownValues } from '../../item-kind.ts'
import type { LongText } from './schema.ts'

export function viewLongText(item: LongText, context: FieldContext) {
  // HTML drops the first line break inside a textarea, so a text that begins with one gets another.
  const [value = ''] = shownValues(item.code, context)
  return { ...fieldFrame(item, context), value: value.startsWith('\n') ? `\n${value}` : value, lines: item.lines }
}
