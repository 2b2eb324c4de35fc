import type { Hidden } from './schema.ts'

export const hiddenExamples: Hidden[] = [
  {
    kind: 'hidden',
    code: 'channel',
    ask: 'Where the link was given out',
    isRequired: false,
    field: 'from',
    values: ['newsletter', 'shop', 'receipt'],
  },
  { kind: 'hidden', code: 'campaign', ask: 'Campaign', isRequired: false },
]
