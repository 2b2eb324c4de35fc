import { z } from 'zod'
import { itemBase } from '../../parts.ts'

const isoDate = z.iso.date('Write a date as 2026-05-31.')

/** A calendar date, or as much of it as is asked for or known. */
export const dateItem = z
  .strictObject({
    kind: z.literal('date'),
    ...itemBase,
    /** The finest part that is asked for. */
    precision: z.enum(['day', 'month', 'year']).default('day'),
    /** Whether the finer parts may stay empty: "June 2019", "2019". */
    isPartial: z.boolean().default(false),
    earliest: isoDate.optional(),
    latest: isoDate.optional(),
  })
  .refine((item) => !item.earliest || !item.latest || item.earliest <= item.latest, {
    path: ['latest'],
    message: 'The latest date must not come before the earliest.',
  })

export type DateItem = z.infer<typeof dateItem>

export const dateParts = ['day', 'month', 'year'] as const
export type DatePart = (typeof dateParts)[number]

/** The parts asked for, from the finest to the year. */
export function askedParts({ precision }: Pick<DateItem, 'precision'>): DatePart[] {
  return dateParts.slice(dateParts.indexOf(precision))
}
