/** Decimals after which no reader looks. */
const mostDecimals = 6

/**
 * A number with as few decimals, from `decimals` on, as leave it on its own side of every limit: .7455 beside a limit of .75 is
 * "0.746", never "0.75". What lies nearer to a limit than a millionth is printed as the limit.
 */
export function fixedBeside(value: number, limits: readonly number[], decimals: number): string {
  for (let digits = decimals; digits < mostDecimals; digits++) {
    const text = value.toFixed(digits)
    if (limits.every((limit) => Math.sign(Number(text) - limit) === Math.sign(value - limit))) return text
  }
  return value.toFixed(mostDecimals).replace(/0+$/, '').replace(/\.$/, '')
}

/** A fraction as percent, whole unless that would put it on the wrong side of a limit, which is a fraction too. */
export function percentBeside(share: number, limits: readonly number[]): string {
  // Times 100 as decimals, not as binary fractions: .07 is 7, not 7.000000000000001.
  const times100 = (fraction: number) => Number((fraction * 100).toPrecision(14))
  return fixedBeside(times100(share), limits.map(times100), 0)
}
