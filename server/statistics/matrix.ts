/** Square symmetric matrices, row-major. */

/**
 * Eigenvalues (falling) and eigenvectors (rows of `vectors`) of a symmetric matrix, by cyclic Jacobi rotations.
 * Source: Golub & Van Loan, Matrix Computations, 8.5.
 */
export function symmetricEigen(matrix: Float64Array, size: number): { values: Float64Array; vectors: Float64Array } {
  const a = matrix.slice()
  const v = new Float64Array(size * size)
  for (let i = 0; i < size; i++) v[i * size + i] = 1
  for (let sweep = 0; sweep < 60; sweep++) {
    let outside = 0
    for (let p = 0; p < size; p++) for (let q = p + 1; q < size; q++) outside += a[p * size + q]! ** 2
    if (outside < 1e-22 * size) break
    for (let p = 0; p < size; p++) {
      for (let q = p + 1; q < size; q++) rotate(a, v, size, p, q)
    }
  }
  const order = Array.from({ length: size }, (_, i) => i).sort((i, j) => a[j * size + j]! - a[i * size + i]!)
  const values = Float64Array.from(order, (i) => a[i * size + i]!)
  const vectors = new Float64Array(size * size)
  order.forEach((from, to) => {
    for (let k = 0; k < size; k++) vectors[to * size + k] = v[k * size + from]!
  })
  return { values, vectors }
}

/**
 * A correlation matrix near the given one and positive definite: eigenvalues are lifted to a small floor and the
 * diagonal is put back to one, in turn, until both hold.
 * Source: Higham (2002), IMA Journal of Numerical Analysis 22, 329–343 (alternating projections, without its correction term).
 */
export function nearestCorrelation(matrix: Float64Array, size: number, floor = 1e-4): Float64Array {
  let current = matrix.slice()
  for (let round = 0; round < 50; round++) {
    const { values, vectors } = symmetricEigen(current, size)
    if (values[size - 1]! >= floor * 0.5) return current
    const next = new Float64Array(size * size)
    for (let k = 0; k < size; k++) {
      const value = Math.max(values[k]!, floor)
      for (let i = 0; i < size; i++) {
        const scaled = value * vectors[k * size + i]!
        for (let j = 0; j < size; j++) next[i * size + j]! += scaled * vectors[k * size + j]!
      }
    }
    current = next.map((entry, at) => {
      const i = Math.floor(at / size)
      const j = at % size
      return i === j ? 1 : entry / Math.sqrt(next[i * size + i]! * next[j * size + j]!)
    })
  }
  return current
}

/**
 * Lower triangular factor L with L Lᵀ = matrix.
 * @throws {RangeError} when the matrix is not positive definite
 */
export function cholesky(matrix: Float64Array, size: number): Float64Array {
  const factor = new Float64Array(size * size)
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * size + j]!
      for (let k = 0; k < j; k++) sum -= factor[i * size + k]! * factor[j * size + k]!
      if (i !== j) factor[i * size + j] = sum / factor[j * size + j]!
      else if (sum > 0) factor[i * size + i] = Math.sqrt(sum)
      else throw new RangeError(`The matrix is not positive definite at row ${i + 1}.`)
    }
  }
  return factor
}

/**
 * Smallest pivot met by a Cholesky factorisation that always takes the largest remaining diagonal next: near zero, on the
 * scale of the diagonal, exactly when the symmetric positive semidefinite matrix has no full rank.
 * Source: Higham (2002), Accuracy and Stability of Numerical Algorithms, 10.3.
 */
export function smallestPivot(matrix: Float64Array, size: number): number {
  const a = matrix.slice()
  const rows = Array.from({ length: size }, (_, i) => i)
  let smallest = Number.POSITIVE_INFINITY
  for (let step = 0; step < size; step++) {
    let at = step
    for (let i = step + 1; i < size; i++) {
      if (a[rows[i]! * size + rows[i]!]! > a[rows[at]! * size + rows[at]!]!) at = i
    }
    const chosen = rows[at]!
    rows[at] = rows[step]!
    rows[step] = chosen
    const pivot = a[chosen * size + chosen]!
    smallest = Math.min(smallest, pivot)
    if (!(pivot > 0)) return Math.max(0, smallest)
    for (let i = step + 1; i < size; i++) {
      const row = rows[i]! * size
      const factor = a[row + chosen]! / pivot
      if (factor === 0) continue
      for (let j = step + 1; j < size; j++) a[row + rows[j]!]! -= factor * a[chosen * size + rows[j]!]!
    }
  }
  return smallest
}

function rotate(a: Float64Array, v: Float64Array, size: number, p: number, q: number): void {
  const off = a[p * size + q]!
  if (Math.abs(off) < 1e-300) return
  const theta = (a[q * size + q]! - a[p * size + p]!) / (2 * off)
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1))
  const c = 1 / Math.sqrt(t * t + 1)
  const s = t * c
  for (let k = 0; k < size; k++) {
    const kp = a[k * size + p]!
    const kq = a[k * size + q]!
    a[k * size + p] = c * kp - s * kq
    a[k * size + q] = s * kp + c * kq
  }
  for (let k = 0; k < size; k++) {
    const pk = a[p * size + k]!
    const qk = a[q * size + k]!
    a[p * size + k] = c * pk - s * qk
    a[q * size + k] = s * pk + c * qk
    const vp = v[k * size + p]!
    const vq = v[k * size + q]!
    v[k * size + p] = c * vp - s * vq
    v[k * size + q] = s * vp + c * vq
  }
}
