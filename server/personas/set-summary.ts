import { formatDate, formatPercent } from '../http/format.ts'
import type { AxisEvidence, Claim } from './claim.ts'
import { shortened } from './claim-words.ts'
import type { StoredAnalysis } from './find-personas.ts'
import { setView, sharedAxes, shareNoteOf, shareParts, simulatedFact } from './set-view.ts'
import type { PersonaSet } from './store.ts'

/** A persona set as its files show it: who they are, on the same axes, with those between and in none. */
export interface SetSummary {
  setId: string
  title: string
  /** "Reproducible" and what that means. */
  word: string
  meaning: string
  reasons: string[]
  facts: string[]
  people: string
  dated: Date | null
  workspaceName: string
  decision: string
  shares: { name: string; share: number; text: string; who: number | 'between' | 'unassigned' }[]
  /** Why a part of the bar can be smaller than its persona's share; '' where it is not. */
  shareNote: string
  axes: { topic: string | null; left: string; right: string; positions: (AxisPosition | null)[] }[]
  personas: {
    key: string
    number: number
    name: string
    tagline: string
    share: string
    interval: string
    stability: string
    weakest: string
  }[]
}

export type AxisPosition = Pick<AxisEvidence, 'mean' | 'restMean' | 'band'>

/** @param claims all claims of the set */
export function setSummary(
  set: PersonaSet,
  claims: Claim[],
  { workspaceName, decision, isSimulated = false }: { workspaceName: string; decision: string; isSimulated?: boolean },
): SetSummary {
  const view = setView(set, claims, new Map())
  const analysis = set.analysis as StoredAnalysis
  const shares = set.personas.length === 0 || analysis.size === 0 ? [] : shareParts(set, analysis)
  const told = claims.filter(({ grade }) => grade !== 'H')
  return {
    setId: set.id,
    title: view.title,
    word: view.verdict.word,
    meaning: view.verdict.meaning,
    reasons: analysis.verdict.reasons.map(({ text }) => text),
    facts: [
      `Persona set ${set.number}`,
      set.dataUntil ? `Answers until ${formatDate(set.dataUntil)}` : 'Answers without dates',
      ...(isSimulated ? [simulatedFact] : []),
    ],
    people: view.people,
    dated: set.dataUntil,
    workspaceName,
    decision,
    shares: shares.map((part) => ({ ...part, text: formatPercent(part.share) })),
    shareNote: shareNoteOf(analysis, shares),
    axes: sharedAxes(told).map((name) => axisOf(set, told, name)),
    personas: view.personas.map((persona, index) => ({
      key: persona.key,
      number: set.personas[index]!.number,
      name: persona.name,
      tagline: persona.tagline,
      share: persona.shareText,
      interval: persona.interval,
      stability: `${persona.stability.word} ${persona.stability.value}`.trim(),
      weakest: persona.weakest,
    })),
  }
}

function axisOf(set: PersonaSet, claims: Claim[], name: string): SetSummary['axes'][number] {
  const found = set.personas.map(
    ({ key }) =>
      claims.find((claim) => claim.personaKey === key && claim.axis && claim.evidence.survey?.variable === name)
        ?.axis ?? null,
  )
  const { topic, left, right } = found.find((axis) => axis !== null)!
  return {
    topic: topic && shortened(topic, 60),
    left: shortened(left, 34),
    right: shortened(right, 34),
    positions: found.map((axis) => axis && { mean: axis.mean, restMean: axis.restMean, band: axis.band }),
  }
}
