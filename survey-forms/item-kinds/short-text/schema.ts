import { z } from 'zod'
import { itemBase } from '../../parts.ts'

export const shortText = z.strictObject({
  kind: z.literal('short-text'),
  ...itemBase,
  /** In characters. */
  longest: z.int().min(1).max(300).default(200),
  /** An address or a name: kept for contact alone, never tagged, quoted, exported or counted. */
  isPersonal: z.boolean().default(false),
  /** What the browser may fill in. */
  autocomplete: z.enum(['off', 'email', 'name', 'tel']).default('off'),
})

export type ShortText = z.infer<typeof shortText>
