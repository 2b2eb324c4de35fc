import { z } from 'zod'
import { openForms } from '../tagging/schema.ts'

export const roundParams = z.object({ roundId: z.uuid() })
export const roundDocumentParams = roundParams.extend({ personId: z.uuid(), documentId: z.uuid() })
export const codingTagParams = roundParams.extend({ personId: z.uuid(), codingTagId: z.uuid() })
export const suggestionParams = roundParams.extend({ personId: z.uuid(), tagId: z.uuid() })

const several = z.preprocess(
  (value) => (value === undefined || value === '' ? [] : Array.isArray(value) ? value : [value]),
  z.array(z.string().max(120)).max(2_000),
)
const emptyAsMissing = (value: unknown) => (value === '' ? undefined : value)
const bound = z.preprocess(emptyAsMissing, z.coerce.number().min(-1_000_000).max(1_000_000).optional())

/** How many codes of a round may have a scale: the page has so many rows for them. */
export const scalesAtMost = 3

export const newRoundForm = z.object({
  firstCoder: z.uuid('Choose the first coder.'),
  secondCoder: z.uuid('Choose the second coder.'),
  which: z.enum(['all', 'sample', 'numbers'], 'Choose which documents are coded.'),
  sampleSize: z.preprocess(emptyAsMissing, z.coerce.number().int().min(1).max(10_000).optional()),
  numbers: z.string().trim().max(2_000).default(''),
  unit: z.enum(['sentence', 'turn'], 'Choose the unit that is compared.'),
  label: several,
  showsSuggestions: z.literal('yes').optional(),
  beginsFromOwn: z.literal('yes').optional(),
  scaleLabel: several,
  scaleLevel: several,
  scaleLow: z.preprocess((value) => [value].flat(), z.array(bound).max(scalesAtMost)),
  scaleHigh: z.preprocess((value) => [value].flat(), z.array(bound).max(scalesAtMost)),
})

const place = z.coerce.number().int().min(0).max(2_000_000_000).optional().catch(undefined)

export const codingQuery = z.object({
  /** First turn shown. */
  from: place,
  /** One turn alone, for a script that exchanges it. */
  alone: place,
  ...openForms,
})

export const codingDecisionForm = z.object({
  decision: z.enum(['accepted', 'rejected', 'open', 'removed'], 'Choose what becomes of the tag.'),
  returnTo: z.string().max(600).default('/'),
})

export const valueForm = z.object({
  value: z.preprocess(emptyAsMissing, z.coerce.number('Write a number.').optional()),
  returnTo: z.string().max(600).default('/'),
})

export const doneForm = z.object({ done: z.enum(['yes', 'no']) })

export const disagreementsQuery = z.object({
  label: z.string().max(120).optional().catch(undefined),
  show: z.enum(['open', 'all']).default('open').catch('open'),
  from: place,
})

const codePoint = z.coerce.number().int().min(0).max(2_000_000_000)
export const resolutionForm = z.object({
  start: codePoint,
  end: codePoint,
  choice: z.enum(['first', 'second', 'both', 'neither', 'other'], 'Choose what the words say.'),
  code: z.string().max(120).default(''),
  returnTo: z.string().max(600).default('/'),
})
