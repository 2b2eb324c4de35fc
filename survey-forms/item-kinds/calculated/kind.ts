import { defineKind } from '../../item-kind.ts'
import { calculatedExamples } from './examples.ts'
import { calculated } from './schema.ts'

const yesNo = [
  { code: 'true', label: 'Yes' },
  { code: 'false', label: 'No' },
]

export const calculatedKind = defineKind<typeof calculated>({
  kind: 'calculated',
  name: 'Calculated value',
  description: 'A score, a group or a difference, worked out from earlier answers and stored with them.',
  schema: calculated,
  examples: calculatedExamples,
  part: 'silent',
  parse: () => ({ answers: {}, errors: [], drafts: {} }),
  view: () => ({}),
  variables: (item) => [
    {
      name: item.code,
      label: item.ask,
      kind: item.gives === 'number' ? 'number' : 'nominal',
      role: item.gives === 'text' ? 'ignored' : item.facet ? 'indicator' : 'covariate',
      reason: `Worked out in the survey: ${item.expression}.`,
      options: item.gives === 'condition' ? yesNo : [],
      facet: item.facet,
    },
  ],
  answerKeys: (item) => [item.code],
  answerType: (item) => (item.gives === 'number' ? 'number' : 'text'),
  codes: (item) => (item.gives === 'condition' ? yesNo.map((one) => one.code) : null),
  work: () => 0,
})
