import type { Variable } from '../../../server/responses/variable.ts'
import type { Option } from '../../parts.ts'
import { otherTextKey, type SingleChoice } from './schema.ts'

export function singleChoiceVariables(item: SingleChoice): Variable[] {
  const choice: Variable = {
    name: item.code,
    label: item.ask,
    kind: item.isOrdered ? 'ordinal' : 'nominal',
    ...choiceRole(item),
    reason: item.isOrdered ? 'One choice along a scale in the survey.' : 'One choice without an order in the survey.',
    options: item.options.map(variableOption),
    facet: item.facet,
  }
  const other = item.options.find((one) => one.takesText)
  return other ? [choice, otherTextVariable(item, other)] : [choice]
}

/** An attention check tells of care alone, whatever facet it stands among. */
function choiceRole({ rightAnswer, facet }: SingleChoice): Pick<Variable, 'role' | 'rightAnswer'> {
  if (rightAnswer !== undefined) return { role: 'check', rightAnswer }
  return { role: facet ? 'indicator' : 'covariate' }
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
