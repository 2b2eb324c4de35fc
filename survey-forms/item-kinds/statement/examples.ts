import type { Statement } from './schema.ts'

export const statementExamples: Statement[] = [
  {
    kind: 'statement',
    code: 'next_part',
    ask: 'Now a few questions about the new shelf.',
    isRequired: false,
    text: 'Look at the picture as long as you like.\n\nThen go on to the next page.',
    image: {
      source:
        'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAABAAAAAQAQAAAAA3iMLMAAAAE0lEQVR4nGP4jwoZ8AgwoEKCWgBuJB/hNfrCJgAAAABJRU5ErkJggg==',
      alternative: 'A shelf with three boards, seen from the front.',
    },
  },
  { kind: 'statement', code: 'almost_done', ask: 'You are almost done.', isRequired: false },
]
