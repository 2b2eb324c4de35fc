import { BETWEEN_MARGIN } from './class-description.ts'

/** Probabilities from which a person is surely, or likely, of a class. */
export const sureFrom = 0.9
export const likelyFrom = 0.7

export interface Nearness {
  /** By class: members by how sure their place is. */
  members: { sure: number; likely: number; loose: number }[]
  /** People between two classes, the two that are nearest to them, most first. */
  between: { classes: [number, number]; people: number }[]
  /** Places on the map with how many people stand there, and in which class most of them are; null where most are between two. */
  cells: { x: number; y: number; people: number; mostly: number | null }[]
}

/** Cells from side to side. */
const cellsAcross = 15

/**
 * How near people stand to the classes, counted as they come by: nobody is kept.
 * The map puts the classes on the corners of a regular polygon, and everybody at the centre of gravity of their probabilities: who lies in a
 * corner is sure, who lies on an edge stands between its two ends, and the middle is between several.
 */
export function countNearness(classes: number): { add: (posterior: number[]) => void; result: () => Nearness } {
  const members = Array.from({ length: classes }, () => ({ sure: 0, likely: 0, loose: 0 }))
  const between = new Map<string, { classes: [number, number]; people: number }>()
  const cells = new Map<string, { x: number; y: number; people: number; of: number[]; between: number }>()
  const corners = cornersOf(classes)

  const add = (posterior: number[]) => {
    const order = posterior
      .map((_, index) => index)
      .sort((one, other) => posterior[other]! - posterior[one]! || one - other)
    const [first, second] = [order[0]!, order[1] ?? order[0]!]
    const isBetween = classes > 1 && posterior[first]! - posterior[second]! < BETWEEN_MARGIN
    if (isBetween) {
      const pair: [number, number] = first < second ? [first, second] : [second, first]
      const seen = between.get(pair.join()) ?? { classes: pair, people: 0 }
      seen.people++
      between.set(pair.join(), seen)
    } else {
      const kind = posterior[first]! >= sureFrom ? 'sure' : posterior[first]! >= likelyFrom ? 'likely' : 'loose'
      members[first]![kind]++
    }
    const at = posterior.reduce(
      (sum, probability, index) => ({
        x: sum.x + probability * corners[index]!.x,
        y: sum.y + probability * corners[index]!.y,
      }),
      { x: 0, y: 0 },
    )
    const [column, row] = [Math.round(at.x * (cellsAcross - 1)), Math.round(at.y * (cellsAcross - 1))]
    const cell = cells.get(`${column}|${row}`) ?? {
      x: column / (cellsAcross - 1),
      y: row / (cellsAcross - 1),
      people: 0,
      of: new Array<number>(classes).fill(0),
      between: 0,
    }
    cell.people++
    if (isBetween) cell.between++
    else cell.of[first]!++
    cells.set(`${column}|${row}`, cell)
  }

  const result = (): Nearness => ({
    members,
    between: [...between.values()].sort(
      (one, other) =>
        other.people - one.people || one.classes[0] - other.classes[0] || one.classes[1] - other.classes[1],
    ),
    cells: [...cells.values()]
      .map(({ x, y, people, of, between: undecided }) => {
        const largest = Math.max(...of)
        return { x, y, people, mostly: largest > undecided ? of.indexOf(largest) : null }
      })
      .sort((one, other) => one.y - other.y || one.x - other.x),
  })
  return { add, result }
}

/** Corners in a square of side 1, the first at the top; two classes lie on a line. */
export function cornersOf(classes: number): { x: number; y: number }[] {
  if (classes === 1) return [{ x: 0.5, y: 0.5 }]
  if (classes === 2)
    return [
      { x: 0, y: 0.5 },
      { x: 1, y: 0.5 },
    ]
  return Array.from({ length: classes }, (_, index) => {
    const angle = (2 * Math.PI * index) / classes - Math.PI / 2
    return { x: 0.5 + 0.5 * Math.cos(angle), y: 0.5 + 0.5 * Math.sin(angle) }
  })
}
