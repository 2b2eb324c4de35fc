import { z } from 'zod'
import { code, haveOwnCodes, itemBase, wording } from '../../parts.ts'

/** One of several versions of the survey, drawn for each respondent: which wording, which picture, which order. */
export const arm = z
  .strictObject({
    kind: z.literal('arm'),
    ...itemBase,
    arms: z
      .array(
        z.strictObject({
          code,
          label: wording(120),
          /** Against the others. */ weight: z.int().min(1).max(1000).default(1),
        }),
      )
      .min(2, 'Give at least two arms.')
      .max(20),
  })
  .refine((item) => haveOwnCodes(item.arms), { path: ['arms'], message: 'Two arms share a code.' })

export type Arm = z.infer<typeof arm>
