import { z } from 'zod'
import { carryForward, code, condition, haveOwnCodes, itemBase, wording } from '../../parts.ts'

export const constantSum = z
  .strictObject({
    kind: z.literal('constant-sum'),
    ...itemBase,
    options: z
      .array(
        z.strictObject({ code, label: wording(200), isPinned: z.boolean().optional(), showIf: condition.optional() }),
      )
      .min(2, 'Points need at least two things to be shared between.')
      .max(12),
    /** What the parts add up to. */
    total: z.int().min(2).max(100_000).default(100),
    /** Shown behind each part, such as points or €. */
    unit: wording(20).optional(),
    isShuffled: z.boolean().default(false),
    carryForward: carryForward.optional(),
  })
  .refine((item) => haveOwnCodes(item.options), { path: ['options'], message: 'Two options share a code.' })

export type ConstantSum = z.infer<typeof constantSum>
