import type { Claim, SpanReference } from './claim.ts'
import type { ClaimInput } from './claim-input.ts'
import { type JobStory, jobStoriesOf } from './job-stories.ts'
import { type JourneyStage, journeyMapOf } from './journey-map.ts'
import { candidatesFor, gist, type Quote, type QuoteSource } from './quotes.ts'

/** What a persona's people told beyond its claims: references and counts, never a copy of anybody's words. */
export interface ToldFacts {
  /** More quotes for the proof, one a person, nobody twice on the page. */
  voices: SpanReference[]
  jobStories: JobStory[]
  journeyMap: JourneyStage[]
}

const voicesKept = 6

/** @param quoted the quote and the counter-quote of the page, whose speakers are heard already */
export function toldBy(
  input: ClaimInput,
  {
    persona,
    claims,
    sources,
    quoted,
  }: { persona: number; claims: Claim[]; sources: ReadonlyMap<string, QuoteSource>; quoted: (Quote | null)[] },
): ToldFacts {
  const heard = new Set(quoted.flatMap((quote) => (quote ? [quote.span.personId] : [])))
  const voices: SpanReference[] = []
  const candidates = candidatesFor(input, { persona, claims, sources, policy: 'internal' })
  // Words that may leave the house come first, so that a shared page has voices where there are any.
  const released = [...candidates].sort((one, other) => Number(one.quote.isInternal) - Number(other.quote.isInternal))
  const said = new Set(quoted.flatMap((quote) => (quote ? [gist(quote.text)] : [])))
  for (const { quote } of released) {
    if (heard.has(quote.span.personId) || said.has(gist(quote.text))) continue
    heard.add(quote.span.personId)
    said.add(gist(quote.text))
    voices.push(quote.span)
    if (voices.length === voicesKept) break
  }
  return { voices, jobStories: jobStoriesOf(input, persona), journeyMap: journeyMapOf(input, persona) }
}
