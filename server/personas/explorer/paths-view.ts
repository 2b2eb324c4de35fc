import { alluvial, type AlluvialGroup } from '../../charts/alluvial.ts'
import { personaMark } from '../../charts/persona-mark.ts'
import { formatCount, formatPercent } from '../../http/format.ts'
import { bestOverlaps, flowTable, originsOf, type Path, untangled } from '../../statistics/model-paths.ts'
import type { StoredAnalysis } from '../find-personas.ts'
import type { PersonaSet } from '../store.ts'
import type { Exploration } from './store.ts'

/** Overlap from which a group of another model is the persona again (Hennig's reading: under .6 it is another group). */
const foundAgain = 0.6

/** People followed from two groups to the largest number that was tried: the picture, where each group comes from, which persona lasts. */
export function pathsView(set: PersonaSet, { sizes }: Exploration, paths: Path[]) {
  const analysis = set.analysis as StoredAnalysis
  const counts = sizes.map(({ groups }) => groups)
  const chosen = Math.max(0, counts.indexOf(analysis.chosenClasses))
  const hasPersonas = set.personas.length > 0 && counts[chosen] === set.personas.length
  const orders = untangled(paths, counts, chosen)
  const sizesOf = counts.map((count, model) => groupSizes(paths, model, count))
  const whoIs = (model: number, group: number): AlluvialGroup['who'] =>
    hasPersonas && model === chosen ? set.personas[group]!.number : 'group'
  const columns = counts.map((count, model) => ({
    heading: `${count}${hasPersonas && model === chosen ? ', chosen' : ''}`,
    groups: orders[model]!.map((group) => ({ people: sizesOf[model]![group]!, who: whoIs(model, group) })),
  }))
  const flows = counts.slice(1).flatMap((count, before) => {
    const step = { before, after: before + 1, groupsBefore: counts[before]!, groupsAfter: count }
    const table = flowTable(paths, step)
    return orders[before]!.flatMap((from, fromPlace) =>
      orders[before + 1]!.flatMap((to, toPlace) => {
        const people = table[from]![to]!
        return people > 0 ? [{ column: before, from: fromPlace, to: toPlace, people }] : []
      }),
    )
  })
  return {
    chart: alluvial(columns, flows, {
      title: `The same people sorted into ${counts[0]} to ${counts.at(-1)} groups`,
      description: 'The tables below hold where each group comes from.',
    }),
    people: formatCount(paths.reduce((sum, { people }) => sum + people, 0)),
    isOtherModel: sizes.some(({ isSameModel }) => !isSameModel),
    steps: counts.slice(1).map((count, before) => ({
      heading: `${count} groups`,
      groups: originsOf(paths, {
        before,
        after: before + 1,
        groupsBefore: counts[before]!,
        groupsAfter: count,
      }).map(({ from, part, stability }, group) => ({
        name: groupName(set, { isPersona: whoIs(before + 1, group) !== 'group', group }),
        people: formatCount(sizesOf[before + 1]![group]!),
        from: `${formatPercent(part)} from ${groupName(set, { isPersona: whoIs(before, from) !== 'group', group: from })}`,
        stability: stability.toFixed(2),
      })),
    })),
    others: counts.filter((_, model) => model !== chosen),
    lasting: hasPersonas ? lastingPersonas(set, { counts, chosen, paths }) : [],
  }
}

function groupSizes(paths: Path[], model: number, count: number): number[] {
  const sizes = new Array<number>(count).fill(0)
  for (const { groups, people } of paths) if (groups[model]! >= 0) sizes[groups[model]!]! += people
  return sizes
}

function groupName(set: PersonaSet, { isPersona, group }: { isPersona: boolean; group: number }): string {
  return isPersona ? set.personas[group]!.name : `group ${group + 1}`
}

/** Which persona is found again whatever the number of groups. */
function lastingPersonas(
  set: PersonaSet,
  { counts, chosen, paths }: { counts: number[]; chosen: number; paths: Path[] },
) {
  const overlaps = counts.map((count, model) =>
    model === chosen
      ? null
      : bestOverlaps(paths, {
          before: chosen,
          after: model,
          groupsBefore: counts[chosen]!,
          groupsAfter: count,
        }),
  )
  return set.personas.map(({ name, number }, index) => {
    const own = overlaps.flatMap((overlap) => (overlap ? [overlap[index]!] : []))
    const found = own.filter((value) => value >= foundAgain).length
    return {
      name,
      className: `persona-${number}`,
      mark: personaMark(number),
      overlaps: own.map((value) => ({ value: value.toFixed(2), isFound: value >= foundAgain })),
      verdict: `found again in ${found} of ${own.length}`,
    }
  })
}
