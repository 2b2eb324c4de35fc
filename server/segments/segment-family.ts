/** One way of slicing people, in which each person stands in exactly one segment. */
export interface SegmentFamily {
  name: string
  kind: 'recency-frequency-monetary' | 'recency-of-visit' | 'column' | 'bands'
  /** How the segments came about, one plain sentence. */
  description: string
  /** Date the family holds for, YYYY-MM-DD, where it moves with time. */
  asOf?: string
  timeZone?: string
  /** In their order where there is one, else by size. */
  segments: Segment[]
  /** Segment by person's key. */
  members: Map<string, string>
}

export interface Segment {
  name: string
  size: number
  /** What the segment stands for, where the name does not say it. */
  detail?: string
}

/** People whose value is not known stand in a segment of their own, so that sizes always add up to everyone. */
export const notKnown = 'Not known'

/** A family from each person's segment; segments in the given order, unused ones left out, others by falling size. */
export function familyFromMembers(
  about: Omit<SegmentFamily, 'segments' | 'members'>,
  members: Map<string, string>,
  order: string[] = [],
  details: Record<string, string> = {},
): SegmentFamily {
  const sizes = new Map<string, number>()
  for (const segment of members.values()) sizes.set(segment, (sizes.get(segment) ?? 0) + 1)
  const rest = [...sizes.keys()].filter((name) => !order.includes(name) && name !== notKnown)
  rest.sort((a, b) => sizes.get(b)! - sizes.get(a)! || (a < b ? -1 : 1))
  const names = [...order.filter((name) => sizes.has(name) && name !== notKnown), ...rest]
  if (sizes.has(notKnown)) names.push(notKnown)
  const segments = names.map((name): Segment => {
    const segment: Segment = { name, size: sizes.get(name)! }
    if (details[name] !== undefined) segment.detail = details[name]
    return segment
  })
  return { ...about, segments, members }
}
