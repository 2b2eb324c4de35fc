import { z } from 'zod'
import { setParams } from '../schema.ts'

export const sharedParams = z.object({ secret: z.string().regex(/^[\w-]{22}$/) })
export const linkParams = setParams.extend({ linkId: z.uuid() })

export const linkDays = ['7', '30', '90'] as const

export const linkForm = z.object({
  reader: z
    .string()
    .trim()
    .min(2, 'Say who it is for, so that you can take it back later.')
    .max(80, 'Use at most 80 characters.'),
  days: z.enum(linkDays, 'Choose how long it is good for.').default('30'),
})
