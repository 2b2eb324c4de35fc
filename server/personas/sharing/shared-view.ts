import { axisLine } from '../../charts/axis-strip.ts'
import { dumbbell } from '../../charts/dumbbell.ts'
import { landscape } from '../../charts/landscape.ts'
import { personaMark } from '../../charts/persona-mark.ts'
import { shareBar } from '../../charts/share-bar.ts'
import { formatCount, formatDate, formatPercent } from '../../http/format.ts'
import { seedOf } from '../../statistics/random.ts'
import type { Claim, ClaimZone, Estimate } from '../claim.ts'
import { zoneNames } from '../claim-editing/view.ts'
import type { StoredAnalysis } from '../find-personas.ts'
import { distancesOf, personasCounted, stabilityOf, verdictLights } from '../set-view.ts'
import type { PersonaSet } from '../store.ts'
import { isEstimateTellable, isLineTellable, privacyFloor, tellableGroups } from './privacy-floor.ts'

/** Lines of one zone on the shared page; the rest says no more about the same thing. */
const linesPerZone = 3

/** Words that may be read outside: their speaker agreed, and is not named. */
export interface SharedQuote {
  text: string
  source: string
}

/**
 * What the holder of a link sees: personas of enough people, lines that rest on enough people, and words whose speakers agreed.
 * No address of an evidence page, no label of a respondent, nothing to press.
 */
export function sharedView(
  set: PersonaSet,
  claims: Claim[],
  {
    quotes,
    workspaceName,
    studyName,
    expiresAt,
  }: { quotes: Map<string, SharedQuote>; workspaceName: string; studyName: string; expiresAt: Date },
) {
  const analysis = set.analysis as StoredAnalysis
  const groups = set.personas.map((persona, index) => ({
    persona,
    index,
    people: Math.round((analysis.classes[index]?.share.share ?? 0) * analysis.size),
  }))
  const others = Math.max(0, analysis.size - groups.reduce((sum, { people }) => sum + people, 0))
  const { told, hidden, rest, base } = tellableGroups(groups, others)
  const shareOf = (people: number) => (base > 0 ? people / base : 0)
  const light = verdictLights[set.word]
  const personas = told.map(({ persona, index, people }) =>
    personaView({ set, persona, index, analysis, claims, share: shareOf(people), quotes }),
  )
  const linesHidden = personas.reduce((sum, { linesHidden: count }) => sum + count, 0)
  return {
    workspaceName,
    studyName,
    title: personasCounted(told.length),
    dated: set.dataUntil ? `Answers until ${formatDate(set.dataUntil)}` : `Drawn ${formatDate(set.createdAt)}`,
    recounted: set.recountedAt ? `Recounted ${formatDate(set.recountedAt)}: somebody asked to be erased.` : '',
    expires: formatDate(expiresAt),
    verdict: { ...light, isSound: light.light === 'sound', isCaution: light.light === 'caution' },
    people: formatCount(analysis.size),
    shareChart: shareBar([
      ...told.map(({ persona, people }) => ({ name: persona.name, share: shareOf(people), who: persona.number })),
      { name: 'In none of them', share: rest === null ? 0 : shareOf(rest), who: 'unassigned' as const },
    ]),
    rest: rest === null || rest === 0 ? '' : formatPercent(shareOf(rest)),
    isOfTold: rest === null,
    hidden,
    linesHidden,
    floor: privacyFloor,
    personas,
  }
}

interface SharedParts {
  set: PersonaSet
  persona: PersonaSet['personas'][number]
  index: number
  analysis: StoredAnalysis
  claims: Claim[]
  share: number
  quotes: Map<string, SharedQuote>
}

function personaView({ set, persona, index, analysis, claims, share, quotes }: SharedParts) {
  const own = claims.filter(({ personaKey, grade }) => personaKey === persona.key && grade !== 'H')
  const lines = own.filter(isLineTellable)
  const { jaccard } = analysis.classes[index]!
  const zones = [...new Set(lines.map(({ zone }) => zone))].toSorted((one, other) => placeOf(one) - placeOf(other))
  return {
    name: persona.name,
    tagline: persona.tagline,
    id: persona.key,
    className: `persona-${persona.number}`,
    mark: personaMark(persona.number),
    land: landscape({
      seed: seedOf(set.seed, persona.key),
      distances: distancesOf(own),
      width: 270,
      height: 160,
      name: persona.name,
    }),
    shareText: formatPercent(share),
    stability: stabilityOf(jaccard),
    quote: quotes.get(persona.key) ?? null,
    zones: zones.map((zone) => ({
      name: zoneNames[zone],
      lines: lines
        .filter((claim) => claim.zone === zone)
        .slice(0, linesPerZone)
        .map((claim) => lineView(claim, persona.number)),
    })),
    linesHidden: own.length - lines.length,
  }
}

function placeOf(zone: ClaimZone): number {
  return Object.keys(zoneNames).indexOf(zone)
}

function lineView(claim: Claim, personaNumber: number) {
  const { survey, interviews } = claim.evidence
  const isPair = survey !== null && survey.these.share !== null && isEstimateTellable(survey.rest)
  const pair = (estimate: Estimate) => ({ share: estimate.share ?? 0, low: estimate.low, high: estimate.high })
  return {
    words: claim.words,
    grade: claim.grade,
    gradeClass: claim.grade.toLowerCase(),
    chart: claim.axis
      ? axisLine({ ...claim.axis, personaNumber })
      : isPair
        ? dumbbell({ these: pair(survey.these), rest: pair(survey.rest), personaNumber })
        : '',
    ends: claim.axis ? { left: claim.axis.left, right: claim.axis.right } : null,
    these: survey ? estimateText(survey.these) : '',
    rest: survey
      ? isEstimateTellable(survey.rest)
        ? estimateText(survey.rest)
        : 'fewer than 10 people: not shown'
      : '',
    heard: interviews && interviews.mentions >= privacyFloor ? `${interviews.mentions} of ${interviews.of} heard` : '',
  }
}

function estimateText(estimate: Estimate): string {
  const value =
    estimate.share === null ? (estimate.mean ?? 0).toFixed(2).replace('-', '−') : formatPercent(estimate.share)
  return `${value}, n ${formatCount(estimate.base)}`
}
