import fc from 'fast-check'
import type { Random } from '../../server/statistics/random.ts'

/** What random surveys and respondents are drawn with. */
export type Dice = Pick<Random, 'next' | 'integer'>

/** What every throw shows once the list is used up: no conditions, every answer given, straight on. */
const usual = 0.49

/**
 * Dice whose throws are a list that fast-check draws, so that a survey that breaks a rule shrinks to a small one: throws that do not
 * matter become the usual one, and what is behind the list is usual throughout.
 */
export const dice: fc.Arbitrary<() => Dice> = fc.array(fc.nat(9999), { maxLength: 500, size: 'max' }).map((throws) => {
  // Each reader begins at the first throw.
  const begin = (): Dice => {
    let at = 0
    const next = () => (at < throws.length ? (throws[at++]! / 10_000 + usual) % 1 : usual)
    return { next, integer: (below) => Math.floor(next() * below) }
  }
  return begin
})
