import type { Database } from '../database/connection.ts'
import { crossed } from '../segments/cross-cut.ts'
import { familiesOf, personasAndSegments } from '../segments/store.ts'
import type { CorrectedCut } from '../statistics/corrected-crosscut.ts'
import type { Crosscut } from '../statistics/crosscut.ts'
import type { PersonaSetKey } from './store.ts'

/** Segments with fewer people crossed are not shown, so that nobody can be picked out. */
export const segmentFloor = 10
/** Rows of the zone: the most over- and under-represented. */
const rowsShown = 3

export interface SegmentOfPersona {
  name: string
  /** Share of the persona in this segment over its share in all segments. */
  lift: number
  /** People of any persona in this segment. */
  base: number
  /** '+' to '+++' or '−' to '−−−' where the difference passes Benjamini-Hochberg over the whole table, otherwise ''. */
  signs: string
}

/** Where a persona's members stand among the company's own segments. */
export interface SegmentsOfPersona {
  family: string
  rows: SegmentOfPersona[]
  /** Effective number of segments the persona crosses, of how many there are. */
  span: number
  of: number
  /** Members of any persona who are customers with a known segment. */
  customers: number
  /** Lifts are freed of the errors with which people are sorted. */
  isCorrected: boolean
}

/** Every persona of a set against the first way of segmenting that its members stand in; null when no customers are joined. */
export async function segmentsOfSet(
  db: Database,
  { workspaceId, personaSetId, seed, isSimulated }: PersonaSetKey & { seed: number; isSimulated: boolean },
): Promise<Map<string, SegmentsOfPersona> | null> {
  for (const family of await familiesOf(db, { workspaceId, isSimulated })) {
    const people = await personasAndSegments(db, { workspaceId, familyId: family.id, personaSetId })
    const { result, corrected } = crossed(people, seed)
    if (result && result.table.segments.length > 1) return segmentsFrom(result, family.name, corrected)
  }
  return null
}

/** The rows of each persona: differences that stand first, then the largest; within the zone from the highest lift to the lowest. */
export function segmentsFrom(
  result: Crosscut,
  family: string,
  corrected: CorrectedCut | null = null,
): Map<string, SegmentsOfPersona> {
  const { personas, segments, columnTotals } = result.table
  return new Map(
    personas.map((key, persona) => {
      const rows = segments
        .map((name, segment) => ({
          name,
          lift: (corrected ?? result).lift[persona]![segment]!,
          base: columnTotals[segment]!,
          signs: signsOf(result.residuals[persona]![segment]!),
        }))
        .filter(({ base }) => base >= segmentFloor)
        .sort((one, other) => other.signs.length - one.signs.length || distance(other.lift) - distance(one.lift))
        .slice(0, rowsShown)
        .sort((one, other) => other.lift - one.lift)
      const span = result.spans.find((entry) => entry.persona === key)!.span
      return [key, { family, rows, span, of: segments.length, customers: result.n, isCorrected: corrected !== null }]
    }),
  )
}

function signsOf({ value, stars }: { value: number; stars: string }): string {
  return (value > 0 ? '+' : '−').repeat(stars.length)
}

/** A lift of 2 and one of ½ are equally far from 1; none at all is further than any. */
function distance(lift: number): number {
  return Math.abs(Math.log(Math.max(lift, 0.01)))
}
