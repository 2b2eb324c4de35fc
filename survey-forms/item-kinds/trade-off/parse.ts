import { type FormBody, oneValue } from '../../form-body.ts'
import type { ParsedItem } from '../../item-kind.ts'
import { type TradeOff, tradeOffSteps, undecided } from './schema.ts'

export function parseTradeOff(item: TradeOff, body: FormBody): ParsedItem {
  const chosen = oneValue(body, item.code)
  const isKnown =
    tradeOffSteps(item).some((step) => step.code === chosen) || (item.undecided !== undefined && chosen === undecided)
  if (isKnown) return { answers: { [item.code]: chosen }, errors: [], drafts: {} }
  if (chosen === '' && !item.isRequired) return { answers: { [item.code]: null }, errors: [], drafts: {} }
  const way = item.undecided ? `, or “${item.undecided}”` : ''
  const message = item.steps === 'two' ? `Choose one of the two${way}.` : `Choose a point between the two${way}.`
  return { answers: {}, errors: [{ key: item.code, message }], drafts: {} }
}
