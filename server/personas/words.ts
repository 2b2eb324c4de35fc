import type { Database } from '../database/connection.ts'
import { documentHref, documentTitle } from '../interviews/document-title.ts'
import { documentText, findDocument } from '../interviews/store.ts'
import { readableText, replacementsOf } from '../redaction/readable.ts'
import { answerToItem } from '../responses/open-answers-store.ts'
import { labelOf } from '../responses/store.ts'
import type { StudyKey } from '../studies/store.ts'
import { offsetMap, sliceCodePoints } from '../text/code-points.ts'
import type { SpanReference } from './claim.ts'

/** A span's words, read from where they stand, with a little of what stands around them. */
export interface SpanWords {
  before: string
  text: string
  after: string
  /** Interview 07, or Open answer, R-0213. */
  source: string
  /** The page where the words stand. */
  href: string
  quotable: SpanReference['quotable']
}

const contextCodePoints = 160

/** Reads the words of a span; null when the person or the source is gone since, so that the quote is void. */
export async function readSpan(db: Database, study: StudyKey, span: SpanReference): Promise<SpanWords | null> {
  const words = await (span.sourceKind === 'document' ? readDocumentSpan : readAnswerSpan)(db, study, span)
  // Wherever such words stand, the reader sees that their speaker is in no share.
  return words && span.isProjected ? { ...words, source: `${words.source}, projected` } : words
}

async function readDocumentSpan(
  db: Database,
  { workspaceId }: StudyKey,
  span: SpanReference,
): Promise<SpanWords | null> {
  const key = { workspaceId, personId: span.personId, documentId: span.sourceId }
  const document = await findDocument(db, key)
  if (!document) return null
  const { startCodePoint: start, endCodePoint: end } = span
  const from = Math.max(0, start - contextCodePoints)
  const readable = readableText(await documentText(db, key), await replacementsOf(db, key))
  const part = (first: number, last: number) => readable.words({ start: first, end: last })
  const href = documentHref({ personId: span.personId, documentId: span.sourceId, at: start })
  return {
    ...inOneLine(part(from, start), part(end, end + contextCodePoints)),
    text: part(start, end),
    source: documentTitle(document),
    href,
    quotable: span.quotable,
  }
}

async function readAnswerSpan(db: Database, study: StudyKey, span: SpanReference): Promise<SpanWords | null> {
  const { workspaceId, studyId } = study
  const found = await answerToItem(db, {
    workspaceId,
    personId: span.personId,
    responseId: span.sourceId,
    item: span.item,
  })
  if (!found) return null
  const whole = found.answer
  const map = offsetMap(whole)
  const part = (start: number, end: number) => sliceCodePoints(whole, map, { start, end })
  const { startCodePoint: start, endCodePoint: end } = span
  const label = await labelOf(db, { ...study, personId: span.personId })
  return {
    before: part(0, start),
    text: part(start, end),
    after: part(end, [...whole].length),
    source: `Open answer, ${label}`,
    href: `/studies/${studyId}/people/${span.personId}`,
    quotable: span.quotable,
  }
}

/** Context is cut at whole words, and a speaker's label of the next turn may stand in it: it is context, not evidence. */
function inOneLine(before: string, after: string): { before: string; after: string } {
  return {
    before: before.length < contextCodePoints ? before : `…${before.replace(/^\S*\s/, ' ')}`,
    after: after.length < contextCodePoints ? after : `${after.replace(/\s\S*$/, ' ')}…`,
  }
}
