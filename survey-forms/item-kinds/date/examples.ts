import type { DateItem } from './schema.ts'

export const dateExamples: DateItem[] = [
  {
    kind: 'date',
    code: 'last_visit',
    ask: 'When were you here last?',
    hint: 'For example 27 3 2026.',
    isRequired: true,
    precision: 'day',
    isPartial: true,
    earliest: '2020-01-01',
    latest: '2026-12-31',
  },
  {
    kind: 'date',
    code: 'first_heard',
    ask: 'In which month did you first hear of us?',
    isRequired: false,
    precision: 'month',
    isPartial: false,
  },
  {
    kind: 'date',
    code: 'born',
    ask: 'In which year were you born?',
    isRequired: false,
    precision: 'year',
    isPartial: false,
  },
]
