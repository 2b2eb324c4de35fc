import type { CodeRow } from '../codebook/store.ts'
import { facetNames } from '../facets.ts'
import { formatCount, formatDate } from '../http/format.ts'
import { documentHref, documentTitle } from '../interviews/document-title.ts'
import { readableText } from '../redaction/readable.ts'
import { codeOptions } from '../tagging/choose-code.ts'
import { address } from '../tagging/view.ts'
import { codePointLength, type Range } from '../text/code-points.ts'
import type { TextEdit } from '../text/edit-ranges.ts'
import type { Disagreement, DisagreementPage } from './figures.ts'
import type { RoundRow } from './round-store.ts'
import { meaningOf } from './settle.ts'
import { labelsOn } from './units.ts'
import { coderName, labelName } from './view.ts'

const aroundCodePoints = 160

/** Units on which the coders differ, side by side with what each said, and what was decided. */
export function disagreementsView(
  round: RoundRow,
  page: DisagreementPage,
  {
    names,
    codes,
    query,
    canChange,
    atOnce,
    replacements,
  }: {
    names: ReadonlyMap<string, string>
    codes: CodeRow[]
    query: { label?: string | undefined; show: 'open' | 'all'; from?: number | undefined }
    canChange: boolean
    atOnce: number
    /** What stands in place of names, document by document, for somebody who may only read. */
    replacements: ReadonlyMap<string, TextEdit[]>
  },
) {
  const roundHref = `/coding-rounds/${round.id}`
  const path = `${roundHref}/disagreements`
  const from = query.from ?? 0
  const asked = {
    ...(query.label === undefined ? {} : { label: query.label }),
    ...(query.show === 'all' ? { show: 'all' } : {}),
  }
  const here = address(path, { ...asked, ...(from > 0 ? { from: String(from) } : {}) })
  return {
    roundHref,
    studyId: round.studyId,
    number: round.number,
    total: formatCount(page.total),
    isOpenOnly: query.show === 'open',
    labelText: query.label === undefined ? '' : labelName(query.label, codes),
    everyLabelHref: query.label === undefined ? '' : address(path, query.show === 'all' ? { show: 'all' } : {}),
    otherHref: address(path, {
      ...(query.label === undefined ? {} : { label: query.label }),
      ...(query.show === 'open' ? { show: 'all' } : {}),
    }),
    firstName: coderName(round, names, 0),
    secondName: coderName(round, names, 1),
    canChange,
    here,
    rows: page.rows.map((row, index) => rowView(row, index, { round, names, codes, replacements })),
    beforeHref: from > 0 ? address(path, { ...asked, from: String(Math.max(0, from - atOnce)) }) : '',
    nextHref: from + page.rows.length < page.total ? address(path, { ...asked, from: String(from + atOnce) }) : '',
  }
}

function rowView(
  { document, unit, agreed, resolution }: Disagreement,
  index: number,
  {
    round,
    names,
    codes,
    replacements,
  }: {
    round: RoundRow
    names: ReadonlyMap<string, string>
    codes: CodeRow[]
    replacements: ReadonlyMap<string, TextEdit[]>
  },
) {
  const { personId, documentId, number, kind } = document
  const length = codePointLength(document.text)
  const readable = readableText(document.text, replacements.get(documentId) ?? []).words
  const words = ({ start, end }: Range) => readable({ start: Math.max(0, start), end: Math.min(length, end) })
  const given = (labels: string[]) =>
    labels.map((label) => {
      const meaning = meaningOf(label, codes)
      return {
        name: labelName(label, codes),
        facet: meaning?.facet ?? '',
        letters: meaning ? facetNames[meaning.facet].letters : '',
        isAgreed: agreed.includes(label),
      }
    })
  return {
    id: `d${index}`,
    place: documentTitle({ kind, number }),
    href: documentHref({ personId, documentId, at: unit.start }),
    before: words({ start: unit.start - aroundCodePoints, end: unit.start }),
    words: words(unit),
    after: words({ start: unit.end, end: unit.end + aroundCodePoints }),
    isCutBefore: unit.start > aroundCodePoints,
    isCutAfter: unit.end + aroundCodePoints < length,
    first: given(labelsOn(unit.tags[0])),
    second: given(labelsOn(unit.tags[1])),
    action: `/coding-rounds/${round.id}/documents/${personId}/${documentId}/resolution`,
    start: unit.start,
    end: unit.end,
    groups: codeOptions(codes, '').map((group) => ({
      ...group,
      options: group.options.filter(({ value }) => round.labels.some(({ label }) => label === value)),
    })),
    resolution: resolution
      ? {
          labels: resolution.labels.map((label) => labelName(label, codes)).join(', ') || 'No code',
          by: names.get(resolution.resolvedBy) ?? 'A colleague',
          at: formatDate(resolution.resolvedAt),
        }
      : null,
  }
}
