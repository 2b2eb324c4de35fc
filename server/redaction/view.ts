import { documentHref, documentTitle } from '../interviews/document-title.ts'
import type { DocumentRow } from '../interviews/store.ts'
import { formatCount } from '../http/format.ts'
import type { FormErrors } from '../http/forms.ts'
import { pseudonym, pseudonymNames } from '../text/redaction.ts'
import type { RedactionKind } from '../text/redaction-hit.ts'
import { offsetMap, sliceCodePoints } from '../text/code-points.ts'
import type { RedactionGroup } from './redaction.ts'

const aroundCodePoints = 40

/** The page on which somebody decides what readers outside see instead of a name, a number, a place. */
export function redactionView(
  document: DocumentRow,
  parts: {
    text: string
    groups: RedactionGroup[]
    terms: { id: string; words: string }[]
    errors: FormErrors | null
    typedTerm: string
  },
) {
  const href = documentHref({ personId: document.personId, documentId: document.id })
  const { text, groups, terms, errors, typedTerm } = parts
  const map = offsetMap(text)
  const view = (group: RedactionGroup) => groupView(group, { text, map })
  const accepted = groups.filter(({ state }) => state === 'accepted')
  return {
    href,
    studyId: document.studyId,
    title: documentTitle(document),
    action: `${href}/redaction`,
    revision: document.textRevision,
    open: groups.filter(({ state }) => state === null).map(view),
    accepted: accepted.map(view),
    rejected: groups.filter(({ state }) => state === 'rejected').map(view),
    acceptedWords: `${formatCount(sumOf(accepted))} ${sumOf(accepted) === 1 ? 'place is' : 'places are'} replaced in this document`,
    terms,
    errors,
    typedTerm,
  }
}

function groupView(group: RedactionGroup, { text, map }: { text: string; map: ReturnType<typeof offsetMap> }) {
  const first = group.ranges[0]!
  const part = (start: number, end: number) =>
    sliceCodePoints(text, map, { start: Math.max(0, start), end: Math.min(map.length, end) }).replace(/\s+/g, ' ')
  return {
    field: fieldOf(group),
    words: group.words.replace(/\s+/g, ' '),
    kind: pseudonymNames[group.kind],
    places: group.ranges.length === 1 ? 'once' : `${formatCount(group.ranges.length)} times`,
    pseudonym: group.number === null ? `[${pseudonymNames[group.kind]}]` : pseudonym(group.kind, group.number),
    reason: group.reason,
    before: part(first.start - aroundCodePoints, first.start),
    here: part(first.start, first.end),
    after: part(first.end, first.end + aroundCodePoints),
    isTicked: group.state === 'accepted' || (group.state === null && group.isCertain),
    isRejected: group.state === 'rejected',
  }
}

/** The name of a group's field in the form. */
export function fieldOf({ kind, wordsHash }: { kind: RedactionKind; wordsHash: string }): string {
  return `group-${kind}-${wordsHash}`
}

function sumOf(groups: RedactionGroup[]): number {
  return groups.reduce((sum, { ranges }) => sum + ranges.length, 0)
}
