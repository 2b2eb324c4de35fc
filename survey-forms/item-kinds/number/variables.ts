import type { Variable } from '../../../server/responses/variable.ts'
import { dontKnow, type NumberItem } from './schema.ts'

export function numberVariables(item: NumberItem): Variable[] {
  return [
    {
      name: item.code,
      label: item.unit ? `${item.ask} (${item.unit})` : item.ask,
      kind: item.isCount ? 'count' : 'number',
      role: item.facet ? 'indicator' : 'covariate',
      reason: `A number from ${item.minimum} to ${item.maximum} in the survey.`,
      options: item.dontKnow ? [{ code: dontKnow, label: item.dontKnow, isNonSubstantive: true }] : [],
      facet: item.facet,
    },
  ]
}
