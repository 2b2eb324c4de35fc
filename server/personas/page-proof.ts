import { signedText } from '../charts/svg.ts'
import { formatCount, formatPercent } from '../http/format.ts'
import { fixedBeside } from '../statistics/printed-number.ts'
import type { Claim, SurveyEvidence } from './claim.ts'
import { shortened } from './claim-words.ts'
import type { StoredAnalysis } from './find-personas.ts'
import { signed, signedBeside0 } from './page-lines.ts'
import { verdictLights } from './set-view.ts'
import type { PersonaSet } from './store.ts'

/** A claim as a row of the proof: both sides with their bases, and how we know. */
export function proofOf(claim: Claim) {
  const { survey, interviews } = claim.evidence
  const side = (estimate: SurveyEvidence['these']) =>
    `${estimate.share !== null ? formatPercent(estimate.share) : signedText(estimate.mean!)} (${basesText(estimate)})`
  const heard = interviews ? `${interviews.mentions} of ${interviews.of} heard` : ''
  const kind = survey
    ? survey.defining
      ? 'defining'
      : survey.q === null
        ? 'describing'
        : `describing, q ${survey.q < 0.001 ? '< .001' : fixedBeside(survey.q, [0.05], 3)}`
    : ''
  return {
    zone: claim.zone === 'context' ? 'who they are' : claim.zone,
    full: shortened(claim.words, 190),
    these: survey ? side(survey.these) : heard,
    rest: survey ? side(survey.rest) : elsewhere(interviews),
    how: [
      kind,
      survey ? `${signed(survey.difference)} [${signedBeside0(survey.low)}; ${signedBeside0(survey.high)}]` : '',
      survey ? heard : 'words only',
    ]
      .filter(Boolean)
      .join(', '),
  }
}

/** "n 84", or with survey weights "n 84, weighted 79": people counted, and the base that the value is of. */
function basesText({ base, weightedBase }: SurveyEvidence['these']): string {
  return weightedBase === undefined ? `n ${base}` : `n ${base}, weighted ${weightedBase}`
}

/** How the set was found and what the data allow, as sentences with their numbers. */
export function methodsOf(set: PersonaSet, analysis: StoredAnalysis, { isSortingUndone = true } = {}): string[] {
  const { n0, n1 } = analysis.nulls
  return [
    `Latent class analysis of ${formatCount(analysis.fitted)} people on ${analysis.indicators.length} questions; ${formatCount(analysis.unassigned)} unassigned, ${formatCount(analysis.between)} between personas.`,
    ...weightsSentence(analysis),
    `The word is “${set.word}”: ${verdictLights[set.word].meaning}`,
    ...analysis.verdict.reasons.map(({ text }) => text),
    ...(n0 ? [nullSentence('Shuffled answers', n0)] : []),
    ...(n1 ? [nullSentence('Answers that go together without groups', n1)] : []),
    `Questions that built the persona are “defining” and never tested; ${isSortingUndone ? described : undescribed}`,
    `Seed ${set.seed}, version ${set.softwareVersion}, data ${set.dataHash.slice(0, 12)}.`,
  ]
}

const described =
  'others are “describing”, tested together at a false discovery rate of 5 %, their values corrected for the error with which people are sorted.'
const undescribed =
  'others describe nobody here, because these personas overlap too much for the error with which people are sorted to be undone.'

/** Equal weights leave as many effective people as there are. */
function weightsSentence({ fitted, effectiveSize }: StoredAnalysis): string[] {
  if (!(effectiveSize < 0.995 * fitted)) return []
  return [
    `Answers are weighted: ${formatCount(fitted)} people count for as much as ${formatCount(Math.round(effectiveSize))} with equal weights, and intervals say so.`,
  ]
}

function nullSentence(name: string, { beaten, copies }: { beaten: boolean; copies: number[] }): string {
  return `${name}: ${beaten ? 'beaten' : 'not beaten'} in ${copies.length} copies.`
}

/** The gain of the real answers beside those of copies without groups, for a picture of the null: gains of BIC over one group. */
export function nullGainsOf({ nulls }: StoredAnalysis): { name: string; observed: number; copies: number[] }[] {
  const row = (name: string, null_: StoredAnalysis['nulls']['n0']) =>
    null_ && null_.copies.length > 0 ? [{ name, observed: null_.observedGain, copies: null_.copies }] : []
  return [...row('Shuffled answers', nulls.n0), ...row('Answers that go together, without groups', nulls.n1)]
}

function elsewhere(interviews: Claim['evidence']['interviews']): string {
  return interviews && interviews.others.of > 0
    ? `${interviews.others.mentions} of ${interviews.others.of} heard`
    : 'nobody heard'
}
