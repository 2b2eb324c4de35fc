/** Rows of a matrix that are mostly empty: the cells of row i stand at starts[i] to starts[i + 1], columns rising. */
export interface SparseRows {
  starts: Int32Array
  columns: Int32Array
  values: Float32Array
  /** Number of columns. */
  width: number
}

/** One row: columns rising, with their values. */
export interface SparseRow {
  columns: ArrayLike<number>
  values: ArrayLike<number>
}

/** How many rows there are. */
export function rowCount({ starts }: SparseRows): number {
  return starts.length - 1
}

/** The rows one under another. */
export function sparseRows(rows: SparseRow[], width: number): SparseRows {
  const starts = new Int32Array(rows.length + 1)
  for (const [index, { columns }] of rows.entries()) starts[index + 1] = starts[index]! + columns.length
  const columns = new Int32Array(starts[rows.length]!)
  const values = new Float32Array(columns.length)
  for (const [index, row] of rows.entries()) {
    columns.set(row.columns, starts[index]!)
    values.set(row.values, starts[index]!)
  }
  return { starts, columns, values, width }
}
