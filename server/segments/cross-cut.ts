import type { Database } from '../database/connection.ts'
import { newestPersonaSet, type PersonaSet } from '../personas/store.ts'
import { personaKey } from '../personas/analysed-personas.ts'
import { type CorrectedCut, correctedCut } from '../statistics/corrected-crosscut.ts'
import { type Crosscut, crosscut } from '../statistics/crosscut.ts'
import type { StudyKey } from '../studies/store.ts'
import { notKnown } from './segment-family.ts'
import { type CrossedPerson, personasAndSegments, type StoredFamily } from './store.ts'

/** The newest personas of a study against one way of segmenting, and who could not be crossed. */
export interface CrossCut {
  set: PersonaSet
  family: StoredFamily
  /** Null when nobody stands in both. */
  result: Crosscut | null
  /** Shares and lifts freed of the errors of sorting people, in the order of the result's table; null where that can't be done. */
  corrected: CorrectedCut | null
  /** Everyone in the set. */
  people: number
  /** Members of each persona among everyone in the set, by key; people between two personas are not counted. */
  members: Map<string, number>
  between: number
  unassigned: number
  /** Members of personas who are no customers. */
  strangers: number
  /** Members of personas who are customers whose segment is not known. */
  unknown: number
}

/** @returns undefined when the study has no personas yet, or its newest set found none */
export async function crossCutOf(
  db: Database,
  { workspaceId, studyId }: StudyKey,
  family: StoredFamily,
): Promise<CrossCut | undefined> {
  const set = await newestPersonaSet(db, { workspaceId, studyId })
  if (!set || set.personas.length === 0) return undefined
  const people = await personasAndSegments(db, { workspaceId, familyId: family.id, personaSetId: set.id })
  return { set, family, ...crossed(people, set.seed) }
}

/** Counts who stands where; only members of a persona are crossed, since someone between two belongs to neither row. */
export function crossed(people: CrossedPerson[], seed: number): Omit<CrossCut, 'set' | 'family'> {
  const members = new Map<string, number>()
  const pairs: { persona: string; segment: string }[] = []
  let between = 0
  let unassigned = 0
  let strangers = 0
  let unknown = 0
  let counted = 0
  for (const { personaKey, status, segment } of people) {
    // Interviewees who were placed afterwards lend words, never counts.
    if (status === 'projected') continue
    counted++
    if (status === 'between') between++
    else if (status === 'unassigned' || personaKey === null) unassigned++
    else {
      members.set(personaKey, (members.get(personaKey) ?? 0) + 1)
      if (segment === null) strangers++
      else if (segment === notKnown) unknown++
      else pairs.push({ persona: personaKey, segment })
    }
  }
  const result = pairs.length > 0 ? crosscut(pairs, { seed }) : null
  return {
    result,
    corrected: result && correctedFor(result, people),
    people: counted,
    members,
    between,
    unassigned,
    strangers,
    unknown,
  }
}

/** The table's rows and columns in three steps; everyone in the fit tells how often sorting goes wrong, customer or not. */
function correctedFor({ table }: Crosscut, people: CrossedPerson[]): CorrectedCut | null {
  const inFit = people.filter(({ status, posterior }) => status !== 'projected' && posterior.length > 0)
  const classes = inFit[0]?.posterior.length ?? 0
  const posteriors = Float64Array.from(inFit.flatMap(({ posterior }) => posterior))
  const columnOf = new Map(table.segments.map((segment, column) => [segment, column]))
  const columns = Int32Array.from(inFit, ({ segment }) => (segment === null ? -1 : (columnOf.get(segment) ?? -1)))
  const cut = correctedCut(columns, table.segments.length, { posteriors, classes })
  if (!cut) return null
  const placeOf = new Map(Array.from({ length: classes }, (_, index) => [personaKey(index), index]))
  const rows = table.personas.map((key) => placeOf.get(key)!)
  const inOrder = (cells: number[][]) => rows.map((row) => cells[row]!)
  return {
    ...cut,
    segmentsOfClass: inOrder(cut.segmentsOfClass),
    classesOfSegment: inOrder(cut.classesOfSegment),
    lift: inOrder(cut.lift),
  }
}
