import type { Variable } from '../../../server/responses/variable.ts'
import type { LongText } from './schema.ts'

export function longTextVariables(item: LongText): Variable[] {
  return [
    {
      name: item.code,
      label: item.ask,
      kind: 'text',
      role: 'text',
      reason: 'An open answer in the respondent’s own words.',
      options: [],
      facet: item.facet,
    },
  ]
}
