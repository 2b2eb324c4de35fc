import { codePointCount, type FormBody, oneLine, oneValue } from '../../form-body.ts'
import type { ParsedItem } from '../../item-kind.ts'
import { otherTextKey, type SingleChoice } from './schema.ts'

/** The longest text beside "other", in characters. */
export const longestOtherText = 200

export function parseSingleChoice(item: SingleChoice, body: FormBody): ParsedItem {
  const parsed: ParsedItem = { answers: {}, errors: [], drafts: {} }
  const other = item.options.find((one) => one.takesText)
  const text = other ? oneLine(body, otherTextKey(item.code, other.code)) : ''
  // Whoever writes beside "other" and chooses nothing has chosen it.
  const chosen = oneValue(body, item.code) || (text.trim() && other ? other.code : '')

  if (chosen === '' && !item.isRequired) parsed.answers[item.code] = null
  else if (chosen === '') parsed.errors.push({ key: item.code, message: missingChoice(item) })
  else if (item.options.some((one) => one.code === chosen)) parsed.answers[item.code] = chosen
  else parsed.errors.push({ key: item.code, message: 'Choose one of the answers listed here.' })

  if (other) readOtherText(parsed, { key: otherTextKey(item.code, other.code), text, isChosen: chosen === other.code })
  return parsed
}

/** The words count only while their option is chosen. */
export function readOtherText(parsed: ParsedItem, given: { key: string; text: string; isChosen: boolean }): void {
  if (!given.isChosen || given.text.trim() === '') parsed.answers[given.key] = null
  else if (codePointCount(given.text) <= longestOtherText) parsed.answers[given.key] = given.text
  else {
    parsed.errors.push({ key: given.key, message: `Use at most ${longestOtherText} characters here.` })
    parsed.drafts[given.key] = given.text
  }
}

function missingChoice(item: SingleChoice): string {
  const way = item.options.find((one) => one.isNonSubstantive)
  return way ? `Choose one answer, or “${way.label}”.` : 'Choose one answer.'
}
