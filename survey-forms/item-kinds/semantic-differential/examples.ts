import type { SemanticDifferential } from './schema.ts'

export const semanticDifferentialExamples: SemanticDifferential[] = [
  {
    kind: 'semantic-differential',
    code: 'our_shop',
    ask: 'How does our shop feel to you?',
    isRequired: true,
    facet: 'experience',
    rows: [
      { code: 'warmth', left: 'Cold', right: 'Warm' },
      { code: 'order', left: 'Chaotic', right: 'Tidy' },
    ],
    pointCount: 7,
    offersRefusal: true,
    isShuffled: true,
  },
  {
    kind: 'semantic-differential',
    code: 'website',
    ask: 'And our website?',
    hint: 'Go with your first feeling.',
    isRequired: false,
    rows: [{ code: 'speed', left: 'Slow', right: 'Fast' }],
    pointCount: 5,
    offersRefusal: false,
    isShuffled: false,
  },
]
