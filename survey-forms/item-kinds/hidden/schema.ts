import { z } from 'zod'
import { code, itemBase } from '../../parts.ts'

/**
 * A value that comes in with the survey's link, such as a channel or a customer segment. Whoever holds the link can
 * write anything there, so it is short, never trusted and never decides who may do what.
 */
export const hidden = z.strictObject({
  kind: z.literal('hidden'),
  ...itemBase,
  /** The name in the link; the item's code where nothing is said. */
  field: code.optional(),
  /** Values that count; anything else is dropped. Without them any short text is kept. */
  values: z.array(code).max(100).optional(),
})

export type Hidden = z.infer<typeof hidden>

/** In characters. */
const longestValue = 200

/** What an item keeps of the value in the link, null where there is none to keep. */
export function keptValue(item: Hidden, given: string): string | null {
  const value = given
    .normalize('NFC')
    .replace(/\p{Cc}/gu, '')
    .toWellFormed()
  if (value === '' || [...value].length > longestValue) return null
  return item.values && !item.values.includes(value) ? null : value
}
