import { z } from 'zod'
import { itemBase } from '../../parts.ts'

/**
 * A value the survey works out from earlier answers by an expression: a score, a group, a difference.
 * It is stored with the answers, can be piped into texts, and conditions can ask for it.
 */
export const calculated = z.strictObject({
  kind: z.literal('calculated'),
  ...itemBase,
  expression: z.string().trim().min(1, 'Write how it is worked out.').max(1000),
  /** What it gives; yes and no are stored as "true" and "false". */
  gives: z.enum(['number', 'text', 'condition']).default('number'),
})

export type Calculated = z.infer<typeof calculated>
