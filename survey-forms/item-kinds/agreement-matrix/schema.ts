import { z } from 'zod'
import { facets } from '../../../server/facets.ts'
import { dontKnow } from '../number/schema.ts'
import { carryForward, code, condition, haveOwnCodes, itemBase, wording } from '../../parts.ts'

/** The code of "Prefer not to say" in every row. */
export const refused = 'refused'

export const agreementMatrix = z
  .strictObject({
    kind: z.literal('agreement-matrix'),
    ...itemBase,
    rows: z
      .array(
        z.strictObject({
          code,
          label: wording(200),
          /** Where this row's facet differs from the item's. */
          facet: z.enum(facets).optional(),
          showIf: condition.optional(),
          isPinned: z.boolean().optional(),
          /** For an attention check: the point that the statement tells people to choose. */
          rightAnswer: code.optional(),
        }),
      )
      .min(1, 'A matrix needs at least one row.')
      .max(100),
    /** From least to most agreement. */
    points: z
      .array(z.strictObject({ code, label: wording(40) }))
      .min(2, 'A scale needs at least two points.')
      .max(7),
    offersRefusal: z.boolean().default(false),
    /** The wording of "I don't know" in every row, where it is offered. */
    dontKnow: wording(80).optional(),
    isShuffled: z.boolean().default(false),
    carryForward: carryForward.optional(),
  })
  .refine((item) => haveOwnCodes(item.rows), { path: ['rows'], message: 'Two rows share a code.' })
  .refine((item) => haveOwnCodes([...item.points, { code: refused }, { code: dontKnow }]), {
    path: ['points'],
    message: 'Two points share a code.',
  })
  .refine(
    ({ rows, points }) =>
      rows.every(({ rightAnswer }) => rightAnswer === undefined || points.some((one) => one.code === rightAnswer)),
    { path: ['rows'], message: 'The right answer of an attention check is one of the points.' },
  )

export type AgreementMatrix = z.infer<typeof agreementMatrix>

/** Ways out of a row that take no position: their codes and, in the instrument's language, their words. */
export function waysOut(item: Pick<AgreementMatrix, 'offersRefusal' | 'dontKnow'>, refusal: string) {
  return [
    ...(item.dontKnow ? [{ code: dontKnow, label: item.dontKnow }] : []),
    ...(item.offersRefusal ? [{ code: refused, label: refusal }] : []),
  ]
}

/** Where a row's answer is stored. */
export function rowKey(itemCode: string, rowCode: string): string {
  return `${itemCode}_${rowCode}`
}

export const refusalLabel = 'Prefer not to say'
