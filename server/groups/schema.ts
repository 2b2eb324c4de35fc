import { z } from 'zod'

export const groupParams = z.object({ groupId: z.uuid() })

export const nameForm = z.object({
  name: z.string().trim().min(1, 'Give the group a name.').max(60, 'Use at most 60 characters.'),
})

/** One field a person, `person-<id>`: the id of a group, or '' for none. */
export const movesForm = z.record(z.string(), z.union([z.string(), z.array(z.string())]))
