import { z } from 'zod'
import { code, haveOwnCodes, itemBase, wording } from '../../parts.ts'

/** Best-worst sets (MaxDiff): out of a few things at a time, the one that matters most and the one that matters least. */
export const maxDiff = z
  .strictObject({
    kind: z.literal('maxdiff'),
    ...itemBase,
    options: z
      .array(z.strictObject({ code, label: wording(120) }))
      .min(4, 'Best-worst sets need at least four things to compare.')
      .max(30),
    /** Things in a set. */
    perSet: z.int().min(3).max(6).default(4),
    /** How often each thing is seen, about: three times give everybody scores of their own. */
    timesSeen: z.int().min(1).max(6).default(3),
    /** Rotations of the design that respondents share out between them. */
    versions: z.int().min(1).max(60).default(12),
    /** What the two columns mean. */
    best: wording(60),
    worst: wording(60),
  })
  .refine((item) => haveOwnCodes(item.options), { path: ['options'], message: 'Two options share a code.' })
  .refine((item) => item.perSet < item.options.length, {
    path: ['perSet'],
    message: 'A set must be smaller than the list.',
  })

export type MaxDiff = z.infer<typeof maxDiff>

export function setCount(item: Pick<MaxDiff, 'options' | 'perSet' | 'timesSeen'>): number {
  return Math.ceil((item.options.length * item.timesSeen) / item.perSet)
}

export function setKey(itemCode: string, set: number, end: 'best' | 'worst'): string {
  return `${itemCode}_s${set + 1}_${end}`
}
