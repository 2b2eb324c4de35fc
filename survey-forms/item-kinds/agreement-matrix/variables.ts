import type { Variable } from '../../../server/responses/variable.ts'
import { type AgreementMatrix, refusalLabel, rowKey, waysOut } from './schema.ts'

export function agreementMatrixVariables(item: AgreementMatrix): Variable[] {
  const noPosition = waysOut(item, refusalLabel).map((way) => ({ ...way, isNonSubstantive: true }))
  return item.rows.map((row): Variable => {
    const facet = row.facet ?? item.facet
    return {
      name: rowKey(item.code, row.code),
      label: `${item.ask} — ${row.label}`,
      kind: 'grid',
      ...(row.rightAnswer === undefined
        ? { role: facet ? ('indicator' as const) : ('covariate' as const) }
        : { role: 'check' as const, rightAnswer: row.rightAnswer }),
      reason: `A row of a grid in the survey, ${item.points.length} points in order.`,
      options: [...item.points.map(({ code, label }) => ({ code, label })), ...noPosition],
      block: item.code,
      facet,
    }
  })
}
