/**
 * The one-to-one assignment of rows to columns with the smallest total cost.
 * @param cost square matrix, row-major, finite numbers
 * @returns for each row its column
 * Source: Kuhn (1955), Naval Research Logistics 2, 83–97; shortest augmenting paths as in Jonker & Volgenant (1987), Computing 38, 325–340.
 */
export function cheapestAssignment(cost: Float64Array, size: number): number[] {
  const rowPrice = new Float64Array(size + 1)
  const columnPrice = new Float64Array(size + 1)
  const rowOfColumn = new Int32Array(size + 1)
  const previous = new Int32Array(size + 1)
  for (let row = 1; row <= size; row++) {
    rowOfColumn[0] = row
    let column = 0
    const distance = new Float64Array(size + 1).fill(Number.POSITIVE_INFINITY)
    const isUsed = new Uint8Array(size + 1)
    do {
      isUsed[column] = 1
      const current = rowOfColumn[column]!
      let smallest = Number.POSITIVE_INFINITY
      let nearest = 0
      for (let other = 1; other <= size; other++) {
        if (isUsed[other]) continue
        const reduced = cost[(current - 1) * size + other - 1]! - rowPrice[current]! - columnPrice[other]!
        if (reduced < distance[other]!) {
          distance[other] = reduced
          previous[other] = column
        }
        if (distance[other]! < smallest) {
          smallest = distance[other]!
          nearest = other
        }
      }
      for (let other = 0; other <= size; other++) {
        if (isUsed[other]) {
          rowPrice[rowOfColumn[other]!]! += smallest
          columnPrice[other]! -= smallest
        } else distance[other]! -= smallest
      }
      column = nearest
    } while (rowOfColumn[column] !== 0)
    do {
      const before = previous[column]!
      rowOfColumn[column] = rowOfColumn[before]!
      column = before
    } while (column !== 0)
  }
  const assignment = new Array<number>(size).fill(0)
  for (let column = 1; column <= size; column++) assignment[rowOfColumn[column]! - 1] = column - 1
  return assignment
}
