import { defineKind } from '../../item-kind.ts'
import { tradeOffExamples } from './examples.ts'
import { parseTradeOff } from './parse.ts'
import { tradeOff, tradeOffSteps, undecided } from './schema.ts'
import { tradeOffVariables } from './variables.ts'
import { viewTradeOff } from './view.ts'

export const tradeOffKind = defineKind<typeof tradeOff>({
  kind: 'trade-off',
  name: 'Trade-off between two ends',
  description: 'Two ends that a sensible person could both want: it separates people better than agreement does.',
  schema: tradeOff,
  examples: tradeOffExamples,
  part: 'question',
  parse: parseTradeOff,
  view: viewTradeOff,
  variables: tradeOffVariables,
  answerKeys: (item) => [item.code],
  codes: (item) => [...tradeOffSteps(item).map((one) => one.code), ...(item.undecided ? [undecided] : [])],
})
