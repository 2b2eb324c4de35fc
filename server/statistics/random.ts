/** A stream of pseudo-random numbers: the same seed gives the same stream on every machine. Not for secrets. */
export interface Random {
  /** Uniform in [0, 1), 32 random bits. */
  next(): number
  /** Uniform integer in [0, below). */
  integer(below: number): number
  /** Standard normal deviate. */
  normal(): number
  /** Gamma deviate with the given shape > 0 and scale 1. */
  gamma(shape: number): number
}

/**
 * Small fast generator sfc32, its state filled from a 32-bit seed by a counter and an integer mixer.
 * @param seed any integer; only its lowest 32 bits count
 * Source: Doty-Humphrey, PractRand (sfc32). Normal deviates: Marsaglia & Bray (1964), SIAM Review 6(3), 260–264 (polar method).
 * Gamma deviates: Marsaglia & Tsang (2000), ACM Transactions on Mathematical Software 26(3), 363–372.
 */
export function randomFrom(seed: number): Random {
  let a = mix32(seed + 0x9e3779b9)
  let b = mix32(a + 0x9e3779b9)
  let c = mix32(b + 0x9e3779b9)
  let counter = 1
  let spare = Number.NaN

  function bits(): number {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return sum >>> 0
  }
  for (let warm = 0; warm < 12; warm++) bits()

  const next = () => bits() / 4294967296

  function normal(): number {
    if (!Number.isNaN(spare)) {
      const kept = spare
      spare = Number.NaN
      return kept
    }
    for (;;) {
      const u = 2 * next() - 1
      const v = 2 * next() - 1
      const s = u * u + v * v
      if (s > 0 && s < 1) {
        const scale = Math.sqrt((-2 * Math.log(s)) / s)
        spare = v * scale
        return u * scale
      }
    }
  }

  function gamma(shape: number): number {
    if (!(shape > 0)) throw new RangeError(`A gamma deviate needs a shape above 0, not ${shape}.`)
    if (shape < 1) return gamma(shape + 1) * (1 - next()) ** (1 / shape)
    const d = shape - 1 / 3
    const scale = 1 / Math.sqrt(9 * d)
    for (;;) {
      const x = normal()
      const v = (1 + scale * x) ** 3
      if (v > 0 && Math.log(1 - next()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v
    }
  }

  return { next, integer: (below) => Math.floor(next() * below), normal, gamma }
}

/**
 * The seed of one task, derived from the study's seed and where the task stands ("null", 7, "start", 3):
 * tasks can then run in any order, on any number of workers, and draw the same numbers.
 */
export function seedOf(seed: number, ...path: (number | string)[]): number {
  let hash = mix32(seed ^ 0x51ed270b)
  for (const part of path) {
    if (typeof part === 'number') hash = mix32(hash ^ mix32(part + 0x2545f491))
    else for (const character of part) hash = mix32(hash ^ (character.codePointAt(0)! + 0x01000193))
  }
  return hash >>> 0
}

/** Fisher–Yates: shuffles the array in place and returns it. */
export function shuffle<T extends { length: number; [index: number]: number }>(values: T, random: Random): T {
  for (let last = values.length - 1; last > 0; last--) {
    const other = random.integer(last + 1)
    const kept = values[last]!
    values[last] = values[other]!
    values[other] = kept
  }
  return values
}

function mix32(value: number): number {
  let x = value | 0
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad)
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97)
  return x ^ (x >>> 15)
}
