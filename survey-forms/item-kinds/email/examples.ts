import type { Email } from './schema.ts'

export const emailExamples: Email[] = [
  {
    kind: 'email',
    code: 'write_to',
    ask: 'Where can we write to you?',
    hint: 'We write once, about this study.',
    isRequired: false,
  },
  { kind: 'email', code: 'work_email', ask: 'What is your e-mail address at work?', isRequired: true },
]
