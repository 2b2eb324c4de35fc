import { z } from 'zod'
import { itemBase } from '../../parts.ts'

export const longText = z.strictObject({
  kind: z.literal('long-text'),
  ...itemBase,
  /** In characters. */
  longest: z.int().min(100).max(20_000).default(4000),
  /** Height of the field in lines. */
  lines: z.int().min(2).max(20).default(5),
})

export type LongText = z.infer<typeof longText>
