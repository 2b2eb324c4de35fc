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
]
