import { z } from 'zod'

/** How a file is wanted; what is not said is the usual. */
export const fileChoice = z.object({
  paper: z.enum(['a4', 'letter']).default('a4'),
  size: z.enum(['screen', 'wide', 'print']).default('screen'),
  /** Whose words may stand in it: those released for quoting, or also those that stay in the house. */
  words: z.enum(['consented', 'internal']).default('consented'),
})
