import type { SingleChoice } from './schema.ts'

export const singleChoiceExamples: SingleChoice[] = [
  {
    kind: 'single-choice',
    code: 'how_often',
    ask: 'How often do you buy from us?',
    isRequired: true,
    facet: 'behaviour',
    options: [
      { code: 'weekly', label: 'Every week' },
      { code: 'monthly', label: 'Every month' },
      { code: 'less', label: 'Less often' },
      { code: 'refused', label: 'Prefer not to say', isNonSubstantive: true },
    ],
    isOrdered: true,
    isShuffled: false,
  },
  {
    kind: 'single-choice',
    code: 'reason',
    ask: 'What brought you here first?',
    isRequired: false,
    facet: 'motivation',
    options: [
      { code: 'friend', label: 'A friend told me' },
      { code: 'search', label: 'I searched for it' },
      { code: 'other', label: 'Something else', isPinned: true, takesText: true },
    ],
    isOrdered: false,
    isShuffled: true,
  },
  {
    kind: 'single-choice',
    code: 'region',
    ask: 'Where do you live?',
    isRequired: false,
    options: [
      { code: 'north', label: 'North' },
      { code: 'east', label: 'East' },
      { code: 'south', label: 'South' },
      { code: 'refused', label: 'Prefer not to say', isNonSubstantive: true, isPinned: true },
    ],
    isOrdered: false,
    isShuffled: false,
    display: 'dropdown',
  },
  {
    kind: 'single-choice',
    code: 'country',
    ask: 'Which country were you born in?',
    isRequired: true,
    options: [
      { code: 'de', label: 'Germany' },
      { code: 'eg', label: 'Egypt' },
      { code: 'mx', label: 'Mexico' },
      { code: 'ci', label: 'Côte d’Ivoire' },
      { code: 'other', label: 'Another country', isPinned: true, takesText: true },
    ],
    isOrdered: false,
    isShuffled: false,
    display: 'search',
  },
]
