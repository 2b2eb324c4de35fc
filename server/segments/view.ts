import { sizeBar } from '../charts/size-bar.ts'
import { formatCount, formatDate, formatPercent } from '../http/format.ts'
import type { CustomerImportRow } from './import-store.ts'
import { type CustomerFileKind, customerFileKinds } from './recognise-customer-file.ts'
import { notKnown } from './segment-family.ts'
import type { StoredFamily } from './store.ts'
import { segmentWarnings } from './warnings.ts'

/** Segments of a family listed at once; the others unfold. */
const segmentsListed = 12

const kindWords: Record<CustomerFileKind, string> = {
  customers: 'Customers: one line each',
  purchases: 'Purchases: one line each',
  visits: 'Visits: one line each',
}

const stateWords: Record<CustomerImportRow['state'], string> = {
  proposed: 'Waiting',
  importing: 'Being imported',
  done: 'Imported',
  failed: 'Not imported',
}

export interface SegmentsPage {
  studyId: string
  counts: { customers: number; respondents: number }
  families: StoredFamily[]
  imports: CustomerImportRow[]
  hasPersonas: boolean
  values: { asOf: string; timeZone: string }
}

/** What the page of a study's segments shows: files that wait, files brought in, and each way of segmenting. */
export function segmentsView({ studyId, counts, families, imports, hasPersonas, values }: SegmentsPage) {
  const base = `/studies/${studyId}`
  const waiting = imports.filter(({ state }) => state === 'proposed').reverse()
  return {
    studyId,
    title: titleOf(counts, families),
    lead: leadOf(counts),
    hasCustomers: counts.customers > 0,
    hasPersonas,
    personasHref: `${base}/personas`,
    guideHref: `/guide/segments-and-personas?study=${studyId}`,
    waiting: waiting.map((row, index) => waitingView(row, index)),
    hasVisits: waiting.some(({ proposal }) => proposal.readings.visits !== undefined),
    families: families.map((family) => familyView(family, base)),
    imports: imports
      .filter(({ state }) => state !== 'proposed')
      .map((row) => ({
        fileName: row.fileName,
        kind: row.kind,
        stateWord: stateWords[row.state],
        read: row.readCount,
        kept: row.keptCount,
        refusedCount: row.refusedCount,
        message: row.message ?? '',
        refused: row.refused.slice(0, 50),
        refusedNote: row.refusedCount > 50 ? `The first 50 of ${formatCount(row.refusedCount)} lines are listed.` : '',
      })),
    values,
  }
}

function titleOf({ customers }: SegmentsPage['counts'], families: StoredFamily[]): string {
  if (customers === 0) return 'No customers yet'
  if (families.length === 0) return `${formatCount(customers)} customers, not yet segmented`
  const ways = families.length === 1 ? 'one way' : `${families.length} ways`
  return `${formatCount(customers)} customers, ${ways} of slicing them`
}

function leadOf({ customers, respondents }: SegmentsPage['counts']): string {
  if (customers === 0) {
    return 'Segments come from what you already know of people: who bought, who visited, where they live. Bring in a list of customers, of purchases or of visits.'
  }
  const joined =
    respondents === 0
      ? 'None of them has answered this study yet, so nothing can be crossed.'
      : `${formatCount(respondents)} of them also answered this study, so segments can be crossed with personas.`
  return `A segment says who to write to; it does not say what to write. ${joined}`
}

function waitingView({ id, fileName, proposal, kind }: CustomerImportRow, index: number) {
  const used = proposal.readings[kind] ?? {}
  return {
    index,
    id,
    fileName,
    reason: proposal.reason,
    kinds: customerFileKinds
      .filter((one) => proposal.readings[one])
      .map((value) => ({ value, word: kindWords[value], isChosen: value === kind })),
    columns: proposal.headers.map((header, column) => ({
      header,
      reading: used[column] ?? 'not used',
      samples: proposal.sample.map((cells) => cells[column] ?? '').filter((cell) => cell !== ''),
    })),
  }
}

function familyView(family: StoredFamily, base: string) {
  const people = family.segments.reduce((sum, { size }) => sum + size, 0)
  const rows = family.segments.map(({ name, size, detail }) => ({
    name,
    detail: detail ?? '',
    size,
    shareText: formatPercent(size / people),
    bar: sizeBar(size / people),
    isUnknown: name === notKnown,
  }))
  const known = rows.filter(({ isUnknown }) => !isUnknown).length
  return {
    id: family.id,
    name: family.name,
    description: family.definition.description,
    asOf: family.asOf ? `as of ${formatDate(family.asOf)}` : '',
    notes: family.definition.notes,
    people,
    segmentCount: known,
    rows: rows.slice(0, segmentsListed),
    more: rows.slice(segmentsListed),
    moreCount: Math.max(0, rows.length - segmentsListed),
    warnings: segmentWarnings(family),
    crossHref: `${base}/segments/${family.id}/cross-cut`,
  }
}
