import { z } from 'zod'
import { itemBase } from '../../parts.ts'

/** An address to write to. Personal: kept for contact alone, never tagged, quoted, exported or counted. */
export const email = z.strictObject({ kind: z.literal('email'), ...itemBase })

export type Email = z.infer<typeof email>
