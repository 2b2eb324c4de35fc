import { everyValue, type FormBody, oneLine } from '../../form-body.ts'
import type { ParsedItem } from '../../item-kind.ts'
import { readOtherText } from '../single-choice/parse.ts'
import { otherTextKey } from '../single-choice/schema.ts'
import type { MultipleChoice } from './schema.ts'

/** The answer holds the ticked codes in the order the instrument lists them, whatever order was shown or sent. */
export function parseMultipleChoice(item: MultipleChoice, body: FormBody): ParsedItem {
  const parsed: ParsedItem = { answers: {}, errors: [], drafts: {} }
  const other = item.options.find((one) => one.takesText)
  const text = other ? oneLine(body, otherTextKey(item.code, other.code)) : ''
  const sent = new Set(everyValue(body, item.code))
  const isAlone = item.options.some((one) => one.isExclusive && sent.has(one.code))
  if (text.trim() && other && !isAlone) sent.add(other.code)

  const ticked = item.options.filter((one) => sent.has(one.code))
  const message = problemOf(item, ticked, sent.size)
  if (message) {
    parsed.errors.push({ key: item.code, message })
    parsed.drafts[item.code] = ticked.map((one) => one.code)
  } else parsed.answers[item.code] = ticked.length === 0 ? null : ticked.map((one) => one.code)

  if (other) readOtherText(parsed, { key: otherTextKey(item.code, other.code), text, isChosen: sent.has(other.code) })
  return parsed
}

function problemOf(item: MultipleChoice, ticked: MultipleChoice['options'], sentCount: number): string | null {
  const alone = ticked.find((one) => one.isExclusive)
  if (sentCount > ticked.length) return 'Choose from the answers listed here.'
  if (alone && ticked.length > 1) return `Tick “${alone.label}” alone, or untick it.`
  if (item.most !== undefined && ticked.length > item.most)
    return `Tick at most ${item.most}. You ticked ${ticked.length}.`
  if (item.isRequired && ticked.length === 0) {
    const none = item.options.find((one) => one.isExclusive)
    return none ? `Tick all that apply, or “${none.label}”.` : 'Tick at least one.'
  }
  return null
}
