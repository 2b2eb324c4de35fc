import { controlId, type FieldContext, fieldFrame, inOrder, shownValues, voiceOf } from '../../item-kind.ts'
import type { Say } from '../../languages/phrases.ts'
import { otherTextKey } from '../single-choice/schema.ts'
import { otherTextView } from '../single-choice/view.ts'
import type { MultipleChoice } from './schema.ts'

export function viewMultipleChoice(item: MultipleChoice, context: FieldContext) {
  const ticked = shownValues(item.code, context)
  return {
    ...fieldFrame({ ...item, hint: item.hint ?? howMany(item, voiceOf(context)) }, context),
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

function howMany({ least, most }: MultipleChoice, say: Say): string {
  if (least !== undefined && most !== undefined) {
    return least === most ? say('tick_exactly', { count: most }) : say('tick_between', { least, most })
  }
  if (least !== undefined) return say('tick_least', { count: least })
  return most === undefined ? say('tick_all') : say('tick_most', { count: most })
}
