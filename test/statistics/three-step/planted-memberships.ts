import type { IndicatorData } from '../../../server/statistics/indicator.ts'
import { fitLatentClasses, patternPosteriors } from '../../../server/statistics/latent-class/fit.ts'
import { observe } from '../../../server/statistics/latent-class/observations.ts'
import type { Random } from '../../../server/statistics/random.ts'

export const plantedShares = [0.5, 0.3, 0.2]

/** Probability of a yes by class and item: told apart only fairly well. */
const profiles = [
  [0.85, 0.85, 0.85, 0.2, 0.2, 0.2],
  [0.2, 0.2, 0.2, 0.85, 0.85, 0.85],
  [0.85, 0.2, 0.85, 0.85, 0.2, 0.85],
]

/** People of three classes, the class of each, and the posteriors of a model fitted to their answers from the truth on. */
export function plantedPeople(
  size: number,
  random: Random,
): { classOf: Int16Array; posteriors: Float64Array; data: IndicatorData } {
  const classOf = Int16Array.from({ length: size }, () => {
    const draw = random.next()
    return draw < 0.5 ? 0 : draw < 0.8 ? 1 : 2
  })
  const data: IndicatorData = {
    size,
    indicators: profiles[0]!.map((_, item) => ({
      name: `item ${item}`,
      kind: 'binary' as const,
      categories: ['no', 'yes'],
      values: Int16Array.from(classOf, (index) => Number(random.next() < profiles[index]![item]!)),
    })),
  }
  const truth = [...plantedShares]
  profiles[0]!.forEach((_, item) => {
    truth.push(...profiles.map((profile) => 1 - profile[item]!), ...profiles.map((profile) => profile[item]!))
  })
  const observations = observe(data)
  const fit = fitLatentClasses(observations, { classes: 3, starts: 0, seed: 1, warm: [Float64Array.from(truth)] })
  const byPattern = patternPosteriors(observations, fit)
  const posteriors = new Float64Array(size * 3)
  for (let person = 0; person < size; person++) {
    const at = observations.patternOf[person]! * 3
    posteriors.set(byPattern.subarray(at, at + 3), person * 3)
  }
  return { classOf, posteriors, data }
}
