import type { Database } from '../database/connection.ts'
import type { Variable } from '../responses/variable.ts'
import { notKnown } from '../segments/segment-family.ts'
import type { StoredFamily } from '../segments/store.ts'
import { answerBases, type CountedCodes, codesByAnswer, codesBySegment, segmentBases } from './store.ts'
import type { Groups } from './view.ts'

/** Codes by the segments of a family, in the family's order; people in none of its segments are left out. */
export async function groupsOfFamily(
  db: Database,
  { family, textItems, ...codes }: CountedCodes & { family: StoredFamily; textItems: string[] },
): Promise<Groups> {
  const counts = await codesBySegment(db, { ...codes, familyId: family.id })
  const bases = new Map(
    (await segmentBases(db, { ...codes, familyId: family.id, textItems })).map(({ group, people }) => [group, people]),
  )
  const order = family.segments.map(({ name }) => name).filter((name) => name !== notKnown && bases.has(name))
  return {
    kind: 'family',
    id: family.id,
    title: family.name,
    bases: order.map((name) => ({ group: name, name, people: bases.get(name)! })),
    counts,
  }
}

/** Codes by the answers to a closed question, in the order of its options. */
export async function groupsOfItem(
  db: Database,
  { variable, textItems, ...codes }: CountedCodes & { variable: Variable; textItems: string[] },
): Promise<Groups> {
  const counts = await codesByAnswer(db, { ...codes, item: variable.name })
  const bases = await answerBases(db, { ...codes, item: variable.name, textItems })
  const options = new Map(variable.options.map(({ code, label }, index) => [code, { label, index }]))
  const known = bases
    .filter(({ group }) => options.has(group))
    .sort((a, b) => options.get(a.group)!.index - options.get(b.group)!.index)
  return {
    kind: 'item',
    id: variable.name,
    title: variable.label,
    bases: known.map(({ group, people }) => ({ group, name: options.get(group)!.label, people })),
    counts,
  }
}

/** Questions whose answers can stand in columns: closed, one answer each, not too many options. */
export function groupingItems(variables: Variable[]): Variable[] {
  return variables.filter(
    ({ role, source, options, kind }) =>
      (role === 'indicator' || role === 'covariate') &&
      !source &&
      kind !== 'multiple' &&
      options.length >= 2 &&
      options.length <= 12,
  )
}
