import { type Instrument, itemsOf } from '../../survey-forms/instrument.ts'
import type { ConsentPurpose } from '../../survey-forms/item-kinds/consent/schema.ts'
import type { Answers } from '../responses/variable.ts'

/** One purpose decided, with the words the person read. */
export interface ConsentDecision {
  purpose: ConsentPurpose
  isGranted: boolean
  wording: string
}

/** Decisions that are new or differ from the stored ones; each becomes a record of its own, the latest counts. */
export function consentDecisions(
  instrument: Instrument,
  { before, after }: { before: Answers; after: Answers },
): ConsentDecision[] {
  return itemsOf(instrument).flatMap((item) => {
    if (item.kind !== 'consent' || !Array.isArray(after[item.code])) return []
    const granted = after[item.code] as string[]
    const earlier = before[item.code]
    return item.purposes
      .filter(({ code }) => !Array.isArray(earlier) || earlier.includes(code) !== granted.includes(code))
      .map(({ code, label }) => ({ purpose: code, isGranted: granted.includes(code), wording: String(label) }))
  })
}
