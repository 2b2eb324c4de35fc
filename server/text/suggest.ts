import { facets } from '../facets.ts'
import { offsetMap, type Range } from './code-points.ts'
import { matchAt, pattern, type Pattern } from './cues/pattern.ts'
import { measuredShare } from './cues/measured.ts'
import type { CueRule } from './cues/rule.ts'
import { cueRules, rulesVersion } from './cues/rules.ts'
import { topicsOf } from './cues/topics.ts'
import { fluentTokens } from './disfluency.ts'
import { languageVerdict } from './language.ts'
import { scopeSentence, type ScopedSentence, surroundings } from './scope.ts'
import { sentences, trim } from './sentences.ts'
import { stem } from './stems.ts'
import type { Suggestion } from './suggestion.ts'
import { type Token, tokens } from './tokens.ts'

/** A suggestion below this strength is not made: its cue was weak or its surroundings took it away. */
export const leastStrength = 0.4
/** Sentences longer than this many words are tagged by the clause that carries the cue. */
const longSentence = 32

interface Hit {
  rule: CueRule
  from: number
  to: number
  strength: number
  lowered: string[]
}

interface CompiledRule {
  rule: CueRule
  patterns: Pattern[]
  blockers: Pattern[]
}

const compiledRules: CompiledRule[] = cueRules.map((rule) => ({
  rule,
  patterns: rule.patterns.map(pattern),
  blockers: (rule.blockers ?? []).map(pattern),
}))

type Candidate = [CompiledRule, Pattern]

/** Patterns by the word or the stem their match must begin with, and those that may begin anywhere. */
const byFirstWord = new Map<string, Candidate[]>()
const byFirstStem = new Map<string, Candidate[]>()
const anywhere: Candidate[] = []
for (const compiled of compiledRules) {
  for (const one of compiled.patterns) {
    if (!one.first) anywhere.push([compiled, one])
    for (const word of one.first?.words ?? []) addTo(byFirstWord, word, [compiled, one])
    for (const stemmed of one.first?.stems ?? []) addTo(byFirstStem, stemmed, [compiled, one])
  }
}

function addTo(index: Map<string, Candidate[]>, key: string, candidate: Candidate): void {
  const known = index.get(key)
  if (known) known.push(candidate)
  else index.set(key, [candidate])
}

const topics = new Map(
  facets.map((facet) => [facet, topicsOf(facet).map(([code, words]) => ({ code, stems: new Set(words.map(stem)) }))]),
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
  if (!cueLanguage(text, ranges).english) return []
  const map = offsetMap(text)
  const found: Suggestion[] = []
  for (const range of ranges) {
    const spoken = { start: map.toUtf16(range.start), end: map.toUtf16(range.end) }
    for (const sentence of sentences(text, spoken)) {
      for (const { span, ...suggestion } of suggestInSentence(text, sentence)) {
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

/** Whether cue rules apply to these words; decided once for a whole document. */
export function cueLanguage(
  text: string,
  ranges: Range[],
): { english: boolean; functionWordShare: number; words: number } {
  const map = offsetMap(text)
  const sample: Token[] = []
  for (const range of ranges) {
    sample.push(...tokens(text, map.toUtf16(range.start), map.toUtf16(range.end)))
    if (sample.length > 5000) break
  }
  return languageVerdict(sample)
}

/** Suggestions for one sentence, spans in UTF-16 of the text. */
export function suggestInSentence(
  text: string,
  sentence: Range,
): (Pick<Suggestion, 'facet' | 'code' | 'strength' | 'reason'> & { span: Range })[] {
  const spoken = fluentTokens(tokens(text, sentence.start, sentence.end))
  if (spoken.length < 2) return []
  const scoped = scopeSentence(text, spoken)
  const hits = findHits(scoped)
  return facets.flatMap((facet) => {
    const own = hits
      .filter((hit) => hit.rule.facet === facet)
      .sort((a, b) => b.strength - a.strength || a.from - b.from)
    const strongest = own[0]
    if (!strongest) return []
    const strength = combined(own)
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

function findHits(sentence: ScopedSentence): Hit[] {
  const best = new Map<CueRule, Hit>()
  const { tokens: spoken } = sentence
  for (const [from, token] of spoken.entries()) {
    for (const candidates of [
      byFirstWord.get(token.word),
      token.punctuation ? undefined : byFirstStem.get(token.stem),
      anywhere,
    ]) {
      for (const [compiled, one] of candidates ?? []) {
        const known = best.get(compiled.rule)
        // Nothing that stands around a cue makes it stronger than its rule's weight.
        if (known && known.strength >= compiled.rule.weight) continue
        const to = matchAt(one, spoken, from)
        if (to < 0) continue
        const hit = judged(sentence, compiled, from, to)
        if (hit && (!known || hit.strength > known.strength)) best.set(compiled.rule, hit)
      }
    }
  }
  return [...best.values()]
}

/** The cue with what its surroundings leave of it, or undefined when they take it away. */
function judged(sentence: ScopedSentence, { rule, blockers }: CompiledRule, from: number, to: number): Hit | undefined {
  if (blockers.some((blocker) => matchesAround(sentence, blocker, from, to))) return undefined
  const around = surroundings(sentence, from, to)
  if (around.negatedBy && rule.negation === 'blocks') return undefined
  const lowered: string[] = []
  let strength = rule.weight
  const lower = (factor: number, why: string) => {
    strength *= factor
    lowered.push(why)
  }
  if (around.hypotheticalBy && rule.hypothetical !== 'keeps') {
    if (rule.hypothetical === 'blocks') return undefined
    lower(0.7, `hypothetical \u201c${around.hypotheticalBy}\u201d`)
  }
  if (around.question && rule.question !== 'keeps') {
    if (rule.question === 'blocks') return undefined
    lower(0.5, 'asked as a question')
  }
  if (around.reportedBy) lower(0.4, `reported speech \u201c${around.reportedBy}\u201d`)
  else if (around.otherSubject) lower(0.6, `said of \u201c${around.otherSubject}\u201d`)
  if (rule.facet === 'pain' && around.resolvedBy) lower(0.4, `resolved \u201c${around.resolvedBy}\u201d`)
  if (around.hedgedBy) lower(0.85, `hedge \u201c${around.hedgedBy}\u201d`)
  return { rule, from, to, strength, lowered }
}

/** Whether the blocker matches in the clauses of the cue. */
function matchesAround(
  { tokens: spoken, clauses }: ScopedSentence,
  blocker: Pattern,
  from: number,
  to: number,
): boolean {
  for (let at = 0; at < spoken.length; at++) {
    if (clauses[at]! < clauses[from]! || clauses[at]! > clauses[to - 1]!) continue
    if (matchAt(blocker, spoken, at) >= 0) return true
  }
  return false
}

/** Cues add up as independent hints would: 1 - (1-a)(1-b)…, further cues counting half. */
function combined(hits: Hit[]): number {
  const missed = hits.reduce((share, hit, index) => share * (1 - (index === 0 ? hit.strength : hit.strength / 2)), 1)
  return Math.round((1 - missed) * 1000) / 1000
}

function spanOf(text: string, sentence: Range, { tokens: spoken, clauses }: ScopedSentence, hit: Hit): Range {
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

/** The code whose topic words stand nearest to the cue, or the rule's own, or none. */
function codeOf({ tokens: spoken, clauses }: ScopedSentence, hit: Hit): string | null {
  if (hit.rule.code) return hit.rule.code
  let best: string | null = null
  let bestScore = 0
  for (const { code, stems } of topics.get(hit.rule.facet)!) {
    let score = 0
    for (const [index, token] of spoken.entries()) {
      if (token.punctuation || !stems.has(token.stem)) continue
      score += clauses[index]! >= clauses[hit.from]! && clauses[index]! <= clauses[hit.to - 1]! ? 1 : 0.4
    }
    if (score > bestScore) {
      best = code
      bestScore = score
    }
  }
  return best
}

function reasonOf(text: string, { tokens: spoken }: ScopedSentence, hits: Hit[]): string {
  const cues = hits.slice(0, 3).map((hit) => {
    const words = text.slice(spoken[hit.from]!.start, spoken[hit.to - 1]!.end).replace(/\s+/g, ' ')
    return `Cue \u201c${words}\u201d: ${hit.rule.name}`
  })
  const lowered = [...new Set(hits[0]!.lowered)]
  return `${cues.join('. ')}.${lowered.length > 0 ? ` Lowered: ${lowered.join(', ')}.` : ''}`
}
