import type { Arm } from './schema.ts'

export const armExamples: Arm[] = [
  {
    kind: 'arm',
    code: 'wording_arm',
    ask: 'Which wording was shown',
    isRequired: false,
    arms: [
      { code: 'plain', label: 'Plain', weight: 2 },
      { code: 'warm', label: 'Warm', weight: 1 },
    ],
  },
]
