import type { CodeRow } from '../codebook/store.ts'
import { type Facet, facetNames } from '../facets.ts'
import { formatDate } from '../http/format.ts'
import { documentHref, documentTitle } from '../interviews/document-title.ts'
import type { ParsedDocument } from '../text/document.ts'
import type { FoundMemo } from './memo-store.ts'
import { address } from './view.ts'

/** The memos of a study, newest first, each with where it stands. */
export function memosView(
  studyId: string,
  memos: FoundMemo[],
  {
    words,
    isViewer,
    codes,
    names,
    next,
  }: { words: string; isViewer: boolean; codes: CodeRow[]; names: ReadonlyMap<string, string>; next: string | null },
) {
  const path = `/studies/${studyId}/memos`
  return {
    studyId,
    path,
    words,
    isViewer,
    hasSearched: words !== '',
    memos: memos.map((memo) => ({
      id: memo.id,
      text: memo.text,
      by: names.get(memo.writtenBy) ?? 'A colleague',
      at: formatDate(memo.changedAt ?? memo.writtenAt),
      ...placeOf(studyId, memo),
      on: subjectOf(memo, codes),
    })),
    nextHref: next === null ? '' : address(path, { ...(words === '' ? {} : { words }), before: next }),
  }
}

function placeOf(studyId: string, { sourceKind, personId, sourceId, item, tag, ...memo }: FoundMemo) {
  if (sourceKind === 'answer') {
    const href = address(`/studies/${studyId}/answers`, { item, alone: sourceId }, `u${sourceId}`)
    return { place: `Open answer, ${memo.respondent ?? ''}`, href }
  }
  const kind = (memo.documentKind ?? 'text') as ParsedDocument['kind']
  return {
    place: documentTitle({ kind, number: memo.documentNumber ?? 0 }),
    href: documentHref({ personId, documentId: sourceId, ...(tag ? { at: tag.start } : {}) }),
  }
}

function subjectOf({ tagId, tag }: FoundMemo, codes: CodeRow[]): string {
  if (tagId === null) return 'On the whole document'
  if (tag === null) return 'On a tag that was removed'
  return `On ${codes.find(({ key }) => key === tag.code)?.name ?? facetNames[tag.facet as Facet].name}`
}
