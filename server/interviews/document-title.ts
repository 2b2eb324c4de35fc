import type { SignedInAccount } from '../http/access.ts'
import type { ParsedDocument } from '../text/document.ts'

const nouns: Record<ParsedDocument['kind'], string> = {
  interview: 'Interview',
  conversation: 'Conversation',
  notes: 'Notes',
  text: 'Text',
}

/** What a document is called on every page, such as "Interview 07": its file's name may name the person. */
export function documentTitle({ kind, number }: { kind: ParsedDocument['kind']; number: number }): string {
  return `${nouns[kind]} ${documentNumber(number)}`
}

export function documentNumber(number: number): string {
  return String(number).padStart(2, '0')
}

/** Address of a document's page; with a code-point offset, of the place in it. */
export function documentHref(document: { personId: string; documentId: string; at?: number }): string {
  const page = `/documents/${document.personId}/${document.documentId}`
  return document.at === undefined ? page : `${page}?at=${document.at}#at`
}

/** The name of an uploaded file for whoever looks: files are often called after a person, so somebody who may only read is not shown it. */
export function fileNameFor(name: string, { role }: { role: SignedInAccount['role'] }, otherwise: string): string {
  return role === 'viewer' ? otherwise : name
}
