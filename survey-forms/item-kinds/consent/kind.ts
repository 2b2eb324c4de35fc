import { defineKind } from '../../item-kind.ts'
import { consentExamples } from './examples.ts'
import { parseConsent } from './parse.ts'
import { consentItem } from './schema.ts'
import { consentVariables } from './variables.ts'
import { viewConsent } from './view.ts'

export const consentKind = defineKind<typeof consentItem>({
  kind: 'consent',
  name: 'Consent',
  description: 'What may be done with the answers, one box a purpose, never ticked beforehand.',
  schema: consentItem,
  examples: consentExamples,
  part: 'notice',
  parse: parseConsent,
  view: viewConsent,
  variables: consentVariables,
  answerKeys: (item) => [item.code],
  answerType: () => 'list',
  codes: (item) => item.purposes.map((one) => one.code),
})
