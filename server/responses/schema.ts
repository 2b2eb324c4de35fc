import { z } from 'zod'
import { studyParams } from '../studies/schema.ts'

export const importParams = studyParams.extend({ importId: z.uuid() })
export const uploadQuery = z.object({ form: z.string().max(100).optional() })

export const confirmationForm = z.looseObject({
  basis: z.string().trim().max(300).default(''),
  mayQuote: z.literal('yes').optional(),
  joinsByKey: z.literal('yes').optional(),
})
