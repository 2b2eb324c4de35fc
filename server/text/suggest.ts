import { facets } from '../facets.ts'
import { offsetMap, type Range } from './code-points.ts'
import {
  combinedStrength,
  type CueHit,
  findHits,
  heardSentence,
  strongestFirst,
  tokenisedSentences,
} from './cue-hits.ts'
import { measuredShare } from './cues/measured.ts'
import { rulesVersion } from './cues/rules.ts'
import { opposites, topicsOf } from './cues/topics.ts'
import { languageVerdict } from './language.ts'
import { isDenied, type ScopedSentence } from './scope.ts'
import { trim } from './sentences.ts'
import { stem } from './stems.ts'
import type { Suggestion } from './suggestion.ts'
import { type Token, tokens } from './tokens.ts'
import { signsOf, wordSign } from './words.ts'

/** A suggestion below this strength is not made: its cue was weak or its surroundings took it away. */
export const leastStrength = 0.4
/** Sentences longer than this many words are tagged by the clause that carries the cue. */
const longSentence = 32

/** Codes that a stem speaks for, by facet; each code's words are counted once however often a list names them. */
const topics = new Map(
  facets.map((facet) => {
    const codesOf = new Map<string, string[]>()
    for (const [code, words] of topicsOf(facet)) {
      for (const stemmed of new Set(words.map(stem))) codesOf.set(stemmed, [...(codesOf.get(stemmed) ?? []), code])
    }
    return [facet, { codesOf, order: topicsOf(facet).map(([code]) => code) }]
  }),
)
const topicWord = wordSign(
  ({ stem, punctuation }) => !punctuation && facets.some((facet) => topics.get(facet)!.codesOf.has(stem)),
)

/**
 * Facets that cue rules see in participants' words.
 * @param text   canonical text of the document
 * @param ranges participants' utterances, half-open, in code points
 * @returns suggestions in text order, at most one per facet and sentence, offsets in code points; an empty list when the
 *          words are not English (see `cueLanguage`), since the rules are written for English only
 * Deterministic: the same text, ranges and rules give the same suggestions.
 */
export function suggestTags(text: string, ranges: Range[]): Suggestion[] {
  const map = offsetMap(text)
  const spoken = ranges.map((range) => ({ start: map.toUtf16(range.start), end: map.toUtf16(range.end) }))
  const sample = languageSample(text, spoken)
  if (!languageVerdict(sample.flat()).english) return []
  const found: Suggestion[] = []
  for (const [index, range] of spoken.entries()) {
    const said = sample[index] ?? tokens(text, range.start, range.end)
    for (const { sentence, said: own } of tokenisedSentences(text, range, said)) {
      for (const { span, ...suggestion } of suggestInSentence(text, sentence, own)) {
        found.push({
          start: map.toCodePoint(span.start),
          end: map.toCodePoint(span.end),
          quote: text.slice(span.start, span.end),
          ...suggestion,
          probability: measuredShare(suggestion.facet, suggestion.strength),
          rules: rulesVersion,
        })
      }
    }
  }
  return found
}

/** Words to tell the language by are enough from this many tokens on. */
const languageTokens = 5000

/** Tokens of the first ranges (UTF-16), until there are enough to tell the language. */
function languageSample(text: string, spoken: Range[]): Token[][] {
  const sample: Token[][] = []
  let count = 0
  for (const { start, end } of spoken) {
    const own = tokens(text, start, end)
    sample.push(own)
    count += own.length
    if (count > languageTokens) break
  }
  return sample
}

/** Whether cue rules apply to these words; decided once for a whole document. */
export function cueLanguage(
  text: string,
  ranges: Range[],
): { english: boolean; functionWordShare: number; words: number } {
  const map = offsetMap(text)
  const spoken = ranges.map((range) => ({ start: map.toUtf16(range.start), end: map.toUtf16(range.end) }))
  return languageVerdict(languageSample(text, spoken).flat())
}

/** Suggestions for one sentence, spans in UTF-16 of the text. */
export function suggestInSentence(
  text: string,
  sentence: Range,
  said = tokens(text, sentence.start, sentence.end),
): (Pick<Suggestion, 'facet' | 'code' | 'strength' | 'reason'> & { span: Range })[] {
  const scoped = heardSentence(text, said)
  if (!scoped) return []
  const hits = findHits(scoped)
  if (hits.length === 0) return []
  return facets.flatMap((facet) => {
    const own = strongestFirst(hits, facet)
    const strongest = own[0]
    if (!strongest) return []
    const strength = combinedStrength(own)
    if (strength < leastStrength) return []
    return {
      span: spanOf(text, sentence, scoped, strongest),
      facet,
      code: codeOf(scoped, strongest),
      strength,
      reason: reasonOf(text, scoped, own),
    }
  })
}

function spanOf(text: string, sentence: Range, { tokens: spoken, clauses }: ScopedSentence, hit: CueHit): Range {
  if (spoken.filter((token) => !token.punctuation).length <= longSentence) return sentence
  // The clause of the cue and its neighbours to both sides, until there is something a reader can judge.
  let first = clauses[hit.from]!
  let last = clauses[hit.to - 1]!
  const wordsIn = () =>
    spoken.filter((token, index) => !token.punctuation && clauses[index]! >= first && clauses[index]! <= last).length
  const lastClause = clauses.at(-1)!
  while (wordsIn() < 8 && (first > 0 || last < lastClause)) {
    if (last < lastClause) last++
    else first--
  }
  const from = clauses.findIndex((clause) => clause >= first)
  const to = clauses.findLastIndex((clause) => clause <= last)
  let end = spoken[to]!.end
  if (spoken[to]!.punctuation && last < lastClause) end = spoken[to]!.start
  return trim(text, { start: spoken[from]!.start, end: to === spoken.length - 1 ? sentence.end : end }) ?? sentence
}

/**
 * The code whose topic words stand nearest to the cue, or the rule's own, or none. A denied word ("I do not like it") speaks for the
 * code that says the opposite, where there is one.
 */
function codeOf(sentence: ScopedSentence, hit: CueHit): string | null {
  const { tokens: spoken, clauses } = sentence
  if (hit.rule.code) return hit.rule.code
  const { codesOf, order } = topics.get(hit.rule.facet)!
  const scores = new Map<string, number>()
  for (const [index, token] of spoken.entries()) {
    if ((signsOf(token.form) & topicWord) === 0) continue
    const codes = codesOf.get(token.stem)
    if (!codes) continue
    const near = clauses[index]! >= clauses[hit.from]! && clauses[index]! <= clauses[hit.to - 1]!
    const denied = codes.some((code) => opposites[code]) && isDenied(sentence, index)
    for (const one of codes) {
      const code = denied ? (opposites[one] ?? one) : one
      scores.set(code, (scores.get(code) ?? 0) + (near ? 1 : 0.4))
    }
  }
  let best: string | null = null
  let bestScore = 0
  for (const code of scores.size > 0 ? order : []) {
    const score = scores.get(code) ?? 0
    if (score > bestScore) {
      best = code
      bestScore = score
    }
  }
  return best
}

function reasonOf(text: string, { tokens: spoken }: ScopedSentence, hits: CueHit[]): string {
  const cues = hits.slice(0, 3).map((hit) => {
    const words = text.slice(spoken[hit.from]!.start, spoken[hit.to - 1]!.end).replace(/\s+/g, ' ')
    return `Cue \u201c${words}\u201d: ${hit.rule.name}`
  })
  const lowered = [...new Set(hits[0]!.lowered)]
  return `${cues.join('. ')}.${lowered.length > 0 ? ` Lowered: ${lowered.join(', ')}.` : ''}`
}
