import { defineKind } from '../../item-kind.ts'
import { otherTextKey } from '../single-choice/schema.ts'
import { multipleChoiceExamples } from './examples.ts'
import { parseMultipleChoice } from './parse.ts'
import { multipleChoice } from './schema.ts'
import { multipleChoiceVariables } from './variables.ts'
import { viewMultipleChoice } from './view.ts'

export const multipleChoiceKind = defineKind<typeof multipleChoice>({
  kind: 'multiple-choice',
  name: 'Several choices',
  description: 'Everything that applies out of a list: channels, reasons, what somebody owns or does.',
  schema: multipleChoice,
  examples: multipleChoiceExamples,
  part: 'question',
  parse: parseMultipleChoice,
  view: viewMultipleChoice,
  variables: multipleChoiceVariables,
  answerKeys: (item) => {
    const other = item.options.find((one) => one.takesText)
    return other ? [item.code, otherTextKey(item.code, other.code)] : [item.code]
  },
  answerType: (item, key) => (key === item.code ? 'list' : 'text'),
  codes: (item, key) => (key === item.code ? item.options.map((one) => one.code) : null),
  entryList: (item) => ({
    property: 'options',
    entries: item.options,
    isShuffled: item.isShuffled,
    carryForward: item.carryForward,
  }),
})
