import type { Database } from '../database/connection.ts'
import { readableText, replacementsOfStudy } from '../redaction/readable.ts'
import type { StudyKey } from '../studies/store.ts'
import { offsetMap, type Range, sliceCodePoints } from '../text/code-points.ts'
import { findWords, foldedForSearch } from '../text/search-words.ts'
import { documentHref, documentTitle } from './document-title.ts'
import { documentIdsOfStudy, documentText, findDocument } from './store.ts'

export interface SearchHit {
  before: string
  words: string
  after: string
  href: string
}

export interface SearchedDocument {
  documentId: string
  title: string
  href: string
  hits: SearchHit[]
  /** True when the document holds the words more often than is shown. */
  hasMore: boolean
}

export interface SearchPage {
  documents: SearchedDocument[]
  /** Document after which the search goes on, null when all were searched. */
  next: string | null
}

const documentsAtOnce = 100
const hitsOfADocument = 5
const hitsAlone = 200
const hitsOfAPage = 60
/** So many characters are searched for one page: the rest waits for the next, so that no request takes long. */
const charactersOfAPage = 20_000_000
const aroundCodePoints = 60

/**
 * Where words stand in a study's documents, whatever their case and accents: one page of documents with their first hits.
 * @param search.only one document alone, with more of its hits
 * @param search.isReadable the words as readers outside see them: replaced names are not found
 */
export async function searchDocuments(
  db: Database,
  search: StudyKey & { words: string; after: string | null; only: string | null; isReadable: boolean },
): Promise<SearchPage> {
  const found: SearchPage = { documents: [], next: null }
  if (foldedForSearch(search.words).trim() === '') return found
  const replacements = search.isReadable ? await replacementsOfStudy(db, search) : new Map()
  let characters = 0
  let hits = 0
  for (let after = search.after; ; ) {
    const page = await documentIdsOfStudy(db, { ...search, after, limit: documentsAtOnce })
    for (const { personId, id } of page) {
      if (search.only !== null && id !== search.only) continue
      const key = { workspaceId: search.workspaceId, personId, documentId: id }
      const original = await documentText(db, key)
      const edits = replacements.get(id)
      const text = edits ? readableText(original, edits).text : original
      const most = search.only === null ? hitsOfADocument : hitsAlone
      const ranges = findWords(text, search.words, most + 1)
      characters += text.length
      if (ranges.length > 0) {
        const document = await findDocument(db, key)
        if (!document) continue
        const place = { personId, documentId: id }
        hits += Math.min(ranges.length, most)
        found.documents.push({
          documentId: id,
          title: documentTitle(document),
          href: documentHref(place),
          // Places of a text with pseudonyms are none of the original's.
          hits: hitsIn(text, ranges.slice(0, most), (at) => documentHref(edits ? place : { ...place, at })),
          hasMore: ranges.length > most,
        })
      }
      if (hits >= hitsOfAPage || characters >= charactersOfAPage) {
        if (search.only === null) return { ...found, next: id }
      }
    }
    if (page.length < documentsAtOnce) return found
    after = page.at(-1)!.id
  }
}

function hitsIn(text: string, ranges: Range[], hrefAt: (at: number) => string): SearchHit[] {
  const map = offsetMap(text)
  const part = (start: number, end: number) =>
    sliceCodePoints(text, map, { start: Math.max(0, start), end: Math.min(map.length, end) }).replace(/\s+/g, ' ')
  return ranges.map(({ start, end }) => ({
    before: part(start - aroundCodePoints, start),
    words: part(start, end),
    after: part(end, end + aroundCodePoints),
    href: hrefAt(start),
  }))
}
