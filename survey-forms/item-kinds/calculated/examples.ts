import type { Calculated } from './schema.ts'

export const calculatedExamples: Calculated[] = [
  {
    kind: 'calculated',
    code: 'visits_a_year',
    ask: 'Visits a year',
    isRequired: false,
    facet: 'behaviour',
    expression: 'visits * 12',
    gives: 'number',
  },
  {
    kind: 'calculated',
    code: 'is_regular',
    ask: 'Comes at least every month',
    isRequired: false,
    expression: 'how_often in ["weekly", "monthly"]',
    gives: 'condition',
  },
]
