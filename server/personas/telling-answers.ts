import type { Variable } from '../responses/variable.ts'
import type { Claim } from './claim.ts'
import type { ClaimInput, Contrast } from './claim-input.ts'
import { type Frequency, frequencyOf } from './answer-frequency.ts'
import { answerLabel, isTicked } from './claim-words.ts'

/** An answer that sets a persona apart, from the same differences as its claims. */
export interface TellingAnswer {
  variable: Variable
  /** The answer's wording; null for an option that was ticked, and for the mean of a number. */
  answer: string | null
  isMore: boolean
  frequency: Frequency
  effect: number
  /** More of these people give it than any other answer to the question; of an option to tick, more than half. */
  isTheirs: boolean
  /** Whether the answer says something, leaves the question open, or denies it: names are made of what people do say. */
  tone: 'says' | 'neutral' | 'denies'
}

/**
 * Every answer that sets the persona apart on the questions its claims are about, not only the strongest of each: a middle group is
 * told by the answer it gives most, though what it gives least may be the larger difference.
 */
export function tellingAnswers(input: ClaimInput, claims: Claim[], persona: number): TellingAnswer[] {
  const asked = new Set(claims.flatMap(({ evidence }) => (evidence.survey ? [evidence.survey.variable] : [])))
  return input.personas[persona]!.contrasts.filter(({ name }) => asked.has(name))
    .flatMap((contrast) => {
      const variable = input.variables.find(({ name }) => name === contrast.name)
      return variable ? answersOn(variable, contrast) : []
    })
    .sort((one, other) => Math.abs(other.effect) - Math.abs(one.effect))
}

function answersOn(variable: Variable, { parts }: Contrast): TellingAnswer[] {
  const largest = Math.max(...parts.map(({ these }) => these))
  return parts.flatMap(({ category, these, difference, effect, distinctive }): TellingAnswer[] => {
    if (!distinctive) return []
    const isMore = difference > 0
    if (category === null) {
      const frequency = isMore ? 'more' : 'fewer'
      return [{ variable, answer: null, isMore, frequency, effect, isTheirs: true, tone: 'says' }]
    }
    const frequency = frequencyOf({ these, isMore })
    if (variable.kind === 'multiple') {
      if (!isTicked(variable, category)) return []
      return [{ variable, answer: null, isMore, frequency, effect, isTheirs: these >= 0.5, tone: 'says' }]
    }
    const option = variable.options.find(({ code, label }) => code === category || label === category)
    if (option?.isNonSubstantive) return []
    const answer = answerLabel(variable, category)
    return [{ variable, answer, isMore, frequency, effect, isTheirs: these === largest, tone: toneOf(answer) }]
  })
}

export function toneOf(answer: string): TellingAnswer['tone'] {
  if (/\b(neither|neutral|undecided|no opinion|not sure|unsure|don[’']?t know|in between)\b/i.test(answer))
    return 'neutral'
  return /^(no|none|none of (these|them|the above)|nothing|never|not at all|not (very |so )?much|not chosen|hardly ever|almost never|rarely|seldom|strongly disagree|disagree|somewhat disagree)\.?$/i.test(
    answer.trim(),
  )
    ? 'denies'
    : 'says'
}
