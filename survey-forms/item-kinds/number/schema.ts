import { z } from 'zod'
import { itemBase, wording } from '../../parts.ts'

/** The code of "I don't know". */
export const dontKnow = 'dont_know'

export const numberItem = z
  .strictObject({
    kind: z.literal('number'),
    ...itemBase,
    minimum: z.number().min(-1e12).max(1e12),
    maximum: z.number().min(-1e12).max(1e12),
    /** Digits after the decimal point that may be given. */
    decimals: z.int().min(0).max(6).default(0),
    /** Shown behind the field, such as km or €. */
    unit: wording(20).optional(),
    /** Whether it counts events (times, visits): whole numbers from 0 up. */
    isCount: z.boolean().default(false),
    /** The wording of "I don't know", where it is offered. */
    dontKnow: wording(80).optional(),
  })
  .refine((item) => item.minimum < item.maximum, {
    path: ['maximum'],
    message: 'The largest number must be above the smallest.',
  })
  .refine((item) => !item.isCount || (item.decimals === 0 && item.minimum >= 0), {
    path: ['isCount'],
    message: 'A count is a whole number from 0 up.',
  })

export type NumberItem = z.infer<typeof numberItem>

/** The tick box beside the number. */
export function dontKnowField(itemCode: string): string {
  return `${itemCode}-${dontKnow}`
}
