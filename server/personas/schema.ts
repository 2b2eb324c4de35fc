import { z } from 'zod'

export const setParams = z.object({ personaSetId: z.uuid() })
export const personaParams = setParams.extend({ personaKey: z.string().regex(/^p\d{1,2}$/) })
export const claimParams = setParams.extend({ claimId: z.string().min(1).max(300) })

export const searchForm = z.looseObject({
  seed: z.coerce.number().int().min(0).max(2_147_483_647).default(1),
  record: z.literal('yes').optional(),
  withoutFlagged: z.literal('yes').optional(),
})

export const nameForm = z.object({
  name: z.string().trim().min(1, 'Give the persona a name.').max(60, 'Use at most 60 characters.'),
  tagline: z.string().trim().max(120, 'Use at most 120 characters.').default(''),
})

const madeLine = z.string().trim().max(90, 'Use at most 90 characters: about ten words.').default('')

/** What a team makes of a persona; an empty field is no line. */
export const interpretationForm = z.object({
  'do-0': madeLine,
  'do-1': madeLine,
  'dont-0': madeLine,
  'dont-1': madeLine,
})
