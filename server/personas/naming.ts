import type { Variable } from '../responses/variable.ts'
import { frequencyPrefix, oftenOrSeldom } from './answer-frequency.ts'
import { isNumber, lowerFirst, nameOfAnswer } from './answer-names.ts'
import type { Claim } from './claim.ts'
import type { ClaimInput } from './claim-input.ts'
import { shortened, topicOf } from './claim-words.ts'
import { motiveNames } from './motive-names.ts'
import { answerPhrase, phraseOf, withoutOpening } from './short-phrase.ts'
import { isYes } from './answer-names.ts'
import { type TellingAnswer, tellingAnswers } from './telling-answers.ts'

export interface PersonaName {
  name: string
  tagline: string
  /** 'motive' from the phrase table, 'answers' where the table knows no motive that fits. */
  by: 'motive' | 'answers'
}

/** Words of a trade-off's end in a name. */
const endWords = 4
/** Letters of a name. */
const nameLength = 40
const taglineLength = 110
/** Differences of one kind from which on a habit of answering is the name, not one of the things answered. */
const habit = { fewest: 5, share: 0.8, sameAnswer: 3 }

/**
 * A name for every persona of a set, no two alike. A motive from the phrase table where the persona's most distinctive claims hold
 * one; otherwise what these people say, in the survey's own words and in whole phrases, with the whole question and answer below it.
 * Where they are told apart by one answer to many things, or by choosing more or less of everything, that is the name. Where nothing
 * can be said short, or questions are only codes, a number and what it is about: never a phrase cut off, never age, gender or place.
 */
export function namePersonas(input: ClaimInput, claims: Claim[][]): PersonaName[] {
  const taken = new Set<string>()
  return claims.map((own, persona) => {
    const telling = tellingAnswers(input, own, persona)
    const { number } = input.personas[persona]!
    const named = motiveOf(own, taken) ??
      amountOf(telling, taken) ??
      saidOf(own, telling, taken) ??
      codedName(telling, own, number) ?? {
        name: `Group ${number}`,
        tagline: telling[0] ? wordsOf(telling[0]) : '',
        by: 'answers' as const,
      }
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
  if (answer === 'chosen') return topicOf({ label })
  const statement = topicOf({ label })
  if (isYes(answer)) return isQuestion(statement) ? null : statement
  return axis ? null : answer
}

/** People who tick more, or less, of nearly all that can be ticked: what they tick tells less than how much. */
function amountOf(telling: TellingAnswer[], taken: Set<string>): PersonaName | null {
  const options = telling.filter(({ variable }) => variable.kind === 'multiple')
  if (options.length < habit.fewest) return null
  const more = options.filter(({ isMore }) => isMore)
  const isMore = more.length >= habit.share * options.length
  const isLess = options.length - more.length >= habit.share * options.length
  // Whoever answers something of their own besides is told by that, not by what they leave.
  if (telling[0]!.variable.kind !== 'multiple' || !(isMore || (isLess && !telling.some(isSaid)))) return null
  const name = isMore ? 'More of everything' : 'Less of everything'
  if (taken.has(name)) return null
  const first = options.filter((option) => option.isMore === isMore).map(({ variable }) => `“${topicOf(variable)}”`)
  const tagline = listed(isMore ? 'More often than others:' : 'Less often than others:', first)
  return { name, tagline, by: 'answers' }
}

/** What most of these people say, and say more than others, without leaving it open or denying it. */
function isSaid({ tone, frequency, variable }: TellingAnswer): boolean {
  return tone === 'says' && frequency === 'most' && variable.kind !== 'multiple'
}

/** Best to worst material of a name: what most say; what more say than anything else; what leaves open; what denies. */
function rankOf({ tone, frequency }: TellingAnswer): number {
  if (tone === 'says') return frequency === 'most' ? 0 : 2
  if (tone === 'neutral') return frequency === 'most' ? 1 : 3
  return frequency === 'most' ? 3 : 4
}

/** The first answer, from the best material on, that can be said short: by itself, or as the one answer given to many things. */
function saidOf(claims: Claim[], telling: TellingAnswer[], taken: Set<string>): PersonaName | null {
  for (const { axis, words } of claims) {
    const end =
      axis && axis.topic === null ? phraseOf(axis.mean < axis.restMean ? axis.left : axis.right, endWords) : null
    const name = end && fitting(end, taken)
    if (name) return { name, tagline: shortened(words, taglineLength), by: 'answers' }
  }
  const ranked = telling
    .filter(({ variable, isMore, isTheirs }) => isMore && isTheirs && !isCoded(variable))
    .sort((one, other) => rankOf(one) - rankOf(other))
  for (const answer of ranked) {
    const throughout = sameAnswerOf(answer, ranked)
    const name = throughout ? fitting(throughout.name, taken) : shortNameOf(answer, taken)
    if (name) return { name, tagline: throughout?.tagline ?? wordsOf(answer), by: 'answers' }
  }
  return null
}

function shortNameOf(answer: TellingAnswer, taken: Set<string>): string | null {
  for (const words of [6, 5, 4, 3]) {
    const name = nameOfAnswer(answer, words)
    if (name && fitting(name, taken)) return name
  }
  return null
}

function fitting(name: string, taken: Set<string>): string | null {
  const capital = name.charAt(0).toUpperCase() + name.slice(1)
  return name.length <= nameLength && !taken.has(capital) ? capital : null
}

/** "Mostly “not rude at all”": one answer that most give to three things or more. */
function sameAnswerOf(answer: TellingAnswer, all: TellingAnswer[]): { name: string; tagline: string } | null {
  if (answer.answer === null || answer.frequency !== 'most' || !answer.isMore) return null
  const alike = all.filter((one) => one.answer === answer.answer && one.isMore && one.frequency === 'most')
  if (alike.length < habit.sameAnswer || isYes(answer.answer) || /^no$/i.test(answer.answer)) return null
  const said = isNumber(answer.answer) ? `marks of ${answer.answer}` : answerPhrase(answer.answer)
  if (!said) return null
  const tagline = listed(
    `“${answer.answer}” to`,
    alike.map(({ variable }) => `“${shortTopic(variable, 40)}”`),
  )
  const word = answer.tone === 'neutral' ? 'neutral' : isNumber(answer.answer) ? said : `“${lowerFirst(said)}”`
  return { name: `Mostly ${word}`, tagline }
}

/** As many of a list as a tagline holds. */
function listed(opening: string, items: string[]): string {
  let text = `${opening} ${shortened(items[0]!, taglineLength - opening.length - 1)}`
  for (const item of items.slice(1)) {
    if (text.length + item.length + 2 > taglineLength) break
    text += `, ${item}`
  }
  return text
}

/** The topic, without how questions begin where it is longer. */
function shortTopic(variable: Variable, length: number): string {
  const topic = topicOf(variable)
  return topic.length <= length ? topic : withoutOpening(topic)
}

/** An answer with its question as a line of its own; a long question gives way, the answer never. */
function wordsOf({ variable, answer, frequency }: TellingAnswer): string {
  if (answer === null) {
    const topic = `“${topicOf(variable)}”`
    const words =
      variable.kind === 'multiple'
        ? oftenOrSeldom(frequency, 'choose', topic)
        : `${frequency === 'more' ? 'Higher' : 'Lower'} on ${topic}`
    return shortened(words, taglineLength)
  }
  const said = `${frequencyPrefix[frequency]}“${answer}”`
  const room = Math.max(40, taglineLength - said.length - 2)
  const topic = shortTopic(variable, room).replace(/[.:\s]+$/, '')
  const asked = shortened(topic.charAt(0).toUpperCase() + topic.slice(1), room)
  return shortened(`${asked}${/[?…]$/.test(asked) ? '' : ':'} ${said}`, taglineLength)
}

/** Questions that are only codes ("E2") make no name: the group is numbered, and what it is high and low on stands below. */
function codedName(telling: TellingAnswer[], claims: Claim[], number: number): PersonaName | null {
  const marks = [...claims]
    .sort((a, b) => size(b) - size(a))
    .flatMap((claim) => {
      const found = telling.find(({ variable }) => variable.name === claim.evidence.survey?.variable)
      return found && isCoded(found.variable)
        ? [{ code: topicOf(found.variable), isHigh: isHigh(claim, found.variable) }]
        : []
    })
  if (marks.length === 0) return null
  const of = (isHigh: boolean) => [...new Set(marks.filter((mark) => mark.isHigh === isHigh).map(({ code }) => code))]
  const part = (isHigh: boolean) =>
    of(isHigh).length > 0 ? [`${isHigh ? 'higher' : 'lower'} on ${of(isHigh).slice(0, 3).join(', ')}`] : []
  const [first, second] = marks[0]!.isHigh ? [true, false] : [false, true]
  const text = [...part(first), ...part(second)].join('; ')
  return {
    name: `Group ${number}`,
    tagline: `${text.charAt(0).toUpperCase()}${text.slice(1)}. The file gives its questions no wording.`,
    by: 'answers',
  }
}

/** Whether the persona lies towards the upper end of a question's answers. */
function isHigh({ axis, evidence }: Claim, variable: Variable): boolean {
  if (axis) return axis.mean > axis.restMean
  const { answer, difference } = evidence.survey!
  if (answer === null) return difference > 0
  return placeAmong(answer, variable) >= 0.5 === difference > 0
}

/** Where an answer lies among the others, 0 lowest to 1 highest: numbers by their value, others by the order of the options. */
function placeAmong(answer: string, { options }: Variable): number {
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

function isQuestion(topic: string): boolean {
  return /^(how|what|which|where|when|who|why|do|does|did|is|are|was|were|would|have|has|can|in general)\b/i.test(topic)
}

function size({ evidence }: Claim): number {
  return (
    Math.abs(evidence.survey?.effect ?? 0) ||
    (evidence.interviews?.mentions ?? 0) / Math.max(6, evidence.interviews?.of ?? 6)
  )
}
