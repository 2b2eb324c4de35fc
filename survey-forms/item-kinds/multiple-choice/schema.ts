import { z } from 'zod'
import { haveOwnCodes, itemBase, option } from '../../parts.ts'

export const multipleChoice = z
  .strictObject({
    kind: z.literal('multiple-choice'),
    ...itemBase,
    options: z
      .array(option.extend({ /** "None of these": stands alone. */ isExclusive: z.boolean().optional() }))
      .min(2, 'A choice needs at least two options.')
      .max(40),
    /** How many may be ticked at most. */
    most: z.int().min(1).max(40).optional(),
    isShuffled: z.boolean().default(false),
  })
  .refine((item) => haveOwnCodes(item.options), { path: ['options'], message: 'Two options share a code.' })
  .refine((item) => item.options.filter((one) => one.takesText).length <= 1, {
    path: ['options'],
    message: 'Only one option can ask for words.',
  })

export type MultipleChoice = z.infer<typeof multipleChoice>
