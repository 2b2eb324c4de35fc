import { z } from 'zod'
import { itemBase, wording } from '../../parts.ts'

export const consentPurposes = ['analysis', 'quoting', 'recontact'] as const
export type ConsentPurpose = (typeof consentPurposes)[number]

/** One tick box a purpose, never ticked beforehand. The survey must be possible without the ones that are not needed. */
export const consentItem = z
  .strictObject({
    kind: z.literal('consent'),
    ...itemBase,
    purposes: z
      .array(
        z.strictObject({
          code: z.enum(consentPurposes),
          /** Stored with every decision, word for word. */
          label: wording(600),
          /** Whether nobody can take part without it. */
          isNeeded: z.boolean().default(false),
        }),
      )
      .min(1)
      .max(consentPurposes.length),
  })
  .refine((item) => new Set(item.purposes.map((one) => one.code)).size === item.purposes.length, {
    path: ['purposes'],
    message: 'A purpose can stand here once.',
  })

export type ConsentItem = z.infer<typeof consentItem>
