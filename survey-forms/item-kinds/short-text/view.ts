import { type FieldContext, fieldFrame, shownValues } from '../../item-kind.ts'
import type { ShortText } from './schema.ts'

export function viewShortText(item: ShortText, context: FieldContext) {
  const type = item.autocomplete === 'email' ? 'email' : item.autocomplete === 'tel' ? 'tel' : 'text'
  return {
    ...fieldFrame(item, context),
    value: shownValues(item.code, context)[0] ?? '',
    autocomplete: item.autocomplete,
    keypad: type,
  }
}
