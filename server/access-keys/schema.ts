import { z } from 'zod'

export const keyDays = ['30', '90', '365'] as const

export const keyParams = z.object({ keyId: z.uuid() })

export const keyForm = z.object({
  holder: z
    .string()
    .trim()
    .min(2, 'Say which program it is for, so that you can take it back later.')
    .max(80, 'Use at most 80 characters.'),
  days: z.enum(keyDays, 'Choose how long it is good for.').default('90'),
})
