import { z } from 'zod'
import { carryForward, code, condition, haveOwnCodes, itemBase, wording } from '../../parts.ts'

export const ranking = z
  .strictObject({
    kind: z.literal('ranking'),
    ...itemBase,
    options: z
      .array(
        z.strictObject({ code, label: wording(200), isPinned: z.boolean().optional(), showIf: condition.optional() }),
      )
      .min(2, 'A ranking needs at least two options.')
      .max(12, 'Nobody ranks more than twelve things with care. Use best-worst sets instead.'),
    /** How many places are given; all of them where nothing is said. */
    places: z.int().min(1).max(12).optional(),
    isShuffled: z.boolean().default(false),
    carryForward: carryForward.optional(),
  })
  .refine((item) => haveOwnCodes(item.options), { path: ['options'], message: 'Two options share a code.' })
  .refine((item) => (item.places ?? 1) <= item.options.length, {
    path: ['places'],
    message: 'There are fewer options than places.',
  })

export type Ranking = z.infer<typeof ranking>

/** Places a respondent gives: never more than the options they see. */
export function placeCount(item: Ranking): number {
  return Math.min(item.places ?? item.options.length, item.options.length)
}
