import { everyValue, type FormBody, oneLine } from '../../form-body.ts'
import type { ParsedItem, Reading } from '../../item-kind.ts'
import type { Say } from '../../languages/phrases.ts'
import { readOtherText } from '../single-choice/parse.ts'
import { otherTextKey } from '../single-choice/schema.ts'
import type { MultipleChoice } from './schema.ts'

/** The answer holds the ticked codes in the order the instrument lists them, whatever order was shown or sent. */
export function parseMultipleChoice(item: MultipleChoice, body: FormBody, { say }: Reading): ParsedItem {
  const parsed: ParsedItem = { answers: {}, errors: [], drafts: {} }
  const other = item.options.find((one) => one.takesText)
  const text = other ? oneLine(body, otherTextKey(item.code, other.code)) : ''
  const sent = new Set(everyValue(body, item.code))
  const isAlone = item.options.some((one) => one.isExclusive && sent.has(one.code))
  if (text.trim() && other && !isAlone) sent.add(other.code)

  const ticked = item.options.filter((one) => sent.has(one.code))
  const message = problemOf(item, { ticked, sentCount: sent.size, say })
  if (message) {
    parsed.errors.push({ key: item.code, message })
    parsed.drafts[item.code] = ticked.map((one) => one.code)
  } else parsed.answers[item.code] = ticked.length === 0 ? null : ticked.map((one) => one.code)

  if (other)
    readOtherText(parsed, { key: otherTextKey(item.code, other.code), text, isChosen: sent.has(other.code), say })
  return parsed
}

function problemOf(
  item: MultipleChoice,
  { ticked, sentCount, say }: { ticked: MultipleChoice['options']; sentCount: number; say: Say },
): string | null {
  const alone = ticked.find((one) => one.isExclusive)
  if (sentCount > ticked.length) return say('choose_listed')
  if (alone && ticked.length > 1) return say('tick_alone', { option: alone.label })
  if (item.most !== undefined && ticked.length > item.most)
    return say('ticked_too_many', { most: item.most, count: ticked.length })
  if (item.least !== undefined && !alone && ticked.length > 0 && ticked.length < item.least)
    return say('ticked_too_few', { least: item.least, count: ticked.length })
  if (item.isRequired && ticked.length === 0) {
    const none = item.options.find((one) => one.isExclusive)
    return none ? say('tick_all_or', { way: none.label }) : say('tick_one')
  }
  return null
}
