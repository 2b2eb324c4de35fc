import { z } from 'zod'
import { sayEnglish } from '../../languages/phrases.ts'
import { itemBase, wording } from '../../parts.ts'

const end = z.strictObject({ label: wording(80), detail: wording(200).optional() })

/** The code of "I can't choose". */
export const undecided = 'undecided'

/**
 * Two ends a sensible person could want, so that agreeing with everything is impossible.
 * 'two' shows two whole options; 'four' and 'five' show points between the ends, five with a middle.
 */
export const tradeOff = z.strictObject({
  kind: z.literal('trade-off'),
  ...itemBase,
  left: end,
  right: end,
  steps: z.enum(['two', 'four', 'five']).default('five'),
  /** The wording of a way out, where there is one. */
  undecided: wording(80).optional(),
})

export type TradeOff = z.infer<typeof tradeOff>

interface Step {
  code: string
  /** What fits under a point on a phone. */
  short: string
  /** The end or ends this point leans to: read aloud behind `short`, so that the point makes sense on its own. */
  end: string
}

/** The points from left to right. */
export function tradeOffSteps(
  { left, right, steps }: Pick<TradeOff, 'left' | 'right' | 'steps'>,
  say = sayEnglish,
): Step[] {
  const farLeft = { code: 'left', short: say('clearly'), end: left.label }
  const nearLeft = { code: 'rather_left', short: say('rather'), end: left.label }
  const middle = {
    code: 'both',
    short: say('both_alike'),
    end: say('this_and_that', { left: left.label, right: right.label }),
  }
  const nearRight = { code: 'rather_right', short: say('rather'), end: right.label }
  const farRight = { code: 'right', short: say('clearly'), end: right.label }
  switch (steps) {
    case 'two':
      return [farLeft, farRight]
    case 'four':
      return [farLeft, nearLeft, nearRight, farRight]
    case 'five':
      return [farLeft, nearLeft, middle, nearRight, farRight]
  }
}

/** A point in words, for tables and charts. */
export function stepLabel(step: Step, steps: TradeOff['steps']): string {
  return steps === 'two' ? step.end : `${step.short}: ${step.end}`
}
