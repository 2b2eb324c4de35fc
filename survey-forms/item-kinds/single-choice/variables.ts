import type { Variable } from '../../../server/responses/variable.ts'
import type { Option } from '../../parts.ts'
import { otherTextKey, type SingleChoice } from './schema.ts'

export function singleChoiceVariables(item: SingleChoice): Variable[] {
  const choice: Variable = {
    name: item.code,
    label: item.ask,
    kind: item.isOrdered ? 'ordinal' : 'nominal',
    role: item.facet ? 'indicator' : 'covariate',
    reason: item.isOrdered ? 'One choice along a scale in the survey.' : 'One choice without an order in the survey.',
    options: item.options.map(variableOption),
    facet: item.facet,
  }
  const other = item.options.find((one) => one.takesText)
  return other ? [choice, otherTextVariable(item, other)] : [choice]
}

export function variableOption(one: Option) {
  return { code: one.code, label: one.label, ...(one.isNonSubstantive && { isNonSubstantive: true }) }
}

export function otherTextVariable(item: Pick<SingleChoice, 'code' | 'ask' | 'facet'>, other: Option): Variable {
  return {
    name: otherTextKey(item.code, other.code),
    label: `${item.ask} — ${other.label}, in words`,
    kind: 'text',
    role: 'text',
    reason: 'Words written beside an option of the survey.',
    options: [],
    facet: item.facet,
  }
}
