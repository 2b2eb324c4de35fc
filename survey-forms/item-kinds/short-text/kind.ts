import { defineKind } from '../../item-kind.ts'
import { shortTextExamples } from './examples.ts'
import { parseShortText } from './parse.ts'
import { shortText } from './schema.ts'
import { shortTextVariables } from './variables.ts'
import { viewShortText } from './view.ts'

export const shortTextKind = defineKind<typeof shortText>({
  kind: 'short-text',
  name: 'One line of text',
  description: 'A word or a line: a name, a place, what comes to mind first.',
  schema: shortText,
  examples: shortTextExamples,
  part: 'question',
  parse: parseShortText,
  view: viewShortText,
  variables: shortTextVariables,
  answerKeys: (item) => [item.code],
})
