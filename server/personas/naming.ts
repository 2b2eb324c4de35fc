import type { Variable } from '../responses/variable.ts'
import type { Claim } from './claim.ts'
import type { ClaimInput } from './claim-input.ts'
import { capital, shortened, topicOf } from './claim-words.ts'
import { motiveNames } from './motive-names.ts'
import { answerPhrase, phraseOf, wordCount } from './short-phrase.ts'

export interface PersonaName {
  name: string
  tagline: string
  /** 'motive' from the phrase table, 'answers' where the table knows no motive that fits. */
  by: 'motive' | 'answers'
}

/** Words of a name: what is longer is a sentence, and stands below it. */
const nameWords = 4
/** Letters of a name. */
const nameLength = 38
const taglineLength = 110

/**
 * A name for every persona of a set, no two alike. A motive from the phrase table where the persona's most distinctive claims hold
 * one, otherwise the subject of its most distinctive answer, with the whole question and answer as the tagline. Where questions have
 * no wording but a code, the name says so: "Group 1: high on E2, E5". Never age, gender or where people live.
 */
export function namePersonas(input: ClaimInput, claims: Claim[][]): PersonaName[] {
  const taken = new Set<string>()
  return claims.map((own, persona) => {
    const named = motiveOf(own, taken) ??
      answerOf(input, own, taken) ??
      codedName(input, own, persona) ?? { name: `Group ${persona + 1}`, tagline: '', by: 'answers' as const }
    taken.add(named.name)
    return named
  })
}

function motiveOf(claims: Claim[], taken: Set<string>): PersonaName | null {
  const telling = [...claims].sort((a, b) => size(b) - size(a))
  for (const claim of telling.slice(0, 6)) {
    const text = motiveText(claim)
    if (!text) continue
    const found = motiveNames.find(({ words, name }) => words.test(text) && !taken.has(name))
    if (found) return { name: found.name, tagline: found.tagline, by: 'motive' }
  }
  return null
}

/**
 * The words that may carry a motive: the end of an axis people lean to, the name of a code they speak of, an option they choose,
 * or a statement about needs, motives or values that they say yes to. An answer on a scale says nothing without its statement,
 * and a statement or question nothing without its answer.
 */
function motiveText(claim: Claim): string | null {
  const { axis, evidence, kind, words, facet } = claim
  if (kind === 'code') return words
  if (axis && axis.topic === null) return axis.mean < axis.restMean ? axis.left : axis.right
  if (!evidence.survey || evidence.survey.difference < 0 || evidence.survey.answer === null) return null
  const { answer, label } = evidence.survey
  if (!['need', 'motivation', 'value', 'preference'].includes(facet)) return null
  if (answer === 'chosen') return words
  const statement = label.split(' — ').at(-1)!
  if (isYes(answer)) return isQuestion(statement) ? null : statement
  return axis ? null : answer
}

/**
 * The subject of the strongest answer that has wording of its own, short, and the question with its answer below it. What people do
 * say makes a better name than what they seldom say.
 */
function answerOf(input: ClaimInput, claims: Claim[], taken: Set<string>): PersonaName | null {
  const answered = claims.filter(({ evidence }) => evidence.survey).sort((a, b) => size(b) - size(a))
  const isSaid = ({ evidence }: Claim) => evidence.survey!.difference > 0 || evidence.survey!.answer === null
  for (const claim of [...answered.filter(isSaid), ...answered.filter((one) => !isSaid(one))]) {
    const variable = variableOf(input, claim)
    if (!variable || isCoded(variable)) continue
    const short = shortName(claim, variable)
    const name = short && capital(short)
    if (!name || taken.has(name) || wordCount(name) > nameWords + 2 || name.length > nameLength) continue
    return { name, tagline: shortened(claim.words, taglineLength), by: 'answers' }
  }
  return null
}

function shortName(claim: Claim, variable: Variable): string | null {
  const { axis, evidence } = claim
  const { answer, difference } = evidence.survey!
  if (axis && axis.topic === null) return phraseOf(axis.mean < axis.restMean ? axis.left : axis.right, nameWords)
  const subject = phraseOf(topicOf(variable), nameWords)
  if (!subject) return null
  if (answer === null) return `${difference > 0 ? 'More' : 'Less'} ${lowerFirst(subject)}`
  if (/^\d+$/.test(answer))
    return `${isMiddle(claim, variable) ? 'Middling' : isHigh(claim, variable) ? 'High' : 'Low'} on ${lowerFirst(subject)}`
  const isSaid = difference > 0
  if (answer === 'chosen' || isYes(answer)) return isSaid ? subject : `Not ${lowerFirst(subject)}`
  if (answer === 'not chosen' || /^no$/i.test(answer)) return isSaid ? `Not ${lowerFirst(subject)}` : subject
  // One of several kinds of thing says more than the question it answers; a point on a scale says nothing without it.
  const said = answerPhrase(answer)
  if (variable.kind === 'nominal' && variable.options.length > 2 && isSaid) return phraseOf(answer, nameWords)
  return `${subject}: ${isSaid ? '' : 'seldom '}${lowerFirst(said)}`
}

/** Questions that are only codes ("E2") make no name, so the group is numbered and its codes are named with their direction. */
function codedName(input: ClaimInput, claims: Claim[], persona: number): PersonaName | null {
  const marks = [...claims]
    .sort((a, b) => size(b) - size(a))
    .flatMap((claim) => {
      const variable = claim.evidence.survey ? variableOf(input, claim) : undefined
      return variable && isCoded(variable) ? [{ code: topicOf(variable), isHigh: isHigh(claim, variable) }] : []
    })
  if (marks.length === 0) return null
  const of = (isHigh: boolean) => [...new Set(marks.filter((mark) => mark.isHigh === isHigh).map(({ code }) => code))]
  const [first, second] = marks[0]!.isHigh ? [true, false] : [false, true]
  const word = (high: boolean) => (high ? 'high' : 'low')
  const others = of(second).slice(0, 3)
  return {
    name: `Group ${persona + 1}: ${word(first)} on ${of(first).slice(0, 2).join(', ')}`,
    tagline:
      others.length > 0 ? `Also ${word(second)} on ${others.join(', ')}; the file gives its questions no wording` : '',
    by: 'answers',
  }
}

/** Whether the persona lies towards the upper end of a question's answers. */
function isHigh({ axis, evidence }: Claim, variable: Variable): boolean {
  if (axis) return axis.mean > axis.restMean
  const { answer, difference } = evidence.survey!
  if (answer === null) return difference > 0
  return rankOf(answer, variable) >= 0.5 === difference > 0
}

function isMiddle({ evidence }: Claim, variable: Variable): boolean {
  return rankOf(evidence.survey!.answer ?? '', variable) === 0.5
}

/** Where an answer lies among the others, 0 lowest to 1 highest: numbers by their value, others by the order of the options. */
function rankOf(answer: string, { options }: Variable): number {
  const labels = options.map(({ label }) => label)
  const numbers = labels.filter((label) => /^-?\d+([.,]\d+)?$/.test(label)).sort((a, b) => Number(a) - Number(b))
  const ordered = numbers.includes(answer) ? numbers : labels
  const place = ordered.indexOf(answer)
  return place < 0 || ordered.length < 2 ? 1 : place / (ordered.length - 1)
}

/** A label that is only a code, such as A3, Q12_4 or item_7. */
function isCoded(variable: Variable): boolean {
  return /^[a-z]{1,5}[ _-]?\d+([_-]\d+)*[a-z]?$/i.test(topicOf(variable))
}

function variableOf(input: ClaimInput, { evidence }: Claim): Variable | undefined {
  return input.variables.find(({ name }) => name === evidence.survey!.variable)
}

function isQuestion(topic: string): boolean {
  return /^(how|what|which|where|when|who|why|do|does|did|is|are|was|were|would|have|has|can|in general)\b/i.test(topic)
}

/** Answers that say yes to a statement, so that the statement itself can stand as the name. */
function isYes(answer: string): boolean {
  return /^(strongly agree|agree|yes|very much like me|like me|most of all|very important|always|usually|often)$/i.test(
    answer.trim(),
  )
}

function lowerFirst(text: string): string {
  // A name or an abbreviation keeps its capitals.
  return /^\p{Lu}\p{Ll}*(\s|$)/u.test(text) && !/\p{Lu}/u.test(text.slice(1))
    ? text[0]!.toLowerCase() + text.slice(1)
    : text
}

function size({ evidence }: Claim): number {
  return (
    Math.abs(evidence.survey?.effect ?? 0) ||
    (evidence.interviews?.mentions ?? 0) / Math.max(6, evidence.interviews?.of ?? 6)
  )
}
