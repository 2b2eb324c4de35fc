import type { SignedInAccount } from '../http/access.ts'
import { formatCount } from '../http/format.ts'
import { documentHref, documentTitle, fileNameFor } from './document-title.ts'
import type { WaitingDocument, WaitingLabel } from './review-store.ts'
import { formatName, roleNames } from './view.ts'

/** What was found in files whose speakers nobody has confirmed: labels with proposed roles, and each text's beginning. */
export function reviewView(
  studyId: string,
  parts: {
    labels: WaitingLabel[]
    documents: WaitingDocument[]
    waiting: number
    upTo: number
    next: number | null
    account: SignedInAccount
  },
) {
  const { labels, documents, waiting, upTo, next, account } = parts
  return {
    studyId,
    waiting,
    heading: headingFor(waiting),
    upTo,
    labels: labels.map((one, position) => ({
      position,
      value: one.label,
      label: one.label === '' ? 'Nobody is named' : one.label,
      documents: formatCount(one.documents),
      turns: formatCount(one.turns),
      asProposed: one.roles
        .map(({ role, documents: count }) => `${roleNames[role]} (${formatCount(count)})`)
        .join(', '),
      isOfOneRole: one.roles.length === 1,
      choices: Object.entries(roleNames).map(([value, name]) => ({
        value,
        name,
        isChosen: one.roles.length === 1 && one.roles[0]!.role === value,
      })),
    })),
    documents: documents.map((document) => ({
      id: document.id,
      href: documentHref({ personId: document.personId, documentId: document.id }),
      title: documentTitle(document),
      file: fileNameFor(document.name, account, 'A file'),
      format: formatName(document.format),
      turns: `${formatCount(document.turns)} ${document.turns === 1 ? 'turn' : 'turns'}`,
      warnings: document.warnings,
      beginning: document.beginning,
    })),
    nextHref: next === null ? '' : `/studies/${studyId}/interviews/review?after=${next}`,
  }
}

function headingFor(waiting: number): string {
  if (waiting === 0) return 'Everything is confirmed'
  return waiting === 1 ? 'One document waits for a look' : `${formatCount(waiting)} documents wait for a look`
}
