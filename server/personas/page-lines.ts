import { dumbbell } from '../charts/dumbbell.ts'
import { fixedBeside } from '../statistics/printed-number.ts'
import type { Claim, SurveyEvidence } from './claim.ts'
import { type Frequency, frequencyOf, frequencyPrefix, oftenOrSeldom } from './answer-frequency.ts'
import { percent, shortened, surveyNumbers, topicOf } from './claim-words.ts'
import { withoutOpening } from './short-phrase.ts'

/** Characters of a line; a longer one is cut between words and whole on its evidence page. */
const lineLength = 96
/** Characters of a row's label beside a chart: two lines. */
const rowLength = 54

/** Options that mean something only under their question. */
const saysNothingAlone =
  /^(none|none of (these|the above|them)|other|others|other \(please specify\)|all of (these|them|the above))$/i

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
    words: shortLine(words, lineLength),
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
  const isMore = difference > 0
  const frequency =
    answer === 'not chosen' ? frequencyOf({ these: 1 - these, isMore: !isMore }) : frequencyOf({ these, isMore })
  if (answer !== 'chosen' && answer !== 'not chosen') return { topic: topicOf({ label }), said: answer, frequency }
  const option = topicOf({ label })
  const question = questionBehind(label, option)
  // "None" says nothing without the question it was ticked under.
  return question === null ? { topic: option, said: null, frequency } : { topic: question, said: option, frequency }
}

/** The question of an option that says nothing alone, without how to answer it; null where the option speaks for itself. */
function questionBehind(label: string, option: string): string | null {
  const question = label.split(' — ')[0]!
  if (question === label || !saysNothingAlone.test(option)) return null
  return question.replace(/\?.+$/s, '?').replace(/[.:\s]+$/, '')
}

/**
 * A line of at most about `limit` characters. Where it ends with an answer, what is asked is shortened and the answer kept: a line
 * without its answer says nothing.
 */
export function shortLine(words: string, limit: number): string {
  if (words.length <= limit) return words
  const found = /^(.*?)([:?]) ((?:(?:seldom|more often|less often) )?)“([^”]+)”$/.exec(words)
  if (!found) return shortened(words, limit)
  const [, asked, mark, frequency, answer] = found
  const said = shortened(answer!, Math.max(24, Math.floor(limit / 2)))
  const rest = limit - said.length - frequency!.length - 4
  const topic = asked!.length <= rest ? `${asked}${mark}` : `${shortened(asked!, Math.max(16, rest))}`
  return `${topic} ${frequency}“${said}”`
}

/** A claim as a sentence that can be read aloud: who says what, how many, and how many others. */
export function breathOf(claim: Claim): string {
  const { words, text, axis, evidence } = claim
  const { survey, interviews } = evidence
  const isAsDrawn = survey !== null && text === `${words}: ${surveyNumbers(survey)}`
  if (isAsDrawn && survey.these.share !== null && survey.rest.share !== null && survey.answer !== null) {
    const { topic, said } = answeredOf(survey, survey.these.share)
    const statement = shortened(topic.replace(/[.\s]+$/, ''), 90)
    if (said === null)
      return `${percent(survey.these.share)} choose “${shortened(topic, 60)}”, ${percent(survey.rest.share)} of everyone else.`
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

export interface RowLabel {
  topic: string
  said: string
}

/** Answers as labels of rows: what was asked and what was said to it, short enough for two lines together, no two alike. */
export function rowLabels(surveys: SurveyEvidence[]): RowLabel[] {
  const labels = surveys.map((survey) => rowLabel(survey, shortened))
  return surveys.map((survey, place) => {
    const { topic, said } = labels[place]!
    const isAlone = labels.every((other, index) => index === place || other.topic !== topic || other.said !== said)
    // Questions that begin alike are told apart by how they end.
    return isAlone ? { topic, said } : rowLabel(survey, ending)
  })
}

function rowLabel(survey: SurveyEvidence, cut: (text: string, limit: number) => string): RowLabel {
  const { topic: asked, said: answer, frequency } = answeredOf(survey, survey.these.share ?? 0)
  const said = `${frequencyPrefix[frequency]}${answer === null ? 'chosen' : `“${shortened(answer, 26)}”`}`
  const limit = rowLength - said.length
  const plain = asked.replace(/[?.:\s]+$/, '')
  // What two long questions share is how they begin; what tells them apart must not be what is cut. "Which desserts" names its subject there.
  const subject = /^(which|what)\b/i.test(plain) ? plain : withoutOpening(plain)
  return { topic: plain.length <= limit ? plain : cut(subject, limit), said }
}

/** At most `limit` characters from the end, cut between words. */
function ending(text: string, limit: number): string {
  if (text.length <= limit) return text
  const cut = text.slice(text.length - limit + 1)
  return `…${cut.slice(cut.indexOf(' ') + 1)}`
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
