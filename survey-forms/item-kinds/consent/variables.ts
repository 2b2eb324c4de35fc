import type { Variable } from '../../../server/responses/variable.ts'
import type { ConsentItem } from './schema.ts'

/** Consent is a basis for using answers, not an answer: it is read from its own records and never counted. */
export function consentVariables(_item: ConsentItem): Variable[] {
  return []
}
