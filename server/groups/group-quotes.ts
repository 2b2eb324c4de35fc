import type { Database } from '../database/connection.ts'
import { documentWords } from '../interviews/words.ts'
import { type Quote, quoteOf, type QuoteSource, sourceKey } from '../personas/quotes.ts'
import { quotingConsents } from '../privacy/store.ts'
import type { StudyKey } from '../studies/store.ts'
import type { StudyTag } from '../tagging/store.ts'

const quotesACode = 3

/**
 * What members say under each code, by the rules of every quote: one stretch of a participant's words, 8 to 40 of them, byte for byte,
 * from different people first, and none of somebody who refused or of a note-taker.
 */
export async function quotesOfMembers(
  db: Database,
  study: StudyKey,
  { tags, members }: { tags: StudyTag[]; members: Set<string> },
): Promise<Map<string, Quote[]>> {
  const consents = await quotingConsents(db, study)
  const sources = new Map<string, QuoteSource>()
  const noted = new Set<string>()
  for await (const { personId, id, text, label, momentOf, isAsNoted } of documentWords(db, study)) {
    if (!members.has(personId)) continue
    sources.set(sourceKey({ sourceId: id, item: '' }), { text, label, momentOf })
    if (isAsNoted) noted.add(id)
  }
  const quotes = new Map<string, Quote[]>()
  const own = tags.filter(({ personId, code }) => members.has(personId) && code !== null)
  for (const [code, ofCode] of Map.groupBy(own, (tag) => tag.code!)) {
    const speakers = new Set<string>()
    const found: Quote[] = []
    for (const tag of ofCode.toSorted(bestFirst)) {
      if (found.length === quotesACode) break
      if (speakers.has(tag.personId) || noted.has(tag.sourceId)) continue
      const consent = consents.get(tag.personId)
      const quotable = consent === undefined ? 'internal' : consent ? 'consented' : 'refused'
      const quote = quoteOf({ ...tag, quotable }, { sources, policy: 'internal', claimId: null })
      if (!quote) continue
      speakers.add(tag.personId)
      found.push(quote)
    }
    quotes.set(code, found)
  }
  return quotes
}

/** What a person accepted, then the strongest; the place decides between equals. */
function bestFirst(one: StudyTag, other: StudyTag): number {
  return (
    Number(other.state === 'accepted') - Number(one.state === 'accepted') ||
    (other.strength ?? 0) - (one.strength ?? 0) ||
    (one.sourceId < other.sourceId ? -1 : one.sourceId > other.sourceId ? 1 : one.startCodePoint - other.startCodePoint)
  )
}
