import type { DescribedDifference } from '../statistics/describing.ts'
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
  return {
    category: described.category ?? null,
    these: described.these,
    rest: described.rest,
    difference: described.difference,
    low: described.differenceLow,
    high: described.differenceHigh,
    effect: described.effect,
    distinctive: described.standing !== 'none',
    corrected: {
      these: { low: described.low, high: described.high },
      rest: { low: described.restLow, high: described.restHigh },
    },
  }
}
