import type { Database } from '../database/connection.ts'
import type { StudyKey } from '../studies/store.ts'
import type { Range } from '../text/code-points.ts'
import type { TextEdit } from '../text/edit-ranges.ts'
import { pseudonym, redactedText, redactedWords } from '../text/redaction.ts'
import { acceptedOf, acceptedOfStudy, type AcceptedRedaction } from './store.ts'

/** A document's words as they may be read outside: with pseudonyms in place of what points at people. */
export interface ReadableText {
  /** The whole text, pseudonyms in it. Its offsets are its own. */
  text: string
  /** Words of a range of the original text; a pseudonym that the range cuts stands whole. */
  words: (range: Range) => string
}

/**
 * The one way to a document's words for whatever leaves the workspace: quotes, exports, one-pagers.
 * @param text the original, canonical text
 */
export function readableText(text: string, replacements: readonly TextEdit[]): ReadableText {
  return { text: redactedText(text, replacements), words: (range) => redactedWords(text, replacements, range) }
}

/** The replacements of one document, in order. */
export async function replacementsOf(
  db: Database,
  key: { workspaceId: string; personId: string; documentId: string },
): Promise<TextEdit[]> {
  return replacements(await acceptedOf(db, key))
}

/** The replacements of every document of a study that has any, by document. */
export async function replacementsOfStudy(db: Database, study: StudyKey): Promise<Map<string, TextEdit[]>> {
  const byDocument = new Map<string, AcceptedRedaction[]>()
  for (const redaction of await acceptedOfStudy(db, study)) {
    const rows = byDocument.get(redaction.documentId) ?? []
    rows.push(redaction)
    byDocument.set(redaction.documentId, rows)
  }
  return new Map([...byDocument].map(([documentId, rows]) => [documentId, replacements(rows)]))
}

/** Edits of a text may push two ranges together: the first of what overlaps stands for both. */
function replacements(rows: AcceptedRedaction[]): TextEdit[] {
  const edits: TextEdit[] = []
  for (const { start, end, kind, number } of [...rows].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = edits.at(-1)
    if (last && start < last.end) last.end = Math.max(last.end, end)
    else edits.push({ start, end, inserted: pseudonym(kind, number) })
  }
  return edits
}
