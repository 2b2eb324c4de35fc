import type { Variable } from '../../../server/responses/variable.ts'
import type { ShortText } from './schema.ts'

export function shortTextVariables(item: ShortText): Variable[] {
  return [
    {
      name: item.code,
      label: item.ask,
      kind: item.isPersonal ? 'ignored' : 'text',
      role: item.isPersonal ? 'ignored' : 'text',
      reason: item.isPersonal ? 'Personal data, asked for contact alone.' : 'A line of the respondent’s own words.',
      options: [],
      facet: item.facet,
    },
  ]
}
