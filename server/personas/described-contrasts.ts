import type { DescribedDifference } from '../statistics/describing.ts'
import { newcombeDifference } from '../statistics/proportions.ts'
import type { Contrast, ContrastPart } from './claim-input.ts'

/**
 * Differences on questions outside the fit in the shape claims are made of: one list per class, one contrast per variable.
 * A part is distinctive only when its q and its size passed; `indicative` bases are judged again where the claim is graded.
 */
export function describedContrasts(differences: DescribedDifference[], classes: number): Contrast[][] {
  return Array.from({ length: classes }, (_, index) => {
    const byVariable = new Map<string, DescribedDifference[]>()
    for (const difference of differences) {
      if (difference.index !== index) continue
      byVariable.set(difference.variable, [...(byVariable.get(difference.variable) ?? []), difference])
    }
    return [...byVariable].map(([name, parts]): Contrast => {
      const tested = parts.filter(({ q }) => !Number.isNaN(q))
      const q = tested.length > 0 ? Math.min(...tested.map((part) => part.q)) : 1
      return { name, parts: parts.map(partOf), position: null, q, defining: false }
    })
  })
}

function partOf(described: DescribedDifference): ContrastPart {
  const { these, rest, effect } = described
  const difference = these - rest
  return {
    category: described.category ?? null,
    these,
    rest,
    difference,
    ...intervalOf(described),
    effect,
    distinctive: described.standing !== 'none',
  }
}

function intervalOf(described: DescribedDifference): { low: number; high: number } {
  const { these, rest, effectiveThese, effectiveRest } = described
  if (described.category !== undefined) {
    if (!(effectiveThese > 0 && effectiveRest > 0)) return { low: Number.NaN, high: Number.NaN }
    const side = (share: number, base: number) => ({ successes: share * base, base })
    const { low, high } = newcombeDifference(side(these, effectiveThese), side(rest, effectiveRest))
    return { low, high }
  }
  // The mean's own interval, widened by the other side's smaller or larger number of people.
  const reach = ((described.high - described.low) / 2) * Math.sqrt(1 + effectiveThese / Math.max(1, effectiveRest))
  return { low: these - rest - reach, high: these - rest + reach }
}
