import { codePointCount, type FormBody, oneLine, oneValue } from '../../form-body.ts'
import { emptyAnswer, type ParsedItem, type Reading } from '../../item-kind.ts'
import type { Say } from '../../languages/phrases.ts'
import { otherTextKey, type SingleChoice } from './schema.ts'

/** The longest text beside "other", in characters. */
export const longestOtherText = 200

export function parseSingleChoice(item: SingleChoice, body: FormBody, { say }: Reading): ParsedItem {
  const other = item.options.find((one) => one.takesText)
  const text = other ? oneLine(body, otherTextKey(item.code, other.code)) : ''
  // Whoever writes beside "other" and chooses nothing has chosen it.
  const sent = oneValue(body, item.code) || (text.trim() && other ? other.code : '')
  const chosen = item.display === 'search' ? codeOfTyped(item, sent) : sent

  const parsed = emptyAnswer(item, missingChoice(item, say))
  if (item.options.some((one) => one.code === chosen)) {
    parsed.answers[item.code] = chosen
    parsed.errors = []
  } else if (sent.trim() !== '') {
    parsed.answers = {}
    parsed.errors = [{ key: item.code, message: say(item.display === 'search' ? 'choose_from_list' : 'choose_listed') }]
    if (item.display === 'search') parsed.drafts[item.code] = sent.slice(0, 200)
  }
  if (other)
    readOtherText(parsed, { key: otherTextKey(item.code, other.code), text, isChosen: chosen === other.code, say })
  return parsed
}

/** A search field sends what was typed or picked: the label, in any case and with blanks around it. */
function codeOfTyped(item: SingleChoice, typed: string): string {
  const plain = (text: string) => String(text).normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase()
  const wanted = plain(typed)
  return wanted === '' ? '' : (item.options.find((one) => plain(one.label) === wanted)?.code ?? typed)
}

/** The words count only while their option is chosen. */
export function readOtherText(
  parsed: ParsedItem,
  given: { key: string; text: string; isChosen: boolean; say: Say },
): void {
  if (!given.isChosen || given.text.trim() === '') parsed.answers[given.key] = null
  else if (codePointCount(given.text) <= longestOtherText) parsed.answers[given.key] = given.text
  else {
    parsed.errors.push({ key: given.key, message: given.say('too_long_here', { longest: longestOtherText }) })
    parsed.drafts[given.key] = given.text
  }
}

function missingChoice(item: SingleChoice, say: Say): string {
  const way = item.options.find((one) => one.isNonSubstantive)
  return way ? say('choose_one_or', { way: way.label }) : say('choose_one')
}
