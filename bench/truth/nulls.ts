import { analyse, type PersonaAnalysis } from '../../server/statistics/analysis.ts'
import type { IndicatorData } from '../../server/statistics/indicator.ts'
import { inlineRunner } from '../../server/statistics/tasks.ts'
import type { Results } from './results.ts'
import { type NullFamily, nullFamilies, nullWorld } from './worlds.ts'

/** Cases of each family without classes. */
export const nullCases: Record<NullFamily, number> = {
  independent: 200,
  'one-factor': 200,
  'one-factor with style': 60,
}
/** Most of 200 that may be called personas. */
export const MOST_FALSE = 16

/** People without classes: the answer must be none. */
export async function runNulls(
  results: Results,
  { from, to, family: only }: { from: number; to: number; family?: string },
): Promise<void> {
  for (const family of nullFamilies) {
    if (only !== undefined && only !== family) continue
    for (let index = from; index < Math.min(to, nullCases[family]); index++) {
      const name = `${family} ${index}`
      if (results.has('nulls', name)) continue
      const { data, seed, description } = nullWorld(family, index)
      const analysis = await analyse(data, { seed }, inlineRunner(data))
      results.add({
        part: 'nulls',
        name,
        seed,
        passed: analysis.verdict.word === 'none',
        figures: { ...figuresOf(analysis), family, truth: description },
      })
    }
  }
}

/** What the verdict looked at. */
export function figuresOf(analysis: PersonaAnalysis): Record<string, number | string | boolean | null> {
  const copies = analysis.nulls.n1?.copies ?? []
  return {
    word: analysis.verdict.word,
    classes: analysis.chosenClasses,
    rules: analysis.verdict.reasons.map(({ rule }) => rule).join(' '),
    gain: Math.round(analysis.nulls.n0?.observedGain ?? 0),
    n1: copies.length === 0 ? '' : `${copies.length} copies to ${Math.round(Math.max(...copies))}`,
    'n1 z': rounded(standing(analysis.nulls.n1?.observedGain ?? 0, copies)),
    omega: rounded(analysis.omega),
    slices: rounded(analysis.slices?.share ?? 0),
    jaccard: rounded(Math.min(...analysis.classes.map(({ jaccard }) => jaccard))),
    facts: JSON.stringify(analysis.facts),
    power: rounded(Math.max(0, ...analysis.itemPower.map(({ power }) => power))),
  }
}

/** The shared sets without classes, where VERBATIM_REFERENCE names them. */
export async function runSharedNulls(results: Results, sets: Map<string, IndicatorData>): Promise<void> {
  for (const [name, data] of sets) {
    if (results.has('shared nulls', name)) continue
    const analysis = await analyse(data, { seed: 1 }, inlineRunner(data))
    results.add({
      part: 'shared nulls',
      name,
      seed: 1,
      passed: analysis.verdict.word === 'none',
      figures: figuresOf(analysis),
    })
  }
}

/** How many standard deviations of the copies the gain lies above their mean. */
function standing(gain: number, copies: number[]): number {
  const mean = copies.reduce((sum, value) => sum + value, 0) / copies.length
  const variance = copies.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (copies.length - 1)
  return (gain - mean) / Math.sqrt(variance)
}

function rounded(value: number): number | null {
  return Number.isFinite(value) ? Number(value.toFixed(3)) : null
}
