import { z } from 'zod'

const codePoint = z.coerce.number().int().min(0).max(2_000_000_000)
const several = z.preprocess(
  (value) => (value === undefined || value === '' ? [] : Array.isArray(value) ? value : [value]),
  z.array(z.string().max(120)).max(40),
)

/** What a person found in the sentence: the codes they ticked, and those they chose from the list. */
export const reviewForm = z.object({
  personId: z.uuid(),
  sourceKind: z.enum(['document', 'answer']),
  sourceId: z.uuid(),
  item: z.string().max(300).default(''),
  start: codePoint,
  end: codePoint,
  turn: z.coerce.number().int().min(0).max(10_000_000),
  seal: z.string().max(100).default(''),
  found: several,
  more: several,
})
