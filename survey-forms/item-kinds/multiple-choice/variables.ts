import type { Variable } from '../../../server/responses/variable.ts'
import { otherTextVariable, variableOption } from '../single-choice/variables.ts'
import type { MultipleChoice } from './schema.ts'

/** One variable an option; "none of these" and "don't know" say nothing beyond the others being unticked and get none. */
export function multipleChoiceVariables(item: MultipleChoice): Variable[] {
  const ticks = item.options
    .filter((one) => !one.isExclusive && !one.isNonSubstantive)
    .map(
      (one): Variable => ({
        name: `${item.code}_${one.code}`,
        label: `${item.ask} — ${one.label}`,
        kind: 'multiple',
        role: item.facet ? 'indicator' : 'covariate',
        reason: 'One option of a tick-all-that-apply question in the survey.',
        options: item.options.map(variableOption),
        block: item.code,
        ticked: one.code,
        source: { item: item.code, option: one.code },
        facet: item.facet,
      }),
    )
  const other = item.options.find((one) => one.takesText)
  return other ? [...ticks, otherTextVariable(item, other)] : ticks
}
