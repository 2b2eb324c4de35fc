import { z } from 'zod'
import { facets } from '../facets.ts'
import { plainText } from './plain-text.ts'
import { studyParams } from '../studies/schema.ts'

const codeKey = z.string().min(1).max(120)

export const codeParams = studyParams.extend({ codeKey })

/** Most characters of what a code says, in a form as in an uploaded codebook. */
export const longestName = 80
export const longestText = 600

const text = z.string().transform(plainText).pipe(z.string().max(longestText)).default('')

const codeTexts = {
  name: z
    .string()
    .transform(plainText)
    .pipe(z.string().min(1, 'Give the code a name: two to five words that a colleague understands.').max(longestName)),
  definition: z
    .string()
    .transform(plainText)
    .pipe(
      z.string().min(10, 'Say in a sentence what the code means, so that two people use it alike.').max(longestText),
    ),
  whenToUse: text,
  whenNotToUse: text,
  example: text,
}

/** Number of the newest change that the page knew when it was opened. */
const seen = z.coerce.number().int().min(0).max(2_000_000_000).default(0)

/** Where a code stands: "facet:need" right under a facet, or the key of the code above it. */
const place = z
  .string('Choose where this code stands.')
  .min(1, 'Choose where this code stands.')
  .max(120)
  .refine(
    (value) => !value.startsWith('facet:') || facets.some((facet) => value === `facet:${facet}`),
    'Choose where this code stands.',
  )

export const codebookQuery = z.object({
  /** Words to find in names and texts. */
  q: z.string().max(200).catch('').default(''),
  /** Where a new code shall stand, so that its form opens there. */
  under: z.string().max(120).catch('').default(''),
})

export const newCodeForm = z.object({ place, ...codeTexts })
export const codeForm = z.object({ ...codeTexts, opposite: z.string().max(120).default(''), seen })
export const placeForm = z.object({ place, seen })
export const stepForm = z.object({ step: z.enum(['up', 'down']), seen })
export const mergeForm = z.object({
  into: z.string('Choose the code that its tags go to.').min(1, 'Choose the code that its tags go to.').max(120),
  seen,
})
export const retirementForm = z.object({ retirement: z.enum(['retired', 'in_use']), seen })

export const passagesQuery = z.object({
  q: z.string().max(200).catch('').default(''),
  after: z.uuid().optional().catch(undefined),
})

const chosenTag = z
  .string()
  .regex(/^[0-9a-f-]{36}\/[0-9a-f-]{36}$/)
  .transform((value) => ({ personId: value.slice(0, 36), tagId: value.slice(37) }))
  .pipe(z.object({ personId: z.uuid(), tagId: z.uuid() }))

export const splitForm = z.object({
  ...codeTexts,
  tags: z.preprocess((value) => (value === undefined ? [] : [value].flat()), z.array(chosenTag).max(1_000)),
  /** Every passage found by the search, not only those ticked on this page. */
  all: z.literal('yes').optional(),
  q: z.string().max(200).default(''),
  seen,
})

export const historyQuery = z.object({
  /** Only changes that touched this code. */
  code: z.string().max(120).optional().catch(undefined),
  /** Only changes before this one. */
  before: z.coerce.number().int().min(1).max(2_000_000_000).optional().catch(undefined),
})

export const undoForm = z.object({ number: z.coerce.number().int().min(1).max(2_000_000_000) })
