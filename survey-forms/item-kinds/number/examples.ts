import type { NumberItem } from './schema.ts'

export const numberExamples: NumberItem[] = [
  {
    kind: 'number',
    code: 'visits',
    ask: 'How many times did you visit in the last month?',
    isRequired: true,
    facet: 'behaviour',
    minimum: 0,
    maximum: 100,
    decimals: 0,
    unit: 'times',
    isCount: true,
    dontKnow: 'I don’t know',
  },
  {
    kind: 'number',
    code: 'distance',
    ask: 'How far is the nearest shop?',
    isRequired: false,
    minimum: 0,
    maximum: 500,
    decimals: 1,
    unit: 'km',
    isCount: false,
  },
]
