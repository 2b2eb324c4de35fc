import type { Answers, Variable } from '../responses/variable.ts'

/** Items of a block that are needed for runs and spread in it to tell anything. */
const fewestOfBlock = 5
/** Items of a scale that are needed for its even and its odd half. */
const fewestOfScale = 4
/** Scale items the distance to the mean answer is measured on at most: every pair of them is kept. */
export const mostItems = 120

export interface ScaleItem {
  variable: Variable
  /** Place of an answer on the scale, from 0; answers that take no position have none. */
  places: ReadonlyMap<string, number>
}

/** The scale questions of a study and how they hang together; everything below names an item by its place in `items`. */
export interface Scales {
  items: ScaleItem[]
  /** Items that stand under one another with the same points: a grid, or questions that follow each other. */
  blocks: number[][]
  /** Parts of a block on one facet. */
  scales: number[][]
  /** Items the distance is measured on. */
  measured: number[]
}

/**
 * Questions with the same three points or more that follow each other, or stand in one grid. Only what may build personas: a grid of
 * circumstances (which of these do you own) can well be the same all along.
 */
export function scalesOf(variables: Variable[]): Scales {
  const items: ScaleItem[] = []
  const groups: number[][] = []
  let before = ''
  for (const variable of variables) {
    // An attention check stands among the rows of a grid and does not part it.
    if (variable.role === 'check') continue
    const key = keyOf(variable)
    if (key !== '') {
      if (key === before) groups.at(-1)!.push(items.length)
      else groups.push([items.length])
      items.push({ variable, places: placesOf(variable) })
    }
    before = key
  }
  const scales = groups
    .flatMap((group) => [...Map.groupBy(group, (item) => items[item]!.variable.facet ?? '').values()])
    .filter((scale) => scale.length >= fewestOfScale)
  return {
    items,
    blocks: groups.filter((group) => group.length >= fewestOfBlock),
    scales,
    measured: items.map((_, item) => item).slice(0, mostItems),
  }
}

function keyOf(variable: Variable): string {
  const isScale =
    (variable.kind === 'grid' || variable.kind === 'ordinal') && variable.role === 'indicator' && !variable.tag
  if (!isScale || placesOf(variable).size < 3) return ''
  return `${variable.block ?? ''}|${variable.options.map(({ code }) => code).join('|')}`
}

function placesOf({ options }: Variable): Map<string, number> {
  const points = options.filter(({ isNonSubstantive }) => !isNonSubstantive)
  return new Map(points.map(({ code }, place) => [code, place]))
}

/** Where a person stands on each scale item, NaN for no answer and for answers that take no position. */
export function placesIn({ items }: Scales, answers: Answers): Float64Array {
  const row = new Float64Array(items.length)
  for (let item = 0; item < items.length; item++) {
    const { variable, places } = items[item]!
    const answer = answers[variable.name]
    row[item] = (typeof answer === 'string' ? places.get(answer) : undefined) ?? Number.NaN
  }
  return row
}
