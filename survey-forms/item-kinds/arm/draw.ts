import { createHash } from 'node:crypto'
import type { Arm } from './schema.ts'

/**
 * The arm of the respondent with this seed. Arms of two items are drawn apart from each other, and nothing a respondent
 * does, not even a second device, draws again.
 */
export function drawnArm(item: Arm, seed: number): string {
  const total = item.arms.reduce((sum, one) => sum + one.weight, 0)
  const bits = createHash('sha256').update(`arm/${seed}/${item.code}`).digest().readUIntBE(0, 6)
  let place = (bits / 2 ** 48) * total
  for (const one of item.arms) {
    place -= one.weight
    if (place < 0) return one.code
  }
  return item.arms.at(-1)!.code
}
