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
export async function runNulls(results: Results, { from, to }: { from: number; to: number }): Promise<void> {
  for (const family of nullFamilies) {
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

function rounded(value: number): number | null {
  return Number.isFinite(value) ? Number(value.toFixed(3)) : null
}
