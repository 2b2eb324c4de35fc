import type { Ranking } from './schema.ts'

const options = [
  { code: 'price', label: 'Price' },
  { code: 'quality', label: 'Quality' },
  { code: 'delivery', label: 'Delivery' },
  { code: 'advice', label: 'Advice' },
]

export const rankingExamples: Ranking[] = [
  {
    kind: 'ranking',
    code: 'order_of_needs',
    ask: 'What matters most when you choose a shop?',
    isRequired: true,
    facet: 'need',
    options,
    isShuffled: true,
  },
  {
    kind: 'ranking',
    code: 'top_two',
    ask: 'Which two would you miss first?',
    isRequired: false,
    options,
    places: 2,
    isShuffled: false,
  },
]
