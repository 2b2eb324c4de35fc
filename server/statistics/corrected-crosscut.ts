import { classShares } from './three-step/class-shares.ts'
import { classify } from './three-step/classification.ts'

/** Shares of segments in classes freed of the errors of sorting people; rows are classes, columns segments. */
export interface CorrectedCut {
  /** Of a class, the share in each segment: rows sum to 1. */
  segmentsOfClass: number[][]
  /** Of a segment, the share of each class: columns sum to 1. */
  classesOfSegment: number[][]
  /** Share of a segment in the class over its share in everyone. */
  lift: number[][]
  /** People with a posterior and a known segment, those between two classes included. */
  people: number
}

/**
 * Segments against classes in three steps: the errors of putting people into their likeliest class are counted from everyone's
 * posteriors, and the table of those whose segment is known is freed of them by maximum likelihood.
 * @param posteriors people × classes, row-major; a NaN row is a person outside the fit
 * @param segments   column of each person's segment, −1 where it is not known
 * @returns null where the classes overlap so much that the errors can't be undone, there is one class, or nobody has a segment
 * Source: Vermunt (2010), Political Analysis 18, 450–469.
 */
export function correctedCut(
  segments: ArrayLike<number>,
  columns: number,
  { posteriors, classes }: { posteriors: Float64Array; classes: number },
): CorrectedCut | null {
  const classification = classes > 1 ? classify({ posteriors, classes }) : null
  const table = classification && classShares(segments, columns, classification)
  if (!classification || !table) return null
  const sizes = Array.from(table.classShares)
  const at = (index: number, column: number) => table.shares[index * columns + column]!
  const everyone = Array.from({ length: columns }, (_, column) =>
    sizes.reduce((sum, size, index) => sum + size * at(index, column), 0),
  )
  const cells = (read: (index: number, column: number) => number) =>
    sizes.map((_, index) => Array.from({ length: columns }, (_, column) => read(index, column)))
  let people = 0
  classification.assigned.forEach((place, person) => {
    if (place >= 0 && segments[person]! >= 0) people++
  })
  return {
    segmentsOfClass: cells(at),
    classesOfSegment: cells((index, column) =>
      everyone[column]! > 0 ? (sizes[index]! * at(index, column)) / everyone[column]! : 0,
    ),
    lift: cells((index, column) => (everyone[column]! > 0 ? at(index, column) / everyone[column]! : 0)),
    people,
  }
}
