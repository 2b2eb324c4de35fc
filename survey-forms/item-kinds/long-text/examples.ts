import type { LongText } from './schema.ts'

export const longTextExamples: LongText[] = [
  {
    kind: 'long-text',
    code: 'nearly_stopped',
    ask: 'What nearly stopped you from buying?',
    hint: 'In your own words. Please leave out names and addresses.',
    isRequired: false,
    facet: 'pain',
    longest: 4000,
    lines: 5,
  },
  { kind: 'long-text', code: 'why', ask: 'Why?', isRequired: true, facet: 'motivation', longest: 100, lines: 3 },
]
