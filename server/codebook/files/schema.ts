import { z } from 'zod'
import { facets } from '../../facets.ts'
import { studyParams } from '../../studies/schema.ts'

export const codebookFileParams = studyParams.extend({ codebookFileId: z.uuid() })

/** The facet of rows that name none. */
const facet = z.preprocess((value) => (value === '' ? undefined : value), z.enum(facets).optional())

export const previewQuery = z.object({ facet: facet.catch(undefined) })

export const confirmationForm = z.object({
  facet,
  seen: z.coerce.number().int().min(0).max(2_000_000_000),
  /** Codes changed here since that shall get what the file says. */
  overrule: z.preprocess(
    (value) => (value === undefined ? [] : [value].flat()),
    z.array(z.string().min(1).max(120)).max(1_000),
  ),
})
