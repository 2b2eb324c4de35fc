import { z } from 'zod'
import { carryForward, haveOwnCodes, itemBase, option } from '../../parts.ts'

export const multipleChoice = z
  .strictObject({
    kind: z.literal('multiple-choice'),
    ...itemBase,
    options: z
      .array(option.extend({ /** "None of these": stands alone. */ isExclusive: z.boolean().optional() }))
      .min(2, 'A choice needs at least two options.')
      .max(400),
    /** How many may be ticked at least, when any are. */
    least: z.int().min(1).max(40).optional(),
    /** How many may be ticked at most. */
    most: z.int().min(1).max(40).optional(),
    isShuffled: z.boolean().default(false),
    carryForward: carryForward.optional(),
  })
  .refine((item) => haveOwnCodes(item.options), { path: ['options'], message: 'Two options share a code.' })
  .refine((item) => item.options.filter((one) => one.takesText).length <= 1, {
    path: ['options'],
    message: 'Only one option can ask for words.',
  })
  .refine((item) => (item.least ?? 1) <= (item.most ?? item.options.length), {
    path: ['least'],
    message: 'The least number of ticks must not be above the most.',
  })

export type MultipleChoice = z.infer<typeof multipleChoice>
