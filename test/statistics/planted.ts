import type { CategoricalIndicator, IndicatorData } from '../../server/statistics/indicator.ts'
import { randomFrom } from '../../server/statistics/random.ts'

export const fivePoints = ['1', '2', '3', '4', '5']

/** Five-point answers of people from classes whose profiles cross: what one class agrees with, another rejects. */
export function plantedClasses({
  size,
  profiles,
  shares,
  deviation,
  seed,
  missing = 0,
}: {
  size: number
  profiles: number[][]
  shares: number[]
  deviation: number
  seed: number
  missing?: number
}): { data: IndicatorData; truth: Int32Array } {
  const random = randomFrom(seed)
  const truth = Int32Array.from({ length: size }, () => {
    const draw = random.next()
    let reached = 0
    const index = shares.findIndex((share) => {
      reached += share
      return draw < reached
    })
    return index < 0 ? shares.length - 1 : index
  })
  const indicators = profiles[0]!.map((_, item) =>
    fivePointItem(
      `Q${item + 1}`,
      Array.from(truth, (index) =>
        random.next() < missing ? -1 : profiles[index]![item]! - 1 + deviation * random.normal(),
      ),
    ),
  )
  return { data: { indicators, size }, truth }
}

/**
 * Five-point answers that share one factor and have no classes. With a style some people answer nearer the ends than others:
 * the logarithm of their spread is normal with this standard deviation.
 */
export function oneFactor({
  size,
  loadings,
  seed,
  style = 0,
}: {
  size: number
  loadings: number[]
  seed: number
  style?: number
}): IndicatorData {
  const random = randomFrom(seed)
  const factor = Float64Array.from({ length: size }, () => random.normal())
  const spreads = Float64Array.from({ length: size }, () => (style > 0 ? Math.exp(style * random.normal()) : 1))
  const indicators = loadings.map((loading, item) =>
    fivePointItem(
      `Q${item + 1}`,
      Array.from(
        factor,
        (level, person) =>
          2 + 1.1 * spreads[person]! * (loading * level + Math.sqrt(1 - loading ** 2) * random.normal()),
      ),
    ),
  )
  return { indicators, size }
}

function fivePointItem(name: string, latent: number[]): CategoricalIndicator {
  return {
    name,
    kind: 'ordinal',
    categories: fivePoints,
    values: Int16Array.from(latent, (value) => (value === -1 ? -1 : Math.max(0, Math.min(4, Math.round(value))))),
  }
}
