import { z } from 'zod'

export const differenceQuery = z.object({ before: z.uuid().optional(), after: z.uuid().optional() })

export const publicationForm = z.object({
  note: z.string().trim().max(300, 'Use at most 300 characters.').default(''),
  despite: z.literal('yes').optional(),
})
