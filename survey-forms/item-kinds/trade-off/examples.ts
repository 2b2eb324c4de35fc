import type { TradeOff } from './schema.ts'

export const tradeOffExamples: TradeOff[] = [
  {
    kind: 'trade-off',
    code: 'style',
    ask: 'What matters more to you?',
    isRequired: true,
    facet: 'preference',
    left: { label: 'my own style' },
    right: { label: 'the latest trends' },
    steps: 'five',
  },
  {
    kind: 'trade-off',
    code: 'extras',
    ask: 'Two machines cost the same. Which would you take?',
    hint: 'Pick the one you lean towards, even a little.',
    isRequired: true,
    facet: 'preference',
    left: { label: 'The one with fewer extras', detail: '3 in 100 need a repair within five years' },
    right: { label: 'The one with more extras', detail: '9 in 100 need a repair within five years' },
    steps: 'two',
    undecided: 'I can’t choose',
  },
  {
    kind: 'trade-off',
    code: 'time_money',
    ask: 'Which would you rather save?',
    isRequired: false,
    left: { label: 'time' },
    right: { label: 'money' },
    steps: 'four',
  },
]
