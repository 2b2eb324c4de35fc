import { formatCount } from '../http/format.ts'
import type { Variable } from '../responses/variable.ts'

const kindWords: Record<Variable['kind'], string> = {
  nominal: 'one of the answers',
  ordinal: 'one of the answers, in this order',
  grid: 'one row of a grid, answers in this order',
  multiple: 'ticked or not',
  count: 'whole number',
  number: 'number',
  text: 'words',
  weight: 'weight',
  id: 'identifier',
  date: 'date',
  ignored: 'not kept',
}

/** The book of codes that goes with an export: each variable with its question and what its values mean. */
export function codebookView(studyName: string, variables: Variable[]) {
  return {
    title: `Codebook: ${studyName}`,
    size: `${formatCount(variables.length)} variables`,
    variables: variables.map((variable) => ({
      name: variable.name,
      label: variable.label,
      kind: kindWords[variable.kind],
      role: variable.role,
      ends: variable.axis ? `${variable.axis.left} ↔ ${variable.axis.right}` : '',
      values: variable.source
        ? [
            { code: '1', label: 'ticked', isRefusal: false },
            { code: '0', label: 'not ticked', isRefusal: false },
          ]
        : variable.options.map(({ code, label, isNonSubstantive }) => ({
            code,
            label,
            isRefusal: isNonSubstantive === true,
          })),
    })),
  }
}
