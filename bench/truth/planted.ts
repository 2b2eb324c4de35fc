import { adjustedRand, overlapTable } from '../../server/statistics/agreement-of-partitions.ts'
import { analyse } from '../../server/statistics/analysis.ts'
import { modalClasses } from '../../server/statistics/stability.ts'
import { inlineRunner } from '../../server/statistics/tasks.ts'
import { figuresOf } from './nulls.ts'
import type { Results } from './results.ts'
import { type PlantedCase, plantedWorld } from './worlds.ts'

/** Worlds of each kind. */
const REPEATS = 2

/** Sizes × separations × missing × weights × numbers of classes, each twice. */
export function plantedCases(): PlantedCase[] {
  const cases: PlantedCase[] = []
  for (const size of [300, 600, 1500]) {
    for (const separation of ['low', 'middle', 'high'] as const) {
      for (const missing of [0, 0.15]) {
        for (const isWeighted of [false, true]) {
          for (const classes of [3, 4] as const) {
            for (let repeat = 0; repeat < REPEATS; repeat++) {
              cases.push({ size, separation, missing, isWeighted, classes, seed: 7000 + cases.length })
            }
          }
        }
      }
    }
  }
  return cases
}

/** Classes that are there: found in their number, and people placed nearly as well as with the true parameters. */
export async function runPlanted(results: Results, { from, to }: { from: number; to: number }): Promise<void> {
  for (const [index, about] of plantedCases().entries()) {
    const name = String(index)
    if (index < from || index >= to || results.has('planted', name)) continue
    const world = plantedWorld(about)
    const analysis = await analyse(world.data, { seed: about.seed }, inlineRunner(world.data))
    const found = Math.max(1, analysis.chosenClasses)
    const agreement = found < 2 ? 0 : agreementOf(world.truth, found, analysis.posteriors)
    const table = overlapTable(world.truth, world.oracle, { rows: about.classes, columns: about.classes })
    const oracle = adjustedRand(table, { rows: about.classes, columns: about.classes })
    results.add({
      part: 'planted',
      name,
      seed: about.seed,
      passed: analysis.verdict.word !== 'none' && found === about.classes && agreement > oracle - 0.1,
      figures: {
        ...figuresOf(analysis),
        size: about.size,
        separation: about.separation,
        missing: about.missing,
        isWeighted: about.isWeighted,
        planted: about.classes,
        agreement: Number(agreement.toFixed(3)),
        oracle: Number(oracle.toFixed(3)),
      },
    })
  }
}

/** Adjusted Rand index with the truth, over the people placed. */
function agreementOf(truth: Int32Array, classes: number, posteriors: Float64Array): number {
  const modal = modalClasses(posteriors, classes)
  const people: number[] = []
  truth.forEach((_, person) => {
    if (!Number.isNaN(posteriors[person * classes]!)) people.push(person)
  })
  const planted = Math.max(...truth) + 1
  const size = { rows: planted, columns: classes }
  return adjustedRand(
    overlapTable(
      Int32Array.from(people, (person) => truth[person]!),
      Int32Array.from(people, (person) => modal[person]!),
      size,
    ),
    size,
  )
}
