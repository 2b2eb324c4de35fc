import { z } from 'zod'

export const accentForm = z.object({
  accent: z
    .string()
    .trim()
    .toLowerCase()
    .transform((typed) => (/^[0-9a-f]{6}$/.test(typed) ? `#${typed}` : typed))
    .refine((typed) => typed === '' || /^#[0-9a-f]{6}$/.test(typed), {
      message: 'A colour is # and six digits from 0 to f, such as #1f4e79.',
    }),
})
