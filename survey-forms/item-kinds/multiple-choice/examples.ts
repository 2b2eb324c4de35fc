import type { MultipleChoice } from './schema.ts'

export const multipleChoiceExamples: MultipleChoice[] = [
  {
    kind: 'multiple-choice',
    code: 'channels',
    ask: 'Where did you look before you bought?',
    isRequired: true,
    facet: 'behaviour',
    options: [
      { code: 'shop', label: 'In a shop' },
      { code: 'reviews', label: 'Reviews online' },
      { code: 'family', label: 'Family or friends' },
      { code: 'other', label: 'Somewhere else', isPinned: true, takesText: true },
      { code: 'none', label: 'None of these', isPinned: true, isExclusive: true },
    ],
    isShuffled: true,
  },
  {
    kind: 'multiple-choice',
    code: 'top_needs',
    ask: 'Which two matter most?',
    isRequired: false,
    facet: 'need',
    options: [
      { code: 'speed', label: 'Speed' },
      { code: 'price', label: 'Price' },
      { code: 'calm', label: 'Peace of mind' },
    ],
    most: 2,
    isShuffled: false,
  },
  {
    kind: 'multiple-choice',
    code: 'reasons_to_stay',
    ask: 'What keeps you with us?',
    isRequired: true,
    options: [
      { code: 'price', label: 'The price' },
      { code: 'service', label: 'The service' },
      { code: 'habit', label: 'Habit' },
      { code: 'dont_know', label: 'I don’t know', isPinned: true, isExclusive: true, isNonSubstantive: true },
      { code: 'refused', label: 'Prefer not to say', isPinned: true, isExclusive: true, isNonSubstantive: true },
    ],
    least: 2,
    most: 3,
    isShuffled: false,
  },
]
