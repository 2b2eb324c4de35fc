/**
 * Inverse of a square matrix (row-major) by elimination with row pivoting, and its condition number in the 1-norm.
 * @returns null when the matrix is singular
 * Source: Golub & Van Loan, Matrix Computations, 3.4.
 */
export function invert(matrix: Float64Array, size: number): { inverse: Float64Array; condition: number } | null {
  const left = matrix.slice()
  const right = new Float64Array(size * size)
  for (let at = 0; at < size; at++) right[at * size + at] = 1
  for (let column = 0; column < size; column++) {
    let pivot = column
    for (let row = column + 1; row < size; row++) {
      if (Math.abs(left[row * size + column]!) > Math.abs(left[pivot * size + column]!)) pivot = row
    }
    const head = left[pivot * size + column]!
    if (!(Math.abs(head) > 1e-300)) return null
    for (let at = 0; at < size; at++) {
      swap(left, pivot * size + at, column * size + at)
      swap(right, pivot * size + at, column * size + at)
      left[column * size + at]! /= head
      right[column * size + at]! /= head
    }
    for (let row = 0; row < size; row++) {
      const factor = left[row * size + column]!
      if (row === column || factor === 0) continue
      for (let at = 0; at < size; at++) {
        left[row * size + at]! -= factor * left[column * size + at]!
        right[row * size + at]! -= factor * right[column * size + at]!
      }
    }
  }
  return { inverse: right, condition: oneNorm(matrix, size) * oneNorm(right, size) }
}

/** matrix · vector, the matrix square and row-major. */
export function multiplyVector(matrix: Float64Array, vector: ArrayLike<number>): Float64Array {
  const size = vector.length
  return Float64Array.from({ length: size }, (_, row) => {
    let sum = 0
    for (let column = 0; column < size; column++) sum += matrix[row * size + column]! * vector[column]!
    return sum
  })
}

/** left · right, both square, row-major. */
export function multiplySquare(left: Float64Array, right: Float64Array, size: number): Float64Array {
  const product = new Float64Array(size * size)
  for (let row = 0; row < size; row++) {
    for (let inner = 0; inner < size; inner++) {
      const factor = left[row * size + inner]!
      for (let column = 0; column < size; column++) {
        product[row * size + column]! += factor * right[inner * size + column]!
      }
    }
  }
  return product
}

function swap(values: Float64Array, one: number, other: number): void {
  const kept = values[one]!
  values[one] = values[other]!
  values[other] = kept
}

function oneNorm(matrix: Float64Array, size: number): number {
  let largest = 0
  for (let column = 0; column < size; column++) {
    let sum = 0
    for (let row = 0; row < size; row++) sum += Math.abs(matrix[row * size + column]!)
    largest = Math.max(largest, sum)
  }
  return largest
}
