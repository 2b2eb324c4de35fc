import { controlId, type FieldContext, fieldFrame, inOrder, shownValues, voiceOf } from '../../item-kind.ts'
import { otherTextKey, type SingleChoice } from './schema.ts'

export function viewSingleChoice(item: SingleChoice, context: FieldContext) {
  const chosen = shownValues(item.code, context)
  const say = voiceOf(context)
  const hint = item.hint ?? (item.display === 'search' ? say('search_hint') : undefined)
  const options = inOrder(item.options, context.order).map((one, position) => ({
    id: controlId(item.code, one.code, position === 0),
    code: one.code,
    label: one.label,
    isChosen: chosen.includes(one.code),
    isPlain: one.isNonSubstantive ?? false,
    text: one.takesText ? otherTextView(otherTextKey(item.code, one.code), one.label, context) : null,
  }))
  return {
    ...fieldFrame({ ...item, hint }, context),
    isDropdown: item.display === 'dropdown',
    isSearch: item.display === 'search',
    choose: say('choose'),
    // What was typed and not found, else the words of the option that was.
    typed: String(options.find((one) => one.isChosen)?.label ?? chosen[0] ?? ''),
    options,
    otherText: options.find((one) => one.text)?.text ?? null,
  }
}

export function otherTextView(key: string, label: string, context: FieldContext) {
  return {
    key,
    label: voiceOf(context)('other_words', { label }),
    value: shownValues(key, context)[0] ?? '',
    error: context.errors[key] ?? null,
  }
}
