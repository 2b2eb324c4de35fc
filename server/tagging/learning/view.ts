import { livingCodes } from '../../codebook/living.ts'
import type { CodeRow } from '../../codebook/store.ts'
import { facetNames } from '../../facets.ts'
import { formatCount, formatPercent } from '../../http/format.ts'
import { offsetMap, sliceCodePoints } from '../../text/code-points.ts'
import { codeOptions } from '../choose-code.ts'
import { facetOfLabel } from './examples.ts'
import { fewestReviewed, type ReviewedShare, reviewedFigures } from './figures.ts'
import type { ReasonedSuggestion } from './judge-sentences.ts'
import type { NextSentence } from './next-sentence.ts'
import type { SentenceReview, StoredClassifier } from './store.ts'

/** The page that asks about one sentence and says how good suggestions are. */
export function nextSentenceView(
  studyId: string,
  about: {
    next: (NextSentence & { turn: number; seal: string }) | undefined
    codes: CodeRow[]
    reviews: SentenceReview[]
    classifier: StoredClassifier | undefined
  },
) {
  const { next, codes, reviews, classifier } = about
  const { random, chosen, labels } = reviewedFigures(withLivingLabels(reviews, codes))
  return {
    studyId,
    sentence: next ? sentenceView(next, codes) : null,
    learnt: learntText(classifier),
    reviewed: `${formatCount(random)} drawn at random, ${formatCount(chosen)} chosen.`,
    figures: labels.map(({ label, precision, recall }) => ({
      name: labelName(label, codes),
      precision: shareText(precision, 'suggested'),
      recall: shareText(recall, 'found'),
    })),
  }
}

/** Reviews as if they had been made with the codes as they are now: what was said of a merged code was said of the one it lives on in. */
function withLivingLabels(reviews: SentenceReview[], codes: CodeRow[]): SentenceReview[] {
  const living = livingCodes(codes)
  const now = (labels: string[]) => [...new Set(labels.map((label) => living.get(label)?.code ?? label))]
  return reviews.map((review) => ({ ...review, said: now(review.said), found: now(review.found) }))
}

function sentenceView(next: NextSentence & { turn: number; seal: string }, codes: CodeRow[]) {
  const { personId, sourceKind, sourceId, item, start, end, turn, seal, words, question, sampling } = next
  return {
    hidden: Object.entries({ personId, sourceKind, sourceId, item, start, end, turn, seal }).map(([name, value]) => ({
      name,
      value: String(value),
    })),
    runs: evidenceRuns(next),
    words,
    question,
    isRandom: sampling === 'random',
    href: sourceKind === 'document' ? `/documents/${personId}/${sourceId}?at=${start}` : '',
    suggestions: next.suggestions.map((suggestion, index) => ({
      id: `found-${index}`,
      value: suggestion.code ?? `facet:${suggestion.facet}`,
      name: labelName(suggestion.code ?? `facet:${suggestion.facet}`, codes),
      facet: suggestion.facet,
      letters: facetNames[suggestion.facet].letters,
      why: suggestion.reason,
      measure: suggestion.probability === null ? '' : suggestion.probability.toFixed(2),
    })),
    groups: codeOptions(codes, ''),
  }
}

/** The words cut where learnt evidence begins and ends, put together the sentence again. */
function evidenceRuns({ words, start, suggestions }: NextSentence): { text: string; isEvidence: boolean }[] {
  const map = offsetMap(words)
  const isEvidence = new Uint8Array(map.length)
  for (const suggestion of suggestions) markEvidence(isEvidence, suggestion, start)
  const runs: { text: string; isEvidence: boolean }[] = []
  for (let from = 0; from < map.length; ) {
    let to = from + 1
    while (to < map.length && isEvidence[to] === isEvidence[from]) to++
    runs.push({ text: sliceCodePoints(words, map, { start: from, end: to }), isEvidence: isEvidence[from] === 1 })
    from = to
  }
  return runs
}

function markEvidence(marks: Uint8Array, { start, evidence }: ReasonedSuggestion, sentenceStart: number): void {
  for (const [from, to] of evidence) {
    marks.fill(1, Math.max(0, start - sentenceStart + from), Math.max(0, start - sentenceStart + to))
  }
}

function labelName(label: string, codes: CodeRow[]): string {
  const facet = facetOfLabel(label)
  const facetName = facet ? facetNames[facet].name : ''
  if (label.startsWith('facet:')) return facetName
  return codes.find(({ key }) => key === label)?.name ?? label
}

function shareText({ base, right, share, low, high, isTooFew }: ReviewedShare, of: 'suggested' | 'found'): string {
  if (isTooFew) return `Too few reviewed to say: ${right} of ${base} ${of}, ${fewestReviewed} are needed`
  return `${formatPercent(share)} (${formatPercent(low)} to ${formatPercent(high)}), ${right} of ${base} ${of}`
}

function learntText(classifier: StoredClassifier | undefined): string {
  if (!classifier?.learnt) return 'Nothing is learnt yet: suggestions come from cue rules alone.'
  const { labels } = classifier.learnt
  return `Version ${classifier.version} has learnt ${formatCount(labels.length)} codes and facets from ${formatCount(classifier.examples)} decisions.`
}
