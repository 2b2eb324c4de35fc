import { controlId, type FieldContext, fieldFrame, shownValues, voiceOf } from '../../item-kind.ts'
import type { ConsentItem } from './schema.ts'

export function viewConsent(item: ConsentItem, context: FieldContext) {
  const granted = shownValues(item.code, context)
  return {
    ...fieldFrame(item, context),
    purposes: item.purposes.map((purpose, position) => ({
      id: controlId(item.code, purpose.code, position === 0),
      code: purpose.code,
      label: purpose.label,
      isNeeded: purpose.isNeeded,
      needed: voiceOf(context)('needed'),
      isChosen: granted.includes(purpose.code),
    })),
  }
}
