import { type FormBody, oneValue } from '../../form-body.ts'
import { emptyAnswer, type ParsedItem, type Reading } from '../../item-kind.ts'
import { type TradeOff, tradeOffSteps, undecided } from './schema.ts'

export function parseTradeOff(item: TradeOff, body: FormBody, { say }: Reading): ParsedItem {
  const chosen = oneValue(body, item.code)
  const isKnown =
    tradeOffSteps(item).some((step) => step.code === chosen) || (item.undecided !== undefined && chosen === undecided)
  if (isKnown) return { answers: { [item.code]: chosen }, errors: [], drafts: {} }
  const phrase = item.steps === 'two' ? 'choose_of_two' : 'choose_point'
  const message = item.undecided ? say(`${phrase}_or`, { way: item.undecided }) : say(phrase)
  return emptyAnswer({ ...item, isRequired: item.isRequired || chosen !== '' }, message)
}
