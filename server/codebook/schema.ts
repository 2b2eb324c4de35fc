import { z } from 'zod'
import { facets } from '../facets.ts'
import { studyParams } from '../studies/schema.ts'

export const codeParams = studyParams.extend({ codeKey: z.string().min(1).max(120) })

const texts = {
  name: z.string().trim().min(1, 'Give the code a name: two to five words that a colleague understands.').max(80),
  definition: z
    .string()
    .trim()
    .min(10, 'Say in a sentence what the code means, so that two people use it alike.')
    .max(600),
  whenToUse: z.string().trim().max(600).default(''),
  whenNotToUse: z.string().trim().max(600).default(''),
  example: z.string().trim().max(600).default(''),
}

export const codeForm = z.object({ ...texts, opposite: z.string().max(120).default('') })
export const newCodeForm = z.object({ facet: z.enum(facets, 'Choose the facet this code belongs to.'), ...texts })
export const retirementForm = z.object({ retirement: z.enum(['retired', 'in_use']) })
