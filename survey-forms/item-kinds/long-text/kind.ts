import { defineKind } from '../../item-kind.ts'
import { longTextExamples } from './examples.ts'
import { parseLongText } from './parse.ts'
import { longText } from './schema.ts'
import { longTextVariables } from './variables.ts'
import { viewLongText } from './view.ts'

export const longTextKind = defineKind<typeof longText>({
  kind: 'long-text',
  name: 'Open answer',
  description: 'Somebody’s own words: what happened, why, what nearly stopped them. These become quotes.',
  schema: longText,
  examples: longTextExamples,
  part: 'question',
  parse: parseLongText,
  view: viewLongText,
  variables: longTextVariables,
  answerKeys: (item) => [item.code],
  work: () => 5,
})
