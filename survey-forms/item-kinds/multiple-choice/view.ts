import { controlId, type FieldContext, fieldFrame, inOrder, shownValues } from '../../item-kind.ts'
import { otherTextKey } from '../single-choice/schema.ts'
import { otherTextView } from '../single-choice/view.ts'
import type { MultipleChoice } from './schema.ts'

export function viewMultipleChoice(item: MultipleChoice, context: FieldContext) {
  const ticked = shownValues(item.code, context)
  return {
    ...fieldFrame({ ...item, hint: item.hint ?? howMany(item) }, context),
    options: inOrder(item.options, context.order).map((one, position) => ({
      id: controlId(item.code, one.code, position === 0),
      code: one.code,
      label: one.label,
      isChosen: ticked.includes(one.code),
      isPlain: one.isExclusive ?? one.isNonSubstantive ?? false,
      text: one.takesText ? otherTextView(otherTextKey(item.code, one.code), one.label, context) : null,
    })),
  }
}

function howMany(item: MultipleChoice): string {
  return item.most === undefined ? 'Tick all that apply.' : `Tick up to ${item.most}.`
}
