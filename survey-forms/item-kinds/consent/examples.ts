import type { ConsentItem } from './schema.ts'

export const consentExamples: ConsentItem[] = [
  {
    kind: 'consent',
    code: 'consent',
    ask: 'What may we do with your answers?',
    isRequired: true,
    purposes: [
      { code: 'analysis', label: 'You may analyse my answers without my name.', isNeeded: true },
      { code: 'quoting', label: 'You may quote my words without my name.', isNeeded: false },
      { code: 'recontact', label: 'You may contact me again.', isNeeded: false },
    ],
  },
]
