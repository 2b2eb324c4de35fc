import { createHash } from 'node:crypto'
import type { Database } from '../database/connection.ts'
import { newId } from '../ids.ts'
import type { StudyKey } from '../studies/store.ts'
import { offsetMap, sliceCodePoints } from '../text/code-points.ts'
import type { ParsedDocument } from '../text/document.ts'
import { documentTitle } from './document-title.ts'
import {
  type DeclaredBasis,
  type DocumentToInsert,
  documentsByHash,
  insertDocuments,
  type InsertedDocument,
} from './keep-store.ts'

export interface KeptDocuments {
  kept: InsertedDocument[]
  refused: { name: string; reason: string }[]
}

/** Up to so many documents, or so many characters, are written in one transaction: PGlite answers nobody else meanwhile. */
const batchDocuments = 100
const batchCharacters = 1_000_000
/** Below this many words two people may well have written the very same text. */
const wordsOfADuplicate = 20

/**
 * Keeps documents that a file held: one person each, numbered on in the study, with the declared basis.
 * A text that is already in the study is refused and told which document it is.
 * @param study.joinsByKey whether the ids in the file name people as the survey's and the customers' keys do
 */
export async function keepDocuments(
  db: Database,
  study: StudyKey & DeclaredBasis & { joinsByKey: boolean; fileId: string | null; at: Date },
  documents: ParsedDocument[],
  onKept: (done: number) => void = () => undefined,
): Promise<KeptDocuments> {
  const result: KeptDocuments = { kept: [], refused: [] }
  const personOfKey = new Map<string, string>()
  for (const batch of inBatches(documents)) {
    const prepared = batch.map((parsed) => prepare(parsed, { joinsByKey: study.joinsByKey, personOfKey }))
    const there = await documentsByHash(
      db,
      study,
      prepared.map(({ sha256 }) => sha256),
    )
    const inBatch = new Set<string>()
    const fresh = prepared.filter(({ sha256, words, parsed }) => {
      const isLong = words.reduce((sum, count) => sum + count, 0) >= wordsOfADuplicate
      const twin = there.get(sha256)
      if (isLong && (twin || inBatch.has(sha256))) {
        const which = twin
          ? `these words are already here as ${documentTitle(twin)}`
          : 'the same words come twice in it'
        result.refused.push({ name: parsed.name, reason: `A duplicate: ${which}.` })
        return false
      }
      inBatch.add(sha256)
      return true
    })
    if (fresh.length > 0) result.kept.push(...(await insertDocuments(db, study, fresh)))
    onKept(result.kept.length + result.refused.length)
  }
  return result
}

function prepare(
  parsed: ParsedDocument,
  { joinsByKey, personOfKey }: { joinsByKey: boolean; personOfKey: Map<string, string> },
): DocumentToInsert {
  const map = offsetMap(parsed.text)
  const personId = (parsed.personKey !== undefined && personOfKey.get(parsed.personKey)) || newId()
  if (parsed.personKey !== undefined) personOfKey.set(parsed.personKey, personId)
  return {
    documentId: newId(),
    personId,
    personKey: joinsByKey ? (parsed.personKey ?? null) : null,
    sha256: createHash('sha256').update(parsed.text).digest('hex'),
    words: parsed.utterances.map((utterance) => countWords(sliceCodePoints(parsed.text, map, utterance))),
    parsed,
  }
}

/** Words as stretches between white space. */
export function countWords(text: string): number {
  return text.match(/\S+/g)?.length ?? 0
}

function* inBatches(documents: ParsedDocument[]): Generator<ParsedDocument[]> {
  let batch: ParsedDocument[] = []
  let characters = 0
  for (const document of documents) {
    if (batch.length > 0 && (batch.length >= batchDocuments || characters + document.text.length > batchCharacters)) {
      yield batch
      batch = []
      characters = 0
    }
    batch.push(document)
    characters += document.text.length
  }
  if (batch.length > 0) yield batch
}
