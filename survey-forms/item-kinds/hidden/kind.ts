import { defineKind } from '../../item-kind.ts'
import { hiddenExamples } from './examples.ts'
import { hidden } from './schema.ts'

export const hiddenKind = defineKind<typeof hidden>({
  kind: 'hidden',
  name: 'Value from the link',
  description: 'A channel, campaign or segment that the survey’s link carries. Nobody sees it as a question.',
  schema: hidden,
  examples: hiddenExamples,
  part: 'silent',
  parse: () => ({ answers: {}, errors: [], drafts: {} }),
  view: () => ({}),
  variables: (item) => [
    {
      name: item.code,
      label: item.ask,
      kind: item.values ? 'nominal' : 'id',
      role: item.values ? 'covariate' : 'ignored',
      reason: 'Carried by the survey’s link.',
      options: (item.values ?? []).map((value) => ({ code: value, label: value })),
    },
  ],
  answerKeys: (item) => [item.code],
  codes: (item) => item.values ?? null,
  work: () => 0,
})
