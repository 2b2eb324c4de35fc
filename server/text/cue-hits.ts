import { facets } from '../facets.ts'
import type { Range } from './code-points.ts'
import { type Pattern, pattern } from './cues/pattern.ts'
import { PatternSet, type ReadSentence } from './cues/pattern-set.ts'
import type { CueRule } from './cues/rule.ts'
import { cueRules } from './cues/rules.ts'
import { fluentTokens } from './disfluency.ts'
import { type ScopedSentence, scopeSentence, surroundings } from './scope.ts'
import { sentences } from './sentences.ts'
import type { Token } from './tokens.ts'

/** One cue found in a sentence, with what its surroundings left of it. */
export interface CueHit {
  rule: CueRule
  /** Indexes of the sentence's tokens, half-open. */
  from: number
  to: number
  /** The rule's weight, lowered by what stands around the cue: 0..1. */
  strength: number
  /** What lowered it, in plain words. */
  lowered: string[]
}

/** Rules and the numbers of their patterns and blockers in one set. */
interface CompiledRule {
  rule: CueRule
  blockers: number[]
}

const all: Pattern[] = []
/** The rule that a pattern of the set belongs to. */
const ruleOf: CompiledRule[] = []
for (const rule of cueRules) {
  const compiled: CompiledRule = { rule, blockers: [] }
  for (const source of rule.patterns) {
    all.push(pattern(source))
    ruleOf[all.length - 1] = compiled
  }
  for (const source of rule.blockers ?? []) compiled.blockers.push(all.push(pattern(source)) - 1)
}
const patterns = new PatternSet(all)

/** The strongest hit of every cue rule in a sentence, in the order the rules were first met. */
export function findHits(sentence: ScopedSentence): CueHit[] {
  const best = new Map<CueRule, CueHit>()
  const read = patterns.read(sentence.tokens)
  const { calledIn } = patterns
  for (let from = 0; from < read.forms.length; from++) {
    const begins = patterns.beginning(read.forms, from)
    for (let at = 0; at < begins.length; at++) {
      const one = begins[at]!
      if (calledIn[one] !== read.number) continue
      const compiled = ruleOf[one]
      if (!compiled) continue
      const known = best.get(compiled.rule)
      // Nothing that stands around a cue makes it stronger than its rule's weight.
      if (known && known.strength >= compiled.rule.weight) continue
      const to = patterns.matchAt(one, read.forms, from)
      if (to < 0) continue
      const hit = judged(sentence, read, compiled, { from, to })
      if (hit && (!known || hit.strength > known.strength)) best.set(compiled.rule, hit)
    }
  }
  return [...best.values()]
}

/** The cue with what its surroundings leave of it, or undefined when they take it away. */
function judged(
  sentence: ScopedSentence,
  read: ReadSentence,
  { rule, blockers }: CompiledRule,
  { from, to }: { from: number; to: number },
): CueHit | undefined {
  if (blockers.some((blocker) => matchesAround(sentence, read, blocker, { from, to }))) return undefined
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
  { clauses }: ScopedSentence,
  read: ReadSentence,
  blocker: number,
  { from, to }: { from: number; to: number },
): boolean {
  if (patterns.calledIn[blocker] !== read.number) return false
  for (let at = 0; at < read.forms.length; at++) {
    if (clauses[at]! < clauses[from]! || clauses[at]! > clauses[to - 1]!) continue
    if (patterns.matchAt(blocker, read.forms, at) >= 0) return true
  }
  return false
}

/** Cues add up as independent hints would: 1 - (1-a)(1-b)…, further cues counting half. Hits of one facet, strongest first. */
export function combinedStrength(hits: CueHit[]): number {
  const missed = hits.reduce((share, hit, index) => share * (1 - (index === 0 ? hit.strength : hit.strength / 2)), 1)
  return Math.round((1 - missed) * 1000) / 1000
}

/** Hits of one facet, strongest first, then in reading order. */
export function strongestFirst(hits: CueHit[], facet: CueRule['facet']): CueHit[] {
  return hits.filter((hit) => hit.rule.facet === facet).sort((a, b) => b.strength - a.strength || a.from - b.from)
}

/** A sentence (UTF-16 range) and its tokens. */
export interface TokenisedSentence {
  sentence: Range
  said: Token[]
}

/** The sentences of a range, each with its own of the range's tokens. */
export function tokenisedSentences(text: string, range: Range, said: Token[]): TokenisedSentence[] {
  let from = 0
  return sentences(text, range).map((sentence) => {
    while (from < said.length && said[from]!.start < sentence.start) from++
    let to = from
    while (to < said.length && said[to]!.start < sentence.end) to++
    const own = said.slice(from, to)
    from = to
    return { sentence, said: own }
  })
}

/** The fluent tokens of one sentence with their scopes, or undefined when it says fewer than two words. */
export function heardSentence(text: string, said: Token[]): ScopedSentence | undefined {
  const spoken = fluentTokens(said)
  return spoken.length < 2 ? undefined : scopeSentence(text, spoken)
}

/**
 * The cues of some sentences as features: each rule that spoke, and each facet with the strength of its rules together,
 * sentence by sentence. Ranges in UTF-16.
 */
export function cueFeatures(
  text: string,
  all: TokenisedSentence[],
): { id: string; strength: number; start: number; end: number }[] {
  return all.flatMap(({ said }) => {
    const heard = heardSentence(text, said)
    if (!heard) return []
    const hits = findHits(heard)
    if (hits.length === 0) return []
    const placed = (id: string, strength: number, { from, to }: CueHit) => ({
      id,
      strength,
      start: heard.tokens[from]!.start,
      end: heard.tokens[to - 1]!.end,
    })
    const ofFacets = facets.flatMap((facet) => {
      const own = strongestFirst(hits, facet)
      return own.length === 0 ? [] : [placed(`facet.${facet}`, combinedStrength(own), own[0]!)]
    })
    return [...hits.map((hit) => placed(hit.rule.id, hit.strength, hit)), ...ofFacets]
  })
}
