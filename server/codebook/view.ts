import { facetNames, facets } from '../facets.ts'
import { formatCount } from '../http/format.ts'
import type { FormErrors } from '../http/forms.ts'
import type { CodeRow } from './store.ts'

export interface CodebookCounts {
  accepted: number
  suggested: number
}

/** The codebook page: every facet with its codes in use, and the retired ones apart. */
export function codebookView(
  studyId: string,
  codes: CodeRow[],
  counts: ReadonlyMap<string, CodebookCounts>,
  form: { values: Record<string, string>; errors: FormErrors | null },
) {
  return {
    studyId,
    facets: facets.map((facet) => {
      const own = codes.filter((code) => code.facet === facet)
      return {
        key: facet,
        ...facetNames[facet],
        codes: own.filter((code) => code.retiredAt === null).map((code) => codeView(studyId, code, counts)),
        retired: own.filter((code) => code.retiredAt !== null).map((code) => codeView(studyId, code, counts)),
        isChosen: form.values.facet === facet,
      }
    }),
    inUse: codes.filter((code) => code.retiredAt === null).length,
    values: { name: '', definition: '', whenToUse: '', whenNotToUse: '', example: '', ...form.values },
    errors: form.errors,
  }
}

/** The page on which one code is edited. */
export function codePageView(
  studyId: string,
  { code, codes }: { code: CodeRow; codes: CodeRow[] },
  counts: ReadonlyMap<string, CodebookCounts>,
  form: { values: Record<string, string>; errors: FormErrors | null },
) {
  const { name, definition, whenToUse, whenNotToUse, example } = code
  const opposite = form.values.opposite ?? code.opposite ?? ''
  return {
    studyId,
    code: codeView(studyId, code, counts),
    opposites: codes
      .filter((other) => other.facet === code.facet && other.key !== code.key && other.retiredAt === null)
      .map((other) => ({ key: other.key, name: other.name, isChosen: other.key === opposite })),
    values: { name, definition, whenToUse, whenNotToUse, example, ...form.values },
    errors: form.errors,
  }
}

function codeView(studyId: string, code: CodeRow, counts: ReadonlyMap<string, CodebookCounts>) {
  const { accepted, suggested } = counts.get(code.key) ?? { accepted: 0, suggested: 0 }
  return {
    key: code.key,
    href: `/studies/${studyId}/codes/${encodeURIComponent(code.key)}`,
    name: code.name,
    facet: code.facet,
    facetName: facetNames[code.facet].name,
    letters: facetNames[code.facet].letters,
    definition: code.definition,
    whenToUse: code.whenToUse,
    whenNotToUse: code.whenNotToUse,
    example: code.example,
    isRetired: code.retiredAt !== null,
    use: `${formatCount(accepted)} accepted, ${formatCount(suggested)} suggested`,
  }
}
