import { everyValue, type FormBody } from '../../form-body.ts'
import type { ParsedItem, Reading } from '../../item-kind.ts'
import type { ConsentItem } from './schema.ts'

/** The answer holds the granted purposes: an empty array is a decision against all of them, not a skipped question. */
export function parseConsent(item: ConsentItem, body: FormBody, { say }: Reading): ParsedItem {
  const sent = new Set(everyValue(body, item.code))
  const granted = item.purposes.filter((purpose) => sent.has(purpose.code)).map((purpose) => purpose.code)
  const isMissing = item.purposes.some((purpose) => purpose.isNeeded && !granted.includes(purpose.code))
  if (!isMissing) return { answers: { [item.code]: granted }, errors: [], drafts: {} }
  return { answers: {}, errors: [{ key: item.code, message: say('consent_needed') }], drafts: { [item.code]: granted } }
}
