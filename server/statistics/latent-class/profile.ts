import type { LatentClassFit } from './fit.ts'
import type { Observations } from './observations.ts'
import { layoutOf } from './parameters.ts'

/** What each class answers on one item; arrays run over the classes of the fit. */
export type ItemProfile =
  | { name: string; kind: 'categorical'; categories: string[]; probabilities: number[][] }
  | { name: string; kind: 'count'; rates: number[] }
  | { name: string; kind: 'continuous'; means: number[]; variances: number[] }

/** Item parameters by class, in the order of the items. */
export function profileOf(
  observations: Observations,
  { classes, estimates }: Pick<LatentClassFit, 'classes' | 'estimates'>,
): ItemProfile[] {
  const layout = layoutOf(observations.items, classes)
  return observations.items.map((item, place) => {
    const offset = layout.offsets[place]!
    const row = (index: number) =>
      Array.from(estimates.subarray(offset + index * classes, offset + (index + 1) * classes))
    if (item.kind === 'count') return { name: item.name, kind: 'count', rates: row(0) }
    if (item.kind === 'continuous') return { name: item.name, kind: 'continuous', means: row(0), variances: row(1) }
    return {
      name: item.name,
      kind: 'categorical',
      categories: item.categories!,
      probabilities: Array.from({ length: classes }, (_, index) =>
        Array.from({ length: item.rows }, (_, category) => estimates[offset + category * classes + index]!),
      ),
    }
  })
}
