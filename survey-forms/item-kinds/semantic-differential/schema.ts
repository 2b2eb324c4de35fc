import { z } from 'zod'
import { facets } from '../../../server/facets.ts'
import { code, condition, haveOwnCodes, itemBase, wording } from '../../parts.ts'

/** Pairs of opposite words with points between them; the points have no words of their own, only a place. */
export const semanticDifferential = z
  .strictObject({
    kind: z.literal('semantic-differential'),
    ...itemBase,
    rows: z
      .array(
        z.strictObject({
          code,
          left: wording(80),
          right: wording(80),
          facet: z.enum(facets).optional(),
          showIf: condition.optional(),
          isPinned: z.boolean().optional(),
        }),
      )
      .min(1, 'Give at least one pair of words.')
      .max(30),
    pointCount: z.union([z.literal(5), z.literal(7)]).default(7),
    offersRefusal: z.boolean().default(false),
    isShuffled: z.boolean().default(false),
  })
  .refine((item) => haveOwnCodes(item.rows), { path: ['rows'], message: 'Two rows share a code.' })

export type SemanticDifferential = z.infer<typeof semanticDifferential>

/** From the left end to the right: p1 is wholly the left word. */
export function pointCodes(item: Pick<SemanticDifferential, 'pointCount'>): string[] {
  return Array.from({ length: item.pointCount }, (_, place) => `p${place + 1}`)
}
