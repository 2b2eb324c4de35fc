import type { Rating } from './schema.ts'

export const ratingExamples: Rating[] = [
  {
    kind: 'rating',
    code: 'nps',
    ask: 'How likely are you to recommend us to a friend?',
    isRequired: true,
    measure: 'nps',
    low: 'Not at all likely',
    high: 'Extremely likely',
    dontKnow: 'I don’t know',
  },
  {
    kind: 'rating',
    code: 'csat',
    ask: 'How satisfied are you with your last visit?',
    isRequired: false,
    measure: 'csat',
    low: 'Very dissatisfied',
    high: 'Very satisfied',
  },
  {
    kind: 'rating',
    code: 'ces',
    ask: 'We made it easy to solve my problem.',
    isRequired: true,
    facet: 'experience',
    measure: 'ces',
    low: 'Disagree strongly',
    high: 'Agree strongly',
  },
]
