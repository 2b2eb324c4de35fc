import { z } from 'zod'
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
  /** What the point means, with both ends named, so that it makes sense read aloud on its own. */
  label: string
  /** What fits under a point on a phone. */
  short: string
}

/** The points from left to right. */
export function tradeOffSteps({ left, right, steps }: Pick<TradeOff, 'left' | 'right' | 'steps'>): Step[] {
  const step = (code: string, label: string, short: string): Step => ({ code, label, short })
  const farLeft = step('left', `Clearly ${left.label}`, 'Clearly this')
  const nearLeft = step('rather_left', `Rather ${left.label}`, 'Rather this')
  const middle = step('both', `${left.label} and ${right.label} the same`, 'Both the same')
  const nearRight = step('rather_right', `Rather ${right.label}`, 'Rather this')
  const farRight = step('right', `Clearly ${right.label}`, 'Clearly this')
  switch (steps) {
    case 'two':
      return [step('left', left.label, left.label), step('right', right.label, right.label)]
    case 'four':
      return [farLeft, nearLeft, nearRight, farRight]
    case 'five':
      return [farLeft, nearLeft, middle, nearRight, farRight]
  }
}
