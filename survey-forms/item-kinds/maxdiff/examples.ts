import type { MaxDiff } from './schema.ts'

export const maxDiffExamples: MaxDiff[] = [
  {
    kind: 'maxdiff',
    code: 'matters',
    ask: 'What matters most and least to you in a shop?',
    isRequired: true,
    facet: 'motivation',
    options: [
      { code: 'price', label: 'Low prices' },
      { code: 'range', label: 'A wide range' },
      { code: 'advice', label: 'Good advice' },
      { code: 'close', label: 'Close to home' },
      { code: 'hours', label: 'Open late' },
      { code: 'returns', label: 'Easy returns' },
      { code: 'calm', label: 'A calm place' },
    ],
    perSet: 4,
    timesSeen: 4,
    versions: 12,
    best: 'Most',
    worst: 'Least',
  },
  {
    kind: 'maxdiff',
    code: 'annoys',
    ask: 'And what annoys you?',
    isRequired: false,
    options: [
      { code: 'queues', label: 'Queues' },
      { code: 'music', label: 'Loud music' },
      { code: 'stock', label: 'Empty shelves' },
      { code: 'ads', label: 'Too many signs' },
    ],
    perSet: 3,
    timesSeen: 3,
    versions: 4,
    best: 'Annoys most',
    worst: 'Annoys least',
  },
]
