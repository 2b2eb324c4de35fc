import { controlId, type FieldContext, fieldFrame, inOrder, shownValues } from '../../item-kind.ts'
import { otherTextKey, type SingleChoice } from './schema.ts'

export function viewSingleChoice(item: SingleChoice, context: FieldContext) {
  const chosen = shownValues(item.code, context)
  return {
    ...fieldFrame(item, context),
    options: inOrder(item.options, context.order).map((one, position) => ({
      id: controlId(item.code, one.code, position === 0),
      code: one.code,
      label: one.label,
      isChosen: chosen.includes(one.code),
      isPlain: one.isNonSubstantive ?? false,
      text: one.takesText ? otherTextView(otherTextKey(item.code, one.code), one.label, context) : null,
    })),
  }
}

export function otherTextView(key: string, label: string, context: FieldContext) {
  return {
    key,
    label: `${label}: in your words`,
    value: shownValues(key, context)[0] ?? '',
    error: context.errors[key] ?? null,
  }
}
