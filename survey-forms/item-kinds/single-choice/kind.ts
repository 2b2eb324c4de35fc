import { defineKind } from '../../item-kind.ts'
import { singleChoiceExamples } from './examples.ts'
import { parseSingleChoice } from './parse.ts'
import { otherTextKey, singleChoice } from './schema.ts'
import { singleChoiceVariables } from './variables.ts'
import { viewSingleChoice } from './view.ts'

export const singleChoiceKind = defineKind<typeof singleChoice>({
  kind: 'single-choice',
  name: 'One choice',
  description: 'One answer out of a list: facts, habits, a scale from never to always.',
  schema: singleChoice,
  examples: singleChoiceExamples,
  part: 'question',
  parse: parseSingleChoice,
  view: viewSingleChoice,
  variables: singleChoiceVariables,
  answerKeys: (item) => {
    const other = item.options.find((one) => one.takesText)
    return other ? [item.code, otherTextKey(item.code, other.code)] : [item.code]
  },
  codes: (item, key) => (key === item.code ? item.options.map((one) => one.code) : null),
  entryList: (item) => ({
    property: 'options',
    entries: item.options,
    isShuffled: item.isShuffled,
    carryForward: item.carryForward,
  }),
})
