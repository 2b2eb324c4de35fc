import type { SpokenRange } from '../../interviews/store.ts'
import { type Facet, facets } from '../../facets.ts'
import { offsetMap, type OffsetMap, type Range } from '../../text/code-points.ts'
import { type CodebookClassifier, isMeasured } from '../../text/classifier/codebook-classifier.ts'
import { evidenceFor } from '../../text/classifier/evidence.ts'
import { type FeatureText, featureText } from '../../text/classifier/features.ts'
import { judge } from '../../text/classifier/text-classifier.ts'
import { rulesVersion } from '../../text/cues/rules.ts'
import { sentences } from '../../text/sentences.ts'
import { cueLanguage, suggestTags } from '../../text/suggest.ts'
import type { Suggestion } from '../../text/suggestion.ts'
import { facetOfLabel } from './examples.ts'

/** What a codebook has learnt, ready to judge. */
export interface LearntCodebook {
  version: number
  codebook: CodebookClassifier
  /** The facet each code stands under now, by key. */
  facetOf?: ReadonlyMap<string, Facet>
}

/** A suggestion, with the words that carried it. */
export interface ReasonedSuggestion extends Suggestion {
  /** Half-open ranges in code points from the suggestion's start. */
  evidence: [number, number][]
}

/** Words to judge: an utterance, or a whole answer, with the question before it. */
export type JudgedRange = Pick<SpokenRange, 'start' | 'end' | 'question'>

/** A facet that was learnt and measured, and is less likely than this, is not suggested, whatever its cues say. */
const abstainBelow = 0.15
const mostWordsOfReason = 60

/**
 * Suggestions on participants' words: those of the cue rules, changed by what the codebook has learnt from decisions, and
 * those that only the learnt codes see. A learnt code replaces the cue's own; a facet that people keep rejecting on such
 * words is left out; a probability stands only where it was measured. Words in other languages than English get learnt
 * suggestions only. Ranges in code points.
 */
export function judgeWords(
  text: string,
  ranges: JudgedRange[],
  learnt: LearntCodebook | undefined,
): ReasonedSuggestion[] {
  const byCues = suggestTags(text, ranges).map((suggestion) => ({ ...suggestion, evidence: [] }))
  if (!learnt) return byCues
  const map = offsetMap(text)
  const found: ReasonedSuggestion[] = []
  for (const { range, features } of sentencesOf(text, ranges, map)) {
    const start = map.toCodePoint(range.start)
    const end = map.toCodePoint(range.end)
    const cues = byCues.filter((cue) => cue.start >= start && cue.start < end)
    found.push(...judgeSentence({ text, map, range, features, cues }, learnt))
  }
  return found.sort((a, b) => a.start - b.start || facets.indexOf(a.facet) - facets.indexOf(b.facet))
}

/** Each sentence of the ranges as the classifier reads it; the question counts for the first sentence after it. */
export function* sentencesOf(
  text: string,
  ranges: JudgedRange[],
  map: OffsetMap = offsetMap(text),
): Generator<{ range: Range; features: FeatureText }> {
  const cues = cueLanguage(text, ranges).english
  for (const { start, end, question } of ranges) {
    let context = question ? { start: map.toUtf16(question.start), end: map.toUtf16(question.end) } : undefined
    for (const range of sentences(text, { start: map.toUtf16(start), end: map.toUtf16(end) })) {
      yield { range, features: featureText(text, range, { cues, context }) }
      context = undefined
    }
  }
}

interface Sentence {
  text: string
  map: OffsetMap
  range: Range
  features: FeatureText
  cues: ReasonedSuggestion[]
}

function judgeSentence(sentence: Sentence, learnt: LearntCodebook): ReasonedSuggestion[] {
  const { classifier } = learnt.codebook
  const { labels, probabilities } = judge(classifier, sentence.features)
  const byFacet = new Map<Facet, number>()
  for (const label of labels) {
    const facet = facetOfLabel(classifier.labels[label]!, learnt.facetOf)
    if (!facet || evidenceFor(classifier, sentence.features, label).fromWords <= 0) continue
    const known = byFacet.get(facet)
    if (known === undefined || isBetter(classifier.labels, probabilities, label, known)) byFacet.set(facet, label)
  }
  const kept = sentence.cues.flatMap((cue): ReasonedSuggestion[] => {
    const label = byFacet.get(cue.facet)
    if (label !== undefined) {
      byFacet.delete(cue.facet)
      return [withLearnt(sentence, cue, { label, probability: probabilities[label]! }, learnt)]
    }
    const facet = classifier.labels.indexOf(`facet:${cue.facet}`)
    const isUnlikely = facet >= 0 && isMeasured(learnt.codebook, facet) && probabilities[facet]! < abstainBelow
    return isUnlikely ? [] : [cue]
  })
  const added = [...byFacet].map(([facet, label]) =>
    withLearnt(sentence, bare(sentence, facet), { label, probability: probabilities[label]! }, learnt),
  )
  return [...kept, ...added]
}

/** A code says more than its facet alone; of two codes the likelier one is said. */
function isBetter(labels: string[], probabilities: Float64Array, one: number, other: number): boolean {
  const isFacet = (label: number) => labels[label]!.startsWith('facet:')
  if (isFacet(one) !== isFacet(other)) return isFacet(other)
  return probabilities[one]! > probabilities[other]!
}

function bare({ text, map, range }: Sentence, facet: Facet): ReasonedSuggestion {
  return {
    start: map.toCodePoint(range.start),
    end: map.toCodePoint(range.end),
    quote: text.slice(range.start, range.end),
    facet,
    code: null,
    strength: 0,
    probability: null,
    reason: '',
    rules: rulesVersion,
    evidence: [],
  }
}

function withLearnt(
  { text, map, features }: Sentence,
  suggestion: ReasonedSuggestion,
  { label, probability }: { label: number; probability: number },
  { version, codebook }: LearntCodebook,
): ReasonedSuggestion {
  const { classifier, learntFrom } = codebook
  const name = classifier.labels[label]!
  const { spans } = evidenceFor(classifier, features, label)
  const evidence = spans
    .map(({ start, end }): [number, number] => [map.toCodePoint(start), map.toCodePoint(end)])
    .filter(([start, end]) => start >= suggestion.start && end <= suggestion.end)
    .map(([start, end]): [number, number] => [start - suggestion.start, end - suggestion.start])
  const words = spans.map(
    ({ start, end }) => `“${text.slice(start, end).replace(/\s+/g, ' ').slice(0, mostWordsOfReason)}”`,
  )
  const rounded = Math.round(probability * 1000) / 1000
  const { holds, not } = learntFrom[label]!
  const reason = `Learnt from your decisions (${holds} for, ${not} against): ${words.join(', ') || 'the words together'}.`
  return {
    ...suggestion,
    code: name.startsWith('facet:') ? suggestion.code : name,
    strength: Math.max(suggestion.strength, rounded),
    probability: isMeasured(codebook, label) ? rounded : suggestion.probability,
    reason: suggestion.reason === '' ? reason : `${suggestion.reason} ${reason}`,
    rules: `${rulesVersion}, codebook ${version}`,
    evidence,
  }
}
