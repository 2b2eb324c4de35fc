import { dumbbell } from '../charts/dumbbell.ts'
import { fixedBeside } from '../statistics/printed-number.ts'
import type { Claim, SurveyEvidence } from './claim.ts'
import { type Frequency, frequencyOf, frequencyPrefix, oftenOrSeldom } from './answer-frequency.ts'
import { capital, percent, shortened, surveyNumbers, topicOf } from './claim-words.ts'
import { withoutOpening } from './short-phrase.ts'

/** Characters of a line; a longer one is cut between words and whole on its evidence page. */
const lineLength = 96
/** Characters of a row's label beside a chart: two lines. */
const rowLength = 54

/** Means nearer to each other than this, on a scale from −1 to +1, are one place to the eye. */
export const axisFloor = 0.15

export interface PageLine {
  words: string
  proof: string
  grade: string
  gradeClass: string
  href: string
}

export function lineOf(setId: string, claim: Claim): PageLine {
  const { axis, zone, evidence } = claim
  // "Seldom not important" is a knot: what is held higher than elsewhere is said so, with the distance between the means.
  const isHeldHigher =
    axis?.topic && (zone === 'needs' || zone === 'pains') && (evidence.survey?.difference ?? 0) < 0 && isPositive(claim)
  const words = isHeldHigher ? `${axis.topic!.replace(/[.?:\s]+$/, '')}: held higher than elsewhere` : pageWords(claim)
  return {
    words: shortened(words, lineLength),
    proof: isHeldHigher ? signed(axis.mean - axis.restMean, 1) : shortProof(claim),
    grade: claim.grade,
    gradeClass: claim.grade.toLowerCase(),
    href: `/personas/${setId}/claims/${encodeURIComponent(claim.id)}`,
  }
}

/** On a page the statement comes first and the answer after it; words that a person edited stay as they are. */
export function pageWords(claim: Pick<Claim, 'words' | 'drawnWords' | 'evidence'>): string {
  const { survey } = claim.evidence
  if (claim.drawnWords !== undefined || !survey || survey.answer === null || survey.these.share === null)
    return claim.words
  const { topic, said, frequency } = answeredOf(survey, survey.these.share)
  if (said === null) return frequency === 'most' ? topic : oftenOrSeldom(frequency, 'choose', `“${topic}”`)
  const asked = topic.replace(/[.:\s]+$/, '')
  return `${asked}${asked.endsWith('?') ? '' : ':'} ${frequencyPrefix[frequency]}“${said}”`
}

/** A survey's answer taken apart: what it is about, the answer itself (null for an option that is chosen or not), and how often. */
function answeredOf(
  { label, answer, difference }: SurveyEvidence,
  these: number,
): { topic: string; said: string | null; frequency: Frequency } {
  const topic = topicOf({ label })
  const isMore = difference > 0
  if (answer === 'not chosen')
    return { topic, said: null, frequency: frequencyOf({ these: 1 - these, isMore: !isMore }) }
  return { topic, said: answer === 'chosen' ? null : answer, frequency: frequencyOf({ these, isMore }) }
}

/** A claim as a sentence that can be read aloud: who says what, how many, and how many others. */
export function breathOf(claim: Claim): string {
  const { words, text, axis, evidence } = claim
  const { survey, interviews } = evidence
  const isAsDrawn = survey !== null && text === `${words}: ${surveyNumbers(survey)}`
  if (isAsDrawn && survey.these.share !== null && survey.rest.share !== null && survey.answer !== null) {
    const { topic, said } = answeredOf(survey, survey.these.share)
    const statement = shortened(topic.replace(/[.\s]+$/, ''), 90)
    if (said !== null)
      return `${percent(survey.these.share)} say “${shortened(said, 40)}” to “${statement}”, ${percent(survey.rest.share)} of everyone else.`
  }
  if (isAsDrawn && axis && axis.topic === null) {
    const [towards, away] = axis.mean < axis.restMean ? [axis.left, axis.right] : [axis.right, axis.left]
    return `Lean to “${shortened(towards, 60)}” more than others, away from “${shortened(away, 60)}”.`
  }
  if (!survey && interviews && claim.kind === 'code')
    return `${interviews.mentions} of ${interviews.of} speak of “${shortened(words, 60)}”.`
  return `${shortened(text, 150)}${/[.…!?]$/.test(text) ? '' : '.'}`
}

/** Two ends that someone wrote as a choice speak for themselves; a scale is named by its question and read towards its right end. */
export function leftEnd({ axis }: Claim): string {
  return axis!.topic ? shortened(axis!.topic, 36) : shortened(axis!.left, 34)
}

export function rightEnd({ axis }: Claim): string {
  return axis!.topic ? shortened(axis!.right, 26) : shortened(axis!.right, 34)
}

/** An answer as the label of a row: short enough for two lines, whole on its evidence page. */
export function rowLabel(survey: SurveyEvidence): string {
  const { topic: asked, said, frequency } = answeredOf(survey, survey.these.share ?? 0)
  const answer = said === null ? null : `${frequencyPrefix[frequency]}“${shortened(said, 26)}”`
  const limit = rowLength - (answer?.length ?? 0)
  const plain = asked.replace(/[?.:\s]+$/, '')
  // What two long questions share is how they begin; what tells them apart must not be what is cut.
  const topic = plain.length <= limit ? plain : shortened(withoutOpening(plain), limit)
  return answer === null ? oftenOrSeldom(frequency, 'choose', `“${topic}”`) : `${capital(answer)}: ${topic}`
}

/** What people seldom say, or hold less important than others do, is no need or pain of theirs: it stands among what sets them apart. */
export function isPositive({ axis, zone, evidence }: Claim): boolean {
  if (axis?.topic && (zone === 'needs' || zone === 'pains')) return axis.mean - axis.restMean >= axisFloor
  return evidence.survey === null || evidence.survey.answer === null || evidence.survey.difference > 0
}

export function isShareAnswer({ stage, evidence }: Claim): boolean {
  return stage === null && evidence.survey !== null && evidence.survey.these.share !== null
}

/** Voices are counted, never turned into percent; the survey's two sides are shares. */
function shortProof({ evidence: { survey, interviews } }: Claim): string {
  if (interviews && !survey) return `${interviews.mentions} of ${interviews.of}`
  if (survey && survey.these.share !== null)
    return `${Math.round(survey.these.share * 100)} / ${Math.round((survey.rest.share ?? 0) * 100)}`
  return survey ? signed(survey.difference) : ''
}

/** Both shares of an answer as a chart, as figures, and their difference in points. */
export function pairOf(survey: SurveyEvidence, personaNumber: number) {
  const side = ({ share, low, high }: SurveyEvidence['these']) => ({ share: share ?? 0, low, high })
  const points = Math.round(survey.difference * 100)
  return {
    chart: dumbbell({ these: side(survey.these), rest: side(survey.rest), personaNumber }),
    these: String(Math.round((survey.these.share ?? 0) * 100)),
    rest: String(Math.round((survey.rest.share ?? 0) * 100)),
    proof: `${points < 0 ? '−' : '+'}${Math.abs(points)} pt`,
  }
}

/** The end of an interval: as many decimals as show on which side of no difference it lies. */
export function signedBeside0(value: number): string {
  return signedText(value, fixedBeside(Math.abs(value), [0], 2))
}

/** "+.71": without the zero that every difference on a scale from −1 to +1 would carry. */
export function signed(value: number, digits = 2): string {
  return signedText(value, Math.abs(value).toFixed(digits))
}

function signedText(value: number, size: string): string {
  return `${value < 0 ? '−' : '+'}${size.replace(/^0\./, '.')}`
}
