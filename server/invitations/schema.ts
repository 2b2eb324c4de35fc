import { z } from 'zod'
import { surveyParams } from '../surveys/schema.ts'
import { columnUses } from './people-file.ts'

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

export const uploadQuery = z.object({ form: z.string().max(100).optional() })
export const uploadParams = surveyParams.extend({ uploadId: z.uuid() })
export const invitationQuery = z.object({
  search: z.string().trim().max(100).optional(),
  after: z.uuid().optional(),
})

const columnUse = z.enum(columnUses)

/** The columns of a list come as use-0, use-1 …; a field that is missing or forged leaves its column out. */
export const confirmationForm = z
  .looseObject({
    basis: z
      .string()
      .trim()
      .min(
        10,
        'Say in a few words why these people may be written to, such as “customers who agreed to research mail”.',
      )
      .max(500, 'Use at most 500 characters.'),
  })
  .transform((form) => ({
    basis: form.basis,
    useOf: (column: number) => columnUse.catch('none').parse(form[`use-${column}`]),
  }))

export const forgettingForm = z.object({
  isUnderstood: z.literal('yes', 'Tick the box first: this cannot be taken back.'),
})
