import { z } from 'zod'
import { studyParams } from '../studies/schema.ts'
import { dayFromText } from './calendar-day.ts'
import { cellViews } from './cross-cut-view.ts'
import { customerFileKinds } from './recognise-customer-file.ts'

export const familyParams = studyParams.extend({ familyId: z.uuid() })
export const uploadQuery = z.object({ form: z.string().max(100).optional() })
export const crossCutQuery = z.object({ view: z.enum(cellViews).catch('segment') })
export const guideQuery = z.object({ study: z.uuid().optional() })

const timeZone = z
  .string()
  .trim()
  .max(60)
  .default('')
  .transform((zone) => zone || 'UTC')
  .refine(isTimeZone, 'There is no such time zone: write one such as Europe/Berlin, or UTC.')

/** The files of one confirmation come as id-0, kind-0, id-1, kind-1 …; 'leave' forgets a file. */
export const confirmationForm = z.looseObject({ timeZone })

export const fileChoice = z.object({ importId: z.uuid(), kind: z.enum([...customerFileKinds, 'leave']) })

export const computationForm = z.object({
  asOf: z
    .string()
    .trim()
    .max(20)
    .default('')
    .refine((text) => text === '' || dayFromText(text) !== null, 'Write the date as 2026-06-30, or leave it empty.'),
})

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
