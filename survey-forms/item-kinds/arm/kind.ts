import { defineKind } from '../../item-kind.ts'
import { armExamples } from './examples.ts'
import { arm } from './schema.ts'

export const armKind = defineKind<typeof arm>({
  kind: 'arm',
  name: 'Random arm',
  description: 'Draws one of several versions for each respondent; conditions and texts can then differ by it.',
  schema: arm,
  examples: armExamples,
  part: 'silent',
  parse: () => ({ answers: {}, errors: [], drafts: {} }),
  view: () => ({}),
  variables: (item) => [
    {
      name: item.code,
      label: item.ask,
      kind: 'nominal',
      role: 'covariate',
      reason: 'Drawn at random for each respondent.',
      options: item.arms.map(({ code, label }) => ({ code, label })),
    },
  ],
  answerKeys: (item) => [item.code],
  codes: (item) => item.arms.map((one) => one.code),
  work: () => 0,
})
