import { defineKind } from '../../item-kind.ts'
import { numberExamples } from './examples.ts'
import { parseNumber } from './parse.ts'
import { numberItem } from './schema.ts'
import { numberVariables } from './variables.ts'
import { viewNumber } from './view.ts'

export const numberKind = defineKind<typeof numberItem>({
  kind: 'number',
  name: 'Number',
  description: 'How many, how much, how far: with a unit, a range and the digits people write in their language.',
  schema: numberItem,
  examples: numberExamples,
  part: 'question',
  parse: parseNumber,
  view: viewNumber,
  variables: numberVariables,
  answerKeys: (item) => [item.code],
  answerType: () => 'number',
})
