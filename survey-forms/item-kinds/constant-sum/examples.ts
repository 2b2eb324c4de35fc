import type { ConstantSum } from './schema.ts'

export const constantSumExamples: ConstantSum[] = [
  {
    kind: 'constant-sum',
    code: 'budget',
    ask: 'You have 100 points. What would you spend them on?',
    isRequired: true,
    facet: 'preference',
    options: [
      { code: 'speed', label: 'Faster delivery' },
      { code: 'price', label: 'Lower prices' },
      { code: 'choice', label: 'More to choose from' },
    ],
    total: 100,
    unit: 'points',
    isShuffled: true,
  },
  {
    kind: 'constant-sum',
    code: 'ten_visits',
    ask: 'Of your last ten visits, how many were to each?',
    isRequired: false,
    options: [
      { code: 'shop', label: 'The shop' },
      { code: 'site', label: 'The website' },
    ],
    total: 10,
    isShuffled: false,
  },
]
