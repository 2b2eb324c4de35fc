import { notKnown, type SegmentFamily } from './segment-family.ts'

/** Numbers from research/personas.md 5; the researcher's own limits can replace them. */
export interface SegmentLimits {
  /** Segments a team can keep apart. */
  most: number
  /** Beyond this the warning is stronger. */
  farTooMany: number
  /** Share of people from which a segment is too broad; half, or three quarters where there are only two segments. */
  broadShare: number
  broadShareOfTwo: number
  /** People under which no percentage is printed. */
  fewest: number
  /** People a segment should have for comparing it with others. */
  comfortable: number
}

export const segmentLimits: SegmentLimits = {
  most: 8,
  farTooMany: 12,
  broadShare: 0.5,
  broadShareOfTwo: 0.75,
  fewest: 30,
  comfortable: 100,
}

/** Plain sentences with their numbers: too many segments, too broad ones, too narrow ones. Empty when nothing is wrong. */
export function segmentWarnings(
  { segments }: Pick<SegmentFamily, 'segments'>,
  limits: SegmentLimits = segmentLimits,
): string[] {
  const known = segments.filter((segment) => segment.name !== notKnown)
  const people = segments.reduce((sum, segment) => sum + segment.size, 0)
  if (people === 0) return ['There is nobody in any segment.']
  return [
    ...tooMany(
      known.map((segment) => segment.size),
      limits,
    ),
    ...tooBroad(known, people, limits),
    ...tooNarrow(known, limits),
    ...unknown(segments, people),
  ]
}

/** e to the entropy of the shares: how many equal segments would be as mixed. */
export function effectiveNumber(sizes: number[]): number {
  const total = sizes.reduce((sum, size) => sum + size, 0)
  if (total === 0) return 0
  return Math.exp(-sizes.reduce((sum, size) => (size > 0 ? sum + (size / total) * Math.log(size / total) : sum), 0))
}

/** How many of the largest groups it takes to hold a share of people. */
export function groupsHolding(sizes: number[], share: number): number {
  const total = sizes.reduce((sum, size) => sum + size, 0)
  const falling = [...sizes].sort((a, b) => b - a)
  let held = 0
  let groups = 0
  while (held < share * total && groups < falling.length) held += falling[groups++]!
  return groups
}

function tooMany(sizes: number[], limits: SegmentLimits): string[] {
  if (sizes.length <= limits.most) return []
  const effective = effectiveNumber(sizes).toFixed(1)
  const holding = groupsHolding(sizes, 0.8)
  const degree = sizes.length > limits.farTooMany ? 'Far too many' : 'Too many'
  return [
    `${degree}: ${sizes.length} segments, as mixed as ${effective} equal ones; ${holding} of them hold 80 % of people. Teams keep about ${limits.most} apart.`,
  ]
}

function tooBroad(segments: { name: string; size: number }[], people: number, limits: SegmentLimits): string[] {
  const limit = segments.length === 2 ? limits.broadShareOfTwo : limits.broadShare
  return segments
    .filter((segment) => segment.size > limit * people)
    .map(
      (segment) =>
        `Too broad: “${segment.name}” holds ${percent(segment.size / people)} of people, so it says little about any of them.`,
    )
}

function tooNarrow(segments: { name: string; size: number }[], limits: SegmentLimits): string[] {
  const small = segments.filter((segment) => segment.size < limits.fewest)
  const warnings: string[] = []
  if (small.length > 0) {
    const names = small.slice(0, 3).map((segment) => `“${segment.name}” (${segment.size})`)
    const more = small.length > 3 ? ` and ${small.length - 3} more` : ''
    const noun = small.length === 1 ? 'segment has' : 'segments have'
    warnings.push(
      `Too narrow: ${small.length} ${noun} fewer than ${limits.fewest} people: ${names.join(', ')}${more}. No percentages for them.`,
    )
  }
  const middle = median(segments.map((segment) => segment.size))
  if (segments.length > 2 && middle < limits.comfortable) {
    warnings.push(
      `Half of the segments have at most ${Math.round(middle)} people; comparing segments needs about ${limits.comfortable} in each.`,
    )
  }
  return warnings
}

function unknown(segments: { name: string; size: number }[], people: number): string[] {
  const missing = segments.find((segment) => segment.name === notKnown)
  if (!missing || missing.size < 0.2 * people) return []
  return [`For ${percent(missing.size / people)} of people it is not known where they belong.`]
}

function median(sizes: number[]): number {
  const sorted = [...sizes].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}
