import { z } from 'zod'
import { studyParams } from '../studies/schema.ts'

export const redactionParams = z.object({ personId: z.uuid(), documentId: z.uuid() })
export const termParams = studyParams.extend({ termId: z.uuid() })

/** What a form says of one group of words; groups that it does not name stay as they are. */
export const decision = z.enum(['accepted', 'rejected', 'open'])
export type Decision = z.infer<typeof decision>

export const termForm = z.object({
  words: z
    .string()
    .trim()
    .min(2, 'Type the words to replace, two characters or more.')
    .max(100, 'A term has at most 100 characters.'),
})
