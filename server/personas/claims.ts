import type { Facet } from '../facets.ts'
import {
  type Claim,
  gradeOf,
  gradeOrder,
  type SpanReference,
  type SpokenEvidence,
  type SurveyEvidence,
  zoneOf,
} from './claim.ts'
import type { ClaimInput, CodeInput, TagInput } from './claim-input.ts'
import { answerLabel, capital, codeWords, numbersOf, spokenNumbers, topicOf } from './claim-words.ts'
import { contentStems, type LinkedVoices, linkedVoices } from './linked-voices.ts'
import { coreProbability, indicatorNamed, isCategorical } from './membership.ts'
import { journeyStages, referenceTo, type SpokenFinding, spokenFindings, strongestFirst } from './spoken-claims.ts'
import { type SurveyFinding, surveyFindings } from './survey-claims.ts'

/** Spans a claim keeps on each side; the evidence page shows them, and more say nothing new. */
const spansKept = 12

/**
 * Every claim of every persona, best supported first within its zone. Pure: the same input gives the same claims.
 * A claim says what the survey and what people's words show, or which of them is silent; without either there is none.
 */
export function makeClaims(input: ClaimInput): Claim[][] {
  return input.personas.map((_, persona) => {
    const survey = surveyFindings(input, persona)
    const spoken = spokenFindings(input, persona)
    const linked = linkedVoices(input, survey, spoken)
    const told = new Set([...linked.values()].flatMap(({ heard, against }) => [heard, against]))
    const claims = [
      ...survey.map((finding) => surveyClaim(input, { persona, finding, voices: linked.get(finding) ?? unheard })),
      ...spoken
        .filter((finding) => finding.code.facet !== 'journey' && !told.has(finding))
        .map((finding) => spokenClaim(input, { persona, finding })),
      ...journeyStages(input, persona)
        .filter(({ stage }) => stage.people > 0)
        .map((stage) => stageClaim(input, { persona, ...stage })),
    ].filter((claim) => claim !== null)
    return claims.sort(bestFirst)
  })
}

/** By grade, then by size of the difference or number of voices; the id decides between equals. */
function bestFirst(a: Claim, b: Claim): number {
  return (
    gradeOrder.indexOf(a.grade) - gradeOrder.indexOf(b.grade) || weightOf(b) - weightOf(a) || (a.id < b.id ? -1 : 1)
  )
}

function weightOf({ evidence }: Claim): number {
  const spoken = evidence.interviews ? evidence.interviews.mentions / Math.max(4, evidence.interviews.of) : 0
  return Math.abs(evidence.survey?.effect ?? 0) + spoken
}

function surveyClaim(
  input: ClaimInput,
  { persona, finding, voices }: { persona: number; finding: SurveyFinding; voices: LinkedVoices },
): Claim | null {
  const { variable, words, evidence, axis } = finding
  const { heard, against } = voices
  const opposing = against?.evidence.mentions ?? heard?.opposing ?? 0
  const grade = gradeOf(evidence.strength, { supporting: heard?.evidence.mentions ?? 0, opposing })
  if (!grade) return null
  const interviews = spokenBeside(voices, opposing)
  const facet: Facet = variable.facet ?? 'attitude'
  // Needs, pains and behaviours are lines of their own, even where they were answered on a scale.
  const isStance = axis !== null && (axis.topic === null || ['attitude', 'value', 'preference'].includes(facet))
  const personaKey = input.personas[persona]!.key
  return {
    id: `${personaKey}-${slug(variable.name)}`,
    personaKey,
    zone: isStance ? 'attitudes' : zoneOf[facet],
    kind: isStance ? 'axis' : evidence.answer === null ? 'mean' : 'answer',
    facet,
    text: `${words}: ${numbersOf({ survey: evidence, interviews }, grade)}`,
    words,
    grade,
    evidence: {
      survey: evidence,
      interviews,
      spans: (heard?.spans ?? []).slice(0, spansKept),
      counter: distinct([...(against?.spans ?? heard?.counter ?? []), ...dissent(input, { persona, evidence })]).slice(
        0,
        spansKept,
      ),
    },
    silent: interviews ? null : 'interviews',
    axis,
    stage: null,
  }
}

const unheard: LinkedVoices = { heard: null, against: null }

/** What was heard beside an answer, with how many said the opposite. */
function spokenBeside({ heard, against }: LinkedVoices, opposing: number): SpokenEvidence | null {
  if (heard) return { ...heard.evidence, opposing }
  if (!against) return null
  const { of, others, channel } = against.evidence
  return { mentions: 0, of, others: { mentions: 0, of: others.of }, participants: [], channel, opposing }
}

/** One place in somebody's words stands once, though two rules lead to it. */
function distinct(spans: SpanReference[]): SpanReference[] {
  const seen = new Set<string>()
  return spans.filter(({ sourceId, item, startCodePoint, endCodePoint }) => {
    const key = `${sourceId}#${item}#${startCodePoint}-${endCodePoint}`
    return seen.has(key) ? false : Boolean(seen.add(key))
  })
}

function spokenClaim(
  input: ClaimInput,
  { persona, finding }: { persona: number; finding: SpokenFinding },
): Claim | null {
  const { code, evidence, spans, counter, opposing } = finding
  const grade = gradeOf('silent', { supporting: evidence.mentions, opposing })
  if (!grade) return null
  const personaKey = input.personas[persona]!.key
  const words = capital(code.name)
  return {
    id: `${personaKey}-${slug(code.key)}`,
    personaKey,
    zone: zoneOf[code.facet],
    kind: 'code',
    facet: code.facet,
    text: `${codeWords(code.facet, code.name)}: ${spokenNumbers(evidence)}`,
    words,
    grade,
    evidence: {
      survey: null,
      interviews: { ...evidence, opposing },
      spans: spans.slice(0, spansKept),
      counter: counter.slice(0, spansKept),
    },
    silent: 'survey',
    axis: null,
    stage: null,
  }
}

function stageClaim(
  input: ClaimInput,
  { persona, code, stage, tags }: { persona: number } & ReturnType<typeof journeyStages>[number],
): Claim | null {
  const base = spokenFindings({ ...input, codebook: [code] }, persona)[0]
  const grade = gradeOf('silent', { supporting: stage.people, opposing: 0 })
  if (!grade) return null
  const personaKey = input.personas[persona]!.key
  const words = `Speak of this stage: ${code.name.toLowerCase()}`
  return {
    id: `${personaKey}-${slug(code.key)}`,
    personaKey,
    zone: 'journey',
    kind: 'stage',
    facet: 'journey',
    text: base ? `${words}, ${spokenNumbers(base.evidence)}` : words,
    words,
    grade,
    evidence: {
      survey: null,
      interviews: base?.evidence ?? null,
      spans: tags.map(referenceTo).slice(0, spansKept),
      counter: [],
    },
    silent: 'survey',
    axis: null,
    stage,
  }
}

/** Words of members, sure ones, who did not give the answer that the claim is about: where a persona is not of one mind. */
function dissent(
  input: ClaimInput,
  { persona, evidence }: { persona: number; evidence: SurveyEvidence },
): SpanReference[] {
  const variable = input.variables.find(({ name }) => name === evidence.variable)
  const indicator = indicatorNamed(input.answers, evidence.variable)
  if (!variable || !indicator || !isCategorical(indicator) || evidence.answer === null || variable.kind === 'multiple')
    return []
  const place = indicator.categories.findIndex((category) => answerLabel(variable, category) === evidence.answer)
  const holds = evidence.difference > 0
  const dissenters = new Set<string>()
  indicator.values.forEach((value, index) => {
    const person = input.people[index]!
    if (value < 0 || (person.posterior?.[persona] ?? 0) < coreProbability) return
    if ((value === place) !== holds) dissenters.add(person.id)
  })
  const topic = new Set(contentStems(topicOf(variable)))
  const near = (tag: TagInput, code: CodeInput | undefined) =>
    code !== undefined && contentStems(code.name).some((word) => topic.has(word)) && dissenters.has(tag.personId)
  const byKey = new Map(input.codebook.map((code) => [code.key, code]))
  return strongestFirst(input.tags.filter((tag) => tag.code !== null && near(tag, byKey.get(tag.code)))).map(
    referenceTo,
  )
}

function slug(text: string): string {
  const plain = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
  let hash = 0
  for (const character of text) hash = (Math.imul(hash, 31) + character.codePointAt(0)!) | 0
  // Two long headers may begin alike, and a header may hold no Latin letter at all: the hash keeps their ids apart.
  return `${plain || 'item'}-${(hash >>> 0).toString(36)}`
}
