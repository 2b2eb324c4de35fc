import type { Claim } from './claim.ts'
import type { ClaimInput } from './claim-input.ts'
import { shortened, topicOf } from './claim-words.ts'
import { motiveNames } from './motive-names.ts'

export interface PersonaName {
  name: string
  tagline: string
  /** 'motive' from the phrase table, 'answers' where the table knows no motive that fits. */
  by: 'motive' | 'answers'
}

/**
 * A name for every persona of a set, no two alike. A motive from the phrase table where the persona's most distinctive
 * claims hold one, otherwise its most distinctive answer in the survey's own words. Never age, gender or where people live.
 */
export function namePersonas(input: ClaimInput, claims: Claim[][]): PersonaName[] {
  const taken = new Set<string>()
  return claims.map((own, persona) => {
    const named = motiveOf(own, taken) ??
      answerOf(input, own, taken) ?? { name: `Group ${persona + 1}`, tagline: '', by: 'answers' as const }
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

function answerOf(input: ClaimInput, claims: Claim[], taken: Set<string>): PersonaName | null {
  const answered = claims.filter(({ evidence }) => evidence.survey).sort((a, b) => size(b) - size(a))
  for (const { evidence, words, axis } of answered) {
    const variable = input.variables.find(({ name }) => name === evidence.survey!.variable)!
    const topic = shortened(topicOf(variable).replace(/[?:.\s]+$/, ''), 44)
    const answer = evidence.survey!.answer
    const name =
      answer === null
        ? axis && axis.topic === null
          ? `“${axis.mean < axis.restMean ? axis.left : axis.right}”`
          : shortened(words, 48)
        : evidence.survey!.difference > 0
          ? answer === 'chosen'
            ? `“${topic}”`
            : answer === 'not chosen'
              ? `Not “${topic}”`
              : isYes(answer) && !isQuestion(topic)
                ? `“${topic}”`
                : `“${shortened(answer, 24)}”: ${topic}`
          : answer === 'chosen'
            ? `Not “${topic}”`
            : `Not “${shortened(answer, 24)}”: ${topic}`
    if (taken.has(name)) continue
    const next = claims.find((claim) => claim.words !== words)
    return { name, tagline: next ? shortened(next.words, 60) : '', by: 'answers' }
  }
  return null
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

function size({ evidence }: Claim): number {
  return (
    Math.abs(evidence.survey?.effect ?? 0) ||
    (evidence.interviews?.mentions ?? 0) / Math.max(6, evidence.interviews?.of ?? 6)
  )
}
