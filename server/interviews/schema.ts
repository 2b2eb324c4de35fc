import { z } from 'zod'
import { openForms } from '../tagging/schema.ts'

export const documentParams = z.object({ personId: z.uuid(), documentId: z.uuid() })
export const uploadQuery = z.object({ form: z.string().max(100).optional() })
export const listQuery = z.object({ after: z.coerce.number().int().min(0).optional().catch(undefined) })
const place = z.coerce.number().int().min(0).max(2_000_000_000).optional().catch(undefined)

export const documentQuery = z.object({
  /** First turn shown. */
  from: place,
  /** One turn alone, for a script that exchanges it. */
  alone: place,
  /** Code point to show. */
  at: place,
  /** Turn whose words are being mended. */
  edit: place,
  /** The words as readers outside see them. */
  readable: z.literal('yes').optional().catch(undefined),
  ...openForms,
})

export const searchQuery = z.object({
  words: z.string().trim().max(200).optional().catch(undefined),
  /** Document after which to search on. */
  after: z.uuid().optional().catch(undefined),
  /** One document alone. */
  only: z.uuid().optional().catch(undefined),
})

/** Granted, refused, or as the person said in the study: the last is no record of the document's own. */
export const consentChoice = z.enum(['yes', 'no'])

export const uploadFields = z.object({
  basis: z.string().trim().max(300).default(''),
  mayQuote: z.enum(['yes', 'no']).optional(),
  joinsByKey: z.literal('yes').optional(),
})

export const roleChoice = z.enum(['participant', 'interviewer', 'agent', 'system', 'unknown'])
export const personKeyForm = z.object({
  key: z.string().trim().min(1, 'Type the key by which this person is known.').max(200),
})
