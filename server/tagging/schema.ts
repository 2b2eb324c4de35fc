import { z } from 'zod'
import { studyParams } from '../studies/schema.ts'

export const tagParams = z.object({ personId: z.uuid(), tagId: z.uuid() })
export const responseParams = z.object({ personId: z.uuid(), responseId: z.uuid() })

/** A range a form asks to tag: code points of the source, half-open. */
const codePoint = z.coerce.number().int().min(0).max(2_000_000_000)
export const span = z
  .string()
  .regex(/^\d{1,10}-\d{1,10}$/)
  .transform((text) => {
    const [start, end] = text.split('-').map(Number)
    return { start: start!, end: end! }
  })

/** Which code a tag gets: a code's key, or "facet:need" for the facet alone. */
const chosenCode = z.string().min(1, 'Choose a code.').max(120)
const returnTo = z.string().max(600).default('/')

export const decisionForm = z.object({
  decision: z.enum(['accepted', 'rejected', 'open', 'removed'], 'Choose accept or reject.'),
  returnTo,
})
export const codeChoiceForm = z.object({ code: chosenCode, returnTo })
export const newTagForm = z.object({ start: codePoint, end: codePoint, code: chosenCode, returnTo })
export const rangeForm = z.object({ start: codePoint, end: codePoint, returnTo })
export const newAnswerTagForm = newTagForm.extend({ item: z.string().min(1).max(300) })

/** What of a page is open: a form for adding a tag at a place, or for changing one. */
export const openForms = {
  add: span.optional().catch(undefined),
  in: z.string().max(60).optional(),
  change: z.uuid().optional().catch(undefined),
  now: z.uuid().optional().catch(undefined),
  memo: z.uuid().optional().catch(undefined),
}

export const answersParams = studyParams
export const answersQuery = z.object({
  item: z.string().max(300).optional(),
  after: z.uuid().optional().catch(undefined),
  alone: z.uuid().optional().catch(undefined),
  ...openForms,
})

export const memoParams = z.object({ personId: z.uuid(), memoId: z.uuid() })
export const memoForm = z.object({
  text: z.string().trim().min(1, 'Write the memo first.').max(5_000, 'Use at most 5,000 characters.'),
  returnTo,
})
export const memoChangeForm = z.object({
  what: z.enum(['save', 'delete']).default('save'),
  text: z.string().trim().max(5_000).default(''),
  returnTo,
})
export const memosQuery = z.object({
  words: z.string().trim().max(200).default('').catch(''),
  before: z.uuid().optional().catch(undefined),
})
