import type { ShortText } from './schema.ts'

export const shortTextExamples: ShortText[] = [
  {
    kind: 'short-text',
    code: 'one_word',
    ask: 'Which word comes to mind first?',
    isRequired: true,
    facet: 'attitude',
    longest: 60,
    isPersonal: false,
    autocomplete: 'off',
  },
  {
    kind: 'short-text',
    code: 'email',
    ask: 'Where can we write to you?',
    isRequired: false,
    longest: 200,
    isPersonal: true,
    autocomplete: 'email',
  },
]
