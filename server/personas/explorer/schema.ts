import { z } from 'zod'

const personaKey = z.string().regex(/^p\d{1,2}$/)

/** Which personas stand beside each other; none chosen shows all. */
export const sideBySideQuery = z.object({ with: z.union([personaKey, z.array(personaKey).max(12)]).optional() })
