import { z } from 'zod'

export const linkModes = ['open', 'single_use', 'personal'] as const
export const linkModeForm = z.object({ linkMode: z.enum(linkModes) })

/** The tick is the second thought that something irreversible needs. */
export const anonymityForm = z.object({
  isUnderstood: z.literal('yes', 'Tick the box first: this cannot be taken back.'),
})

export const mostSingleUseLinks = 20_000
export const singleUseForm = z.object({
  howMany: z
    .string()
    .trim()
    .transform((typed) => Number(typed.replace(/[\s,.]/g, '')))
    .refine(
      (count) => Number.isInteger(count) && count >= 1 && count <= mostSingleUseLinks,
      `Write a whole number from 1 to ${mostSingleUseLinks.toLocaleString('en-GB')}.`,
    ),
})
