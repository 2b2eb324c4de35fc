import { type FormBody, oneValue } from '../../../survey-forms/form-body.ts'
import { EditRefused } from '../errors.ts'

/**
 * A posted form with an earlier answer put at the end of one of its texts, where the button for that was pressed.
 * @throws {EditRefused} without an answer or without words for those who gave none
 */
export function withPiped(form: FormBody): FormBody {
  if (oneValue(form, '_do') !== 'pipe') return form
  const from = oneValue(form, 'pipeFrom')
  const into = oneValue(form, 'pipeInto')
  const otherwise = oneValue(form, 'pipeElse').trim()
  if (!/^[A-Za-z]\w*$/.test(from)) throw new EditRefused('Choose the answer to put in.', { field: 'pipeFrom' })
  if (!Object.hasOwn(form, into)) throw new EditRefused('Choose the text it goes into.', { field: 'pipeInto' })
  if (otherwise === '' || /[{}|]/.test(otherwise))
    throw new EditRefused('Write what people read who gave no such answer, without braces or strokes.', {
      field: 'pipeElse',
    })
  return { ...form, [into]: `${oneValue(form, into).trimEnd()} {${from}|${otherwise}}` }
}
