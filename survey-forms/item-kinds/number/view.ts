import { type FieldContext, fieldFrame, shownValues } from '../../item-kind.ts'
import { dontKnow, dontKnowField, type NumberItem } from './schema.ts'

export function viewNumber(item: NumberItem, context: FieldContext) {
  const [shown = ''] = shownValues(item.code, context)
  const frame = fieldFrame(item, context)
  const describedBy = [frame.describedBy, item.unit ? `${item.code}-unit` : null].filter(Boolean).join(' ')
  return {
    ...frame,
    describedBy: describedBy || null,
    value: shown === dontKnow ? '' : shown,
    unit: item.unit ?? null,
    keypad: item.decimals > 0 ? 'decimal' : item.minimum < 0 ? 'text' : 'numeric',
    dontKnow: item.dontKnow
      ? { field: dontKnowField(item.code), code: dontKnow, label: item.dontKnow, isChosen: shown === dontKnow }
      : null,
  }
}
