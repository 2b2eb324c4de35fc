import { z } from 'zod'
import { carryForward, code, haveOwnCodes, itemBase, option } from '../../parts.ts'

export const singleChoice = z
  .strictObject({
    kind: z.literal('single-choice'),
    ...itemBase,
    options: z.array(option).min(2, 'A choice needs at least two options.').max(400),
    /** Whether the options run along a scale, such as never to always. */
    isOrdered: z.boolean().default(false),
    isShuffled: z.boolean().default(false),
    /** Radio buttons where nothing is said. A dropdown or a field that searches as one types suits a long list. */
    display: z.enum(['radios', 'dropdown', 'search']).optional(),
    carryForward: carryForward.optional(),
    /** For an attention check: the option that the wording tells people to choose. It builds no personas and describes none. */
    rightAnswer: code.optional(),
  })
  .refine((item) => haveOwnCodes(item.options), { path: ['options'], message: 'Two options share a code.' })
  .refine((item) => item.options.filter((one) => one.takesText).length <= 1, {
    path: ['options'],
    message: 'Only one option can ask for words.',
  })
  .refine((item) => !(item.isOrdered && item.isShuffled), {
    path: ['isShuffled'],
    message: 'Options along a scale keep their order.',
  })
  .refine((item) => item.rightAnswer === undefined || item.options.some((one) => one.code === item.rightAnswer), {
    path: ['rightAnswer'],
    message: 'The right answer of an attention check is one of its options.',
  })

export type SingleChoice = z.infer<typeof singleChoice>

/** Where the words beside "other" are stored. */
export function otherTextKey(itemCode: string, optionCode: string): string {
  return `${itemCode}_${optionCode}_text`
}
