/**
 * Means and covariances of items, gathered answer by answer so that nobody's row has to be kept. A covariance is of the people
 * who answered both items, around each item's mean over all who answered it.
 */
export class AnswerMoments {
  readonly size: number
  /** People of whom at least one answer was added. */
  people = 0
  /** Answers are counted from the first one of each item: sums of small numbers lose no digits. */
  #origins: Float64Array
  #together: Float64Array
  #sumsOfOne: Float64Array
  #sumsOfOther: Float64Array
  #products: Float64Array

  /** @param size number of items */
  constructor(size: number) {
    this.size = size
    this.#origins = new Float64Array(size).fill(Number.NaN)
    const pairs = size * size
    this.#together = new Float64Array(pairs)
    this.#sumsOfOne = new Float64Array(pairs)
    this.#sumsOfOther = new Float64Array(pairs)
    this.#products = new Float64Array(pairs)
  }

  /** @param row one person's answers, items in the same order, NaN for none */
  add(row: ArrayLike<number>): void {
    const answered: number[] = []
    for (let item = 0; item < this.size; item++) {
      if (Number.isNaN(row[item]!)) continue
      answered.push(item)
      if (Number.isNaN(this.#origins[item]!)) this.#origins[item] = row[item]!
    }
    if (answered.length > 0) this.people++
    for (const [place, one] of answered.entries()) {
      const x = row[one]! - this.#origins[one]!
      for (let next = place; next < answered.length; next++) {
        const other = answered[next]!
        const y = row[other]! - this.#origins[other]!
        const at = one * this.size + other
        this.#together[at]!++
        this.#sumsOfOne[at]! += x
        this.#sumsOfOther[at]! += y
        this.#products[at]! += x * y
      }
    }
  }

  /** Mean answer to an item; 0 where nobody answered it. */
  meanOf(item: number): number {
    return this.#meanFromOrigin(item) + (Number.isNaN(this.#origins[item]!) ? 0 : this.#origins[item]!)
  }

  /** Covariance of two items; 0 where fewer than two people answered both. */
  covarianceOf(one: number, other: number): number {
    const at = Math.min(one, other) * this.size + Math.max(one, other)
    const together = this.#together[at]!
    if (together < 2) return 0
    const meanOne = this.#meanFromOrigin(Math.min(one, other))
    const meanOther = this.#meanFromOrigin(Math.max(one, other))
    const sum =
      this.#products[at]! -
      meanOne * this.#sumsOfOther[at]! -
      meanOther * this.#sumsOfOne[at]! +
      together * meanOne * meanOther
    return sum / (together - 1)
  }

  /** Correlations of some of the items, row-major, in the order given; 0 where an item does not vary. */
  correlationsOf(items: number[]): Float64Array {
    const spreads = items.map((item) => Math.sqrt(this.covarianceOf(item, item)))
    return Float64Array.from({ length: items.length ** 2 }, (_, at) => {
      const [one, other] = [Math.floor(at / items.length), at % items.length]
      if (one === other) return 1
      const spread = spreads[one]! * spreads[other]!
      return spread > 0 ? this.covarianceOf(items[one]!, items[other]!) / spread : 0
    })
  }

  #meanFromOrigin(item: number): number {
    const at = item * this.size + item
    return this.#together[at] === 0 ? 0 : this.#sumsOfOne[at]! / this.#together[at]!
  }
}
