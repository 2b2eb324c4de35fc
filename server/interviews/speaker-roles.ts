import { roleFromLabel } from '../files/documents/speakers.ts'
import type { SpeakerRole } from '../text/document.ts'

/** The role proposed for a label that an edit brought in, with its reason. */
export function roleOfNewLabel(label: string): { role: SpeakerRole; reason: string } {
  const role = label === '' ? undefined : roleFromLabel(label)
  return role
    ? { role, reason: `The label \u201c${label}\u201d is a usual word for this role.` }
    : { role: 'unknown', reason: 'Somebody new in this text: say whose words these are.' }
}
