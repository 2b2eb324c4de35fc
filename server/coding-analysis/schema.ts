import { z } from 'zod'

export const analysisQuery = z.object({
  /** Whether suggestions nobody decided count too. */
  counted: z.enum(['accepted', 'all']).catch('all'),
  /** Whether a tag counts for the codes above its own too. */
  within: z.enum(['yes', 'no']).catch('no'),
  family: z.uuid().optional().catch(undefined),
  item: z.string().max(200).optional().catch(undefined),
})

export const quotationsQuery = z.object({
  counted: z.enum(['accepted', 'all']).catch('accepted'),
  /** Words that may leave the workspace, or all of them with a mark on those that may not. */
  which: z.enum(['quotable', 'internal']).catch('quotable'),
})
