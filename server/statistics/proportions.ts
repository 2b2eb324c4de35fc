import { normalQuantile } from './distributions.ts'

export interface Interval {
  low: number
  high: number
}

export interface ProportionCount {
  /** People who chose the option, 0 ≤ successes ≤ base; need not be whole when weighted. */
  successes: number
  /** People who answered, > 0; for weighted data the effective base, never the sum of weights. */
  base: number
  /** Coverage, a fraction in (0, 1). */
  confidence?: number
}

/**
 * Wilson score interval for a proportion: low and high as fractions in [0, 1], sound for small bases and at 0 % or 100 %.
 * @throws {RangeError} naming the argument and the value received
 * Source: Wilson (1927), JASA 22(158), 209–212.
 */
export function wilsonInterval({ successes, base, confidence = 0.95 }: ProportionCount): Interval {
  if (!(base > 0)) throw new RangeError(`A proportion needs a base above 0, not ${base}.`)
  if (!(successes >= 0 && successes <= base)) throw new RangeError(`${successes} of ${base} is no proportion.`)
  const z2 = normalQuantile(0.5 + confidence / 2) ** 2
  const share = successes / base
  const centre = share + z2 / (2 * base)
  const reach = Math.sqrt(z2 * ((share * (1 - share)) / base + z2 / (4 * base * base)))
  const scale = 1 + z2 / base
  return { low: Math.max(0, (centre - reach) / scale), high: Math.min(1, (centre + reach) / scale) }
}

/**
 * Interval for the difference of two independent proportions, first − second, from their Wilson intervals.
 * Source: Newcombe (1998), Statistics in Medicine 17, 873–890, method 10.
 */
export function newcombeDifference(first: ProportionCount, second: ProportionCount): Interval & { difference: number } {
  const one = first.successes / first.base
  const other = second.successes / second.base
  const a = wilsonInterval(first)
  const b = wilsonInterval(second)
  return {
    difference: one - other,
    low: one - other - Math.hypot(one - a.low, b.high - other),
    high: one - other + Math.hypot(a.high - one, other - b.low),
  }
}

/**
 * Kish's effective sample size: how many equally weighted people carry the same precision.
 * Source: Kish (1965), Survey Sampling, 11.7.
 */
export function kishEffectiveSize(weights: ArrayLike<number>): number {
  let sum = 0
  let squares = 0
  for (let index = 0; index < weights.length; index++) {
    sum += weights[index]!
    squares += weights[index]! ** 2
  }
  return squares > 0 ? (sum * sum) / squares : 0
}

/**
 * Cohen's h, the difference of two proportions on the scale where it is equally hard to see anywhere: .2 small, .5 medium, .8 large.
 * Source: Cohen (1988), Statistical Power Analysis, ch. 6.
 */
export function cohenH(first: number, second: number): number {
  return 2 * Math.asin(Math.sqrt(clampShare(first))) - 2 * Math.asin(Math.sqrt(clampShare(second)))
}

export interface MeanSummary {
  mean: number
  variance: number
  /** People, or the effective number of them. */
  base: number
}

/**
 * Hedges' g: difference of two means in pooled standard deviations, corrected for small bases; 0 when nothing varies.
 * Source: Hedges (1981), Journal of Educational Statistics 6(2), 107–128.
 */
export function hedgesG(first: MeanSummary, second: MeanSummary): number {
  const freedom = first.base + second.base - 2
  if (!(freedom > 0)) return 0
  const pooled = ((first.base - 1) * first.variance + (second.base - 1) * second.variance) / freedom
  if (!(pooled > 0)) return 0
  return ((first.mean - second.mean) / Math.sqrt(pooled)) * (1 - 3 / (4 * freedom - 1))
}

/**
 * Log-odds ratio of an answer between two groups with an informative Dirichlet prior, and its z.
 * @param prior pseudo-answers of this kind; priorTotal: of all kinds
 * Source: Monroe, Colaresi & Quinn (2008), Political Analysis 16(4), 372–403.
 */
export function dirichletLogOdds(
  first: { count: number; base: number },
  second: { count: number; base: number },
  { prior, priorTotal }: { prior: number; priorTotal: number },
): { delta: number; z: number } {
  const odds = (group: { count: number; base: number }) =>
    Math.log((group.count + prior) / (group.base + priorTotal - group.count - prior))
  const delta = odds(first) - odds(second)
  return { delta, z: delta / Math.sqrt(1 / (first.count + prior) + 1 / (second.count + prior)) }
}

function clampShare(share: number): number {
  return Math.min(1, Math.max(0, share))
}
