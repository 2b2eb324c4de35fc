import { facetNames, facets } from '../../facets.ts'
import type { FormErrors } from '../../http/forms.ts'
import { fieldNames } from '../change-text.ts'
import { valueText } from '../history-view.ts'
import type { CodeRow } from '../store.ts'
import type { ImportPlan, PlannedRow } from './plan.ts'

/** The page that takes a codebook in and gives it out. */
export function filesView(studyId: string, { errors }: { errors: FormErrors | null }) {
  return {
    studyId,
    address: `/studies/${studyId}/codebook/files`,
    downloads: (['xlsx', 'csv', 'qdc'] as const).map((format) => ({
      name: format.toUpperCase(),
      href: `/studies/${studyId}/codebook.${format}`,
      what: whatFor[format],
    })),
    errors,
  }
}

const whatFor = {
  xlsx: 'a sheet for Excel or LibreOffice',
  csv: 'a table for anything',
  qdc: 'REFI-QDA, for ATLAS.ti, MAXQDA, NVivo, QualCoder or Taguette',
}

/** What an uploaded codebook would change, row by row, before anything is changed. */
export function previewView(
  studyId: string,
  {
    plan,
    codes,
    file,
    facet,
    seen,
    overruled,
    message,
  }: {
    plan: ImportPlan
    codes: CodeRow[]
    file: { id: string; name: string }
    facet: string
    seen: number
    overruled: ReadonlySet<string>
    message: string
  },
) {
  const names = new Map([...codes, ...plan.codes].map(({ key, name }) => [key, name]))
  const of = (outcome: PlannedRow['outcome']) =>
    plan.rows.filter((row) => row.outcome === outcome).map((row) => rowView(row, names))
  const [added, changed, conflicts, refused] = [of('added'), of('changed'), of('conflict'), of('refused')]
  return {
    studyId,
    fileName: file.name,
    address: `/studies/${studyId}/codebook/files/${file.id}`,
    backHref: `/studies/${studyId}/codebook/files`,
    message,
    seen,
    facet,
    facets: facets.map((one) => ({ key: one, name: facetNames[one].plural, isChosen: facet === one })),
    added,
    changed: changed.map((row) => ({ ...row, isOverruled: overruled.has(row.key) })),
    conflicts,
    refused,
    same: plan.rows.filter(({ outcome }) => outcome === 'same').length,
    untouched: plan.untouched,
    asksFacet: plan.withoutFacet > 0 || facet !== '',
    canTake: added.length + changed.length + conflicts.length > 0,
  }
}

function rowView({ line, name, key, before, after, fields, note }: PlannedRow, names: ReadonlyMap<string, string>) {
  const nameOf = (one: string) => names.get(one) ?? one
  return {
    line,
    name,
    key,
    note,
    facetName: after?.facet ? facetNames[after.facet].name : '',
    under: after?.parent ? nameOf(after.parent) : '',
    definition: after?.definition ?? '',
    fields: fields.map((field) => ({
      field: fieldNames[field],
      was: valueText(field, before ?? {}, nameOf),
      is: valueText(field, after ?? {}, nameOf),
    })),
  }
}
