import { z } from 'zod'
import { surveyParams } from '../surveys/schema.ts'
import { messageKinds } from './message.ts'
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

const messageKind = z.enum(messageKinds)
const language = z.string().regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/)
export const mailQuery = z.object({
  kind: messageKind.catch('invitation'),
  language: language.optional().catch(undefined),
})
export const messageForm = z.object({
  kind: messageKind,
  language,
  subject: z.string().max(2_000),
  body: z.string().max(50_000),
  _do: z.enum(['save', 'test']).catch('save'),
})
export const sendingForm = z.object({ kind: messageKind })
export const planForm = z.object({
  mostReminders: z.coerce
    .number('Write a number.')
    .int('Write a whole number.')
    .min(0, 'Write 0 to 5.')
    .max(5, 'Write 0 to 5.'),
  daysBetweenMails: z.coerce
    .number('Write a number.')
    .int('Write a whole number.')
    .min(1, 'Write 1 to 60.')
    .max(60, 'Write 1 to 60.'),
})
export const optOutParams = z.object({
  workspaceId: z.uuid(),
  address: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  proof: z.string().regex(/^[A-Za-z0-9_-]{22}$/),
})
