import { readDocuments } from '../../../server/files/documents/read-document.ts'
import type { ParsedDocument } from '../../../server/text/document.ts'

/** The one document in a made-up file. */
export async function readOne(content: string | Uint8Array, name: string): Promise<ParsedDocument> {
  const { documents, refused } = await read(content, name)
  if (documents.length !== 1) throw new Error(`${documents.length} documents; ${refused[0]?.reason ?? ''}`)
  return documents[0]!
}

export function read(content: string | Uint8Array, name: string) {
  return readDocuments(typeof content === 'string' ? new TextEncoder().encode(content) : content, name)
}

/** "Speaker: words" of every turn, sliced from the text by its code-point range. */
export function turnsOf(document: ParsedDocument): string[] {
  const points = [...document.text]
  return document.utterances.map(({ speaker, start, end }) => `${speaker}|${points.slice(start, end).join('')}`)
}

export function rolesOf(document: ParsedDocument): Record<string, string> {
  return Object.fromEntries(document.speakers.map(({ label, role }) => [label, role]))
}
