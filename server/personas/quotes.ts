import { offsetMap, sliceCodePoints } from '../text/code-points.ts'
import type { Claim, SpanReference } from './claim.ts'
import type { ClaimInput, TagInput } from './claim-input.ts'
import { coreProbability } from './membership.ts'
import { referenceTo } from './spoken-claims.ts'

/** What may be quoted: only words whose speaker agreed to it, or also words that stay inside the house. */
export type QuotesPolicy = 'consented' | 'internal'

/** Text of each document and open answer, by `sourceKey`. */
export interface QuoteSource {
  text: string
  /** Words of a range with pseudonyms in place of what points at people; the text itself where nothing is replaced. */
  readable?: (range: { start: number; end: number }) => string
  /** How a reader finds it: "Interview 07", "Open answer, R-0213". */
  label: string
  /** "12:41" for a code-point offset of a recording with times, otherwise ''. */
  momentOf?: (codePoint: number) => string
}

export interface Quote {
  text: string
  source: string
  span: SpanReference
  /** True when it must not leave the workspace. */
  isInternal: boolean
  claimId: string | null
}

const words = { fewest: 8, most: 40, pleasant: 20 }

export function sourceKey({ sourceId, item }: { sourceId: string; item: string }): string {
  return item === '' ? sourceId : `${sourceId}#${item}`
}

/**
 * One quote for each persona, by rule, with up to three to the contrary: a contiguous span, byte for byte, of a person who belongs to the persona with a probability
 * of at least .7 and whose consent basis the policy allows, 8 to 40 words long. Of those, the one that speaks to the persona's best
 * supported claims. No person speaks on two pages, and where nothing qualifies there is no quote.
 */
export function chooseQuotes(
  input: ClaimInput,
  { claims, sources, policy }: { claims: Claim[][]; sources: ReadonlyMap<string, QuoteSource>; policy: QuotesPolicy },
): ChosenQuotes[] {
  const used = new Set<string>()
  const quoteFor = (candidates: Candidate[]) => {
    const best = candidates.find(({ tag }) => !used.has(tag.personId))
    if (best) used.add(best.tag.personId)
    return best ? best.quote : null
  }
  const ranked = input.personas.map((_, persona) =>
    candidatesFor(input, { persona, claims: claims[persona]!, sources, policy }),
  )
  const said = new Set<string>()
  const counterOf = (persona: number) => counterQuote(input, { claims: claims[persona]!, sources, policy, used, said })
  const chosen = ranked.map((candidates, persona) => ({ quote: quoteFor(candidates), counter: counterOf(persona) }))
  // Nobody's first voice to the contrary is taken for a second one elsewhere.
  return chosen.map((quotes, persona) => {
    const moreCounter: Quote[] = []
    while (quotes.counter && moreCounter.length < moreCounterQuotes) {
      const next = counterOf(persona)
      if (!next) break
      moreCounter.push(next)
    }
    return { ...quotes, moreCounter }
  })
}

/** Voices to the contrary beyond the first; the back page has room for them. */
const moreCounterQuotes = 2

export interface ChosenQuotes {
  quote: Quote | null
  counter: Quote | null
  /** Further members of another mind, one a person. */
  moreCounter: Quote[]
}

interface Candidate {
  tag: TagInput
  quote: Quote
  score: number
}

interface QuoteContext {
  claims: Claim[]
  sources: ReadonlyMap<string, QuoteSource>
  policy: QuotesPolicy
}

/** Everything of the persona's people that may stand as a quote, the most telling first. */
export function candidatesFor(
  input: ClaimInput,
  { persona, claims, sources, policy }: QuoteContext & { persona: number },
): Candidate[] {
  const posterior = new Map(input.people.map((person) => [person.id, person.posterior?.[persona] ?? 0]))
  const claimOfSpan = new Map<string, { claim: Claim; rank: number }>()
  claims.forEach((claim, rank) => {
    for (const span of claim.evidence.spans) {
      const key = placeKey(span)
      if (!claimOfSpan.has(key)) claimOfSpan.set(key, { claim, rank })
    }
  })
  const candidates: Candidate[] = []
  for (const tag of input.tags) {
    const probability = posterior.get(tag.personId) ?? 0
    if (probability < coreProbability) continue
    const supports = claimOfSpan.get(placeKey(referenceTo(tag)))
    const quote = quoteOf(referenceTo(tag), { sources, policy, claimId: supports?.claim.id ?? null })
    if (!quote) continue
    const length = countWords(quote.text)
    const score =
      (supports ? 2 / (1 + supports.rank / 4) : 0) + tag.strength + probability - Math.abs(length - words.pleasant) / 20
    candidates.push({ tag, quote, score })
  }
  return candidates.sort((a, b) => b.score - a.score || (placeKey(a.quote.span) < placeKey(b.quote.span) ? -1 : 1))
}

/** The first counter-span, of the best supported claim that has one, that may be quoted at all. */
function counterQuote(
  input: ClaimInput,
  { claims, sources, policy, used, said }: QuoteContext & { used: Set<string>; said: Set<string> },
): Quote | null {
  const known = new Set(input.people.map(({ id }) => id))
  for (const claim of claims) {
    for (const span of claim.evidence.counter) {
      if (!known.has(span.personId) || used.has(span.personId)) continue
      const quote = quoteOf(span, { sources, policy, claimId: claim.id })
      if (!quote || said.has(gist(quote.text))) continue
      used.add(span.personId)
      said.add(gist(quote.text))
      return quote
    }
  }
  return null
}

/**
 * The words of a span if they may stand as a quote, otherwise null.
 * Spans that look like an address, a link or a long number are left out, whoever agreed: they point at a person.
 */
export function quoteOf(
  span: SpanReference,
  {
    sources,
    policy,
    claimId,
  }: { sources: ReadonlyMap<string, QuoteSource>; policy: QuotesPolicy; claimId: string | null },
): Quote | null {
  if (!isAllowed(span, policy)) return null
  const source = sources.get(sourceKey(span))
  if (!source) return null
  const { startCodePoint: start, endCodePoint: end } = span
  const text = source.readable ? source.readable({ start, end }) : wordsAt(source.text, span)
  const length = countWords(text)
  if (length < words.fewest || length > words.most || /@|https?:|\d{5}/.test(text) || text.includes('\n\n')) return null
  const moment = source.momentOf?.(span.startCodePoint) ?? ''
  return {
    text,
    source: moment ? `${source.label}, ${moment}` : source.label,
    span,
    isInternal: span.quotable !== 'consented',
    claimId,
  }
}

export function isAllowed(span: SpanReference, policy: QuotesPolicy): boolean {
  if (span.quotable === 'consented') return true
  return span.quotable === 'internal' && policy === 'internal'
}

/** The characters of the span, exactly as the source has them. */
export function wordsAt(
  text: string,
  { startCodePoint, endCodePoint }: { startCodePoint: number; endCodePoint: number },
): string {
  return sliceCodePoints(text, offsetMap(text), { start: startCodePoint, end: endCodePoint })
}

/** How words begin, by letters alone: two people who say the same make one voice on the page. */
export function gist(text: string): string {
  return (text.toLowerCase().match(/\p{L}/gu) ?? []).slice(0, 24).join('')
}

function countWords(text: string): number {
  return text.split(/\s+/).filter(Boolean).length
}

function placeKey(span: SpanReference): string {
  return `${span.sourceId}#${span.item}#${span.startCodePoint}-${span.endCodePoint}`
}
