import { z } from 'zod'
import { itemBase, wording } from '../../parts.ts'

/**
 * Three ratings with scales that are fixed by custom, so that figures compare: recommendation from 0 to 10 (NPS),
 * satisfaction from 1 to 5 (CSAT), effort from 1 to 7 (CES).
 */
export const rating = z.strictObject({
  kind: z.literal('rating'),
  ...itemBase,
  measure: z.enum(['nps', 'csat', 'ces']),
  /** What the two ends mean. */
  low: wording(80),
  high: wording(80),
  /** The wording of "I don't know", where it is offered. */
  dontKnow: wording(80).optional(),
})

export type Rating = z.infer<typeof rating>

const range = { nps: [0, 10], csat: [1, 5], ces: [1, 7] } as const

/** From the low end to the high one. */
export function ratingCodes({ measure }: Pick<Rating, 'measure'>): string[] {
  const [from, to] = range[measure]
  return Array.from({ length: to - from + 1 }, (_, step) => String(from + step))
}
