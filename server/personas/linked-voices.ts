import { stem } from '../text/stems.ts'
import type { ClaimInput, CodeInput } from './claim-input.ts'
import { topicOf } from './claim-words.ts'
import type { SpokenFinding } from './spoken-claims.ts'
import type { SurveyFinding } from './survey-claims.ts'

/** What people's words say of the same thing as an answer: those who say so too, and those who say the opposite. */
export interface LinkedVoices {
  heard: SpokenFinding | null
  against: SpokenFinding | null
}

/**
 * Which spoken findings speak of the same thing as which answer: the code's name, word for word by stems, must stand in the question
 * and answer. Strict on purpose: a missed link leaves two claims of grade B, a wrong one would make a false A or a false dispute.
 * A code and its opposite change sides where the answer is a denial, or where these people give it less often than everyone else.
 */
export function linkedVoices(
  input: ClaimInput,
  survey: SurveyFinding[],
  spoken: SpokenFinding[],
): Map<SurveyFinding, LinkedVoices> {
  const links = new Map<SurveyFinding, LinkedVoices>()
  const taken = new Set<SpokenFinding>()
  const findingOf = (key: string | undefined) =>
    spoken.find(({ code }) => code.key === key && code.facet !== 'journey') ?? null
  for (const finding of survey) {
    for (const { code, isFor } of codesOn(finding, input.codebook)) {
      const heard = findingOf(isFor ? code.key : code.opposite)
      const against = findingOf(isFor ? code.opposite : code.key)
      const supporting = heard && !taken.has(heard) ? heard : null
      const opposing = against && !taken.has(against) && isAsCommonHere(against) ? against : null
      if (!supporting && !opposing) continue
      links.set(finding, { heard: supporting, against: opposing })
      for (const one of [supporting, opposing]) if (one) taken.add(one)
      break
    }
  }
  return links
}

/** Fewer here than elsewhere agrees with an answer that is rarer here; only voices at least as common speak against it. */
function isAsCommonHere({ evidence }: SpokenFinding): boolean {
  if (evidence.of === 0 || evidence.others.of === 0) return true
  return evidence.mentions / evidence.of >= evidence.others.mentions / evidence.others.of
}

/** Codes that an answer is about, and whether the answer is for what they say. */
function codesOn(finding: SurveyFinding, codebook: CodeInput[]): { code: CodeInput; isFor: boolean }[] {
  const statements = statementsOf(finding).map(({ text, isFor }) => ({ words: new Set(contentStems(text)), isFor }))
  return codebook.flatMap((code) => {
    const name = contentStems(code.name)
    const isSameFacet = finding.variable.facet === undefined || finding.variable.facet === code.facet
    if (!isSameFacet || name.length === 0) return []
    const sides = statements.filter(({ words }) => name.every((word) => words.has(word)))
    // Both ends of a trade-off may hold the word: then it tells them apart in neither direction.
    return sides.length === 1 ? [{ code, isFor: sides[0]!.isFor }] : []
  })
}

/** What the finding affirms and what it denies, in the survey's words; nothing where the answer is neither. */
function statementsOf({ variable, evidence, axis }: SurveyFinding): { text: string; isFor: boolean }[] {
  const isMore = evidence.difference > 0
  const topic = topicOf(variable)
  if (variable.axis) {
    if (evidence.answer !== null) return [{ text: evidence.answer, isFor: isMore }]
    const { left, right } = variable.axis
    return [
      { text: right, isFor: isMore },
      { text: left, isFor: !isMore },
    ]
  }
  if (variable.kind === 'multiple') return [{ text: topic, isFor: (evidence.answer === 'chosen') === isMore }]
  const answer = evidence.answer ?? (axis ? (isMore ? axis.right : axis.left) : null)
  if (answer === null) return [{ text: variable.label, isFor: isMore }]
  if (isNeutral(answer)) return []
  const isAffirmed = evidence.answer === null || isMore
  return [{ text: `${variable.label} ${answer}`, isFor: isAffirmed !== isDenial(answer) }]
}

function isNeutral(answer: string): boolean {
  return /\b(neither|neutral|undecided|unsure|sometimes|no opinion|no answer|don[’']?t know|cannot say)\b/i.test(answer)
}

function isDenial(answer: string): boolean {
  return /\b(disagree|dislike|dissatisfied|not|no|none|never|hardly|rarely|seldom|oppose|against|false|unlikely|unimportant|unsatisfied|unhappy|untrue|unwilling)\b/i.test(
    answer,
  )
}

const emptyWords = new Set(
  'a an and are as at be by do for from have how i in is it me my not of on or our so that the their them they to us we what when which who why with you your'.split(
    ' ',
  ),
)

/** Words that carry meaning, by their stems. */
export function contentStems(text: string): string[] {
  return (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => !emptyWords.has(word)).map(stem)
}
