import type { StoredAnalysis } from '../find-personas.ts'

/** What the record changed in a verdict: the word, the number of groups, how chance compares, and the least firm group. */
export function whatChanged(before: StoredAnalysis, after: StoredAnalysis): string {
  const [was, is] = [before.verdict.word, after.verdict.word]
  const sentences = [was === is ? `The word stays ${is}.` : `The word was ${was} and is now ${is}.`]
  if (before.chosenClasses !== after.chosenClasses) {
    sentences.push(`There were ${before.chosenClasses} groups and are now ${after.chosenClasses}.`)
  }
  const { n0, n1 } = after.nulls
  if (n0) sentences.push(`Of ${n0.copies.length} shuffled copies ${reached(n0)} reached the gain${probability(n0.p)}.`)
  if (n1) sentences.push(`Of ${n1.copies.length} copies without groups ${reached(n1)} did${probability(n1.p)}.`)
  const [firmBefore, firmAfter] = [leastFirm(before), leastFirm(after)]
  if (firmBefore !== null && firmAfter !== null) {
    const isSame = percent(firmBefore) === percent(firmAfter)
    const comparison = isSame ? 'as before' : `not ${percent(firmBefore)}`
    sentences.push(`The least firm group keeps ${percent(firmAfter)} of its people, ${comparison}.`)
  }
  const { likelihoodRatio } = after
  if (likelihoodRatio) {
    sentences.push(
      `Against one group fewer p is ${written(likelihoodRatio.p)} by ${likelihoodRatio.simulated.length} simulations.`,
    )
  }
  return sentences.join(' ')
}

function reached({ copies, observedGain }: { copies: number[]; observedGain: number }): string {
  const count = copies.filter((gain) => gain >= observedGain).length
  return count === 0 ? 'none' : String(count)
}

function probability(p: number | null): string {
  return p === null ? '' : ` (p = ${written(p)})`
}

function leastFirm({ classes }: StoredAnalysis): number | null {
  const values = classes
    .map(({ jaccard }) => jaccard)
    .filter((value) => typeof value === 'number' && !Number.isNaN(value))
  return values.length > 0 ? Math.min(...values) : null
}

function written(p: number): string {
  return p.toFixed(2).replace(/^0/, '')
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}
