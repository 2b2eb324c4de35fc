import type { Variable, VariableKind, VariableRole } from './variable.ts'

/** Kinds a researcher can choose, in the words the page uses. */
export const kindWords: Record<VariableKind, string> = {
  nominal: 'One of several, no order',
  ordinal: 'Scale, in order',
  grid: 'Row of a grid',
  multiple: 'Option of a tick-all question',
  count: 'Count',
  number: 'Number',
  text: 'Open answer',
  weight: 'Weight',
  id: 'Who it is',
  date: 'Date',
  ignored: 'Leave out',
}

export const roleWords: Record<VariableRole, string> = {
  indicator: 'May build personas',
  covariate: 'Describes them afterwards',
  text: 'Words to tag',
  weight: 'Weight',
  id: 'Joins people',
  check: 'Attention check',
  ignored: 'Left out',
}

const rolesOfKind: Partial<Record<VariableKind, VariableRole>> = {
  text: 'text',
  weight: 'weight',
  id: 'id',
  date: 'ignored',
  ignored: 'ignored',
}

/**
 * The variables with what the researcher chose: fields `kind-<index>` and `role-<index>`. Values that are no kind or role
 * are passed over, so a forged field changes nothing. A kind that allows one role only decides the role.
 * @param values the different answers in the file by variable: the options of a question that was not taken for a closed one
 */
export function corrected(
  variables: Variable[],
  fields: Record<string, unknown>,
  values: Record<string, string[]> = {},
): Variable[] {
  return variables.map((variable, index) => {
    const kind = choice(fields[`kind-${index}`], kindWords) ?? variable.kind
    const chosenRole = choice(fields[`role-${index}`], roleWords) ?? variable.role
    const role = rolesOfKind[kind] ?? (['text', 'weight', 'id'].includes(chosenRole) ? 'covariate' : chosenRole)
    if (kind === variable.kind && role === variable.role) return variable
    return {
      ...variable,
      kind,
      role,
      options: optionsFor(variable, kind, values[variable.name] ?? []),
      reason: 'Chosen by the researcher.',
    }
  })
}

function optionsFor(variable: Variable, kind: VariableKind, values: string[]): Variable['options'] {
  const isClosed = kind === 'nominal' || kind === 'ordinal' || kind === 'grid'
  if (!isClosed || variable.options.length > 0) return variable.options
  const numbers = values.every((value) => value.trim() !== '' && !Number.isNaN(Number(value)))
  const inOrder = numbers ? values.toSorted((one, other) => Number(one) - Number(other)) : values
  return inOrder.map((value) => ({ code: value, label: value }))
}

function choice<T extends string>(value: unknown, words: Record<T, string>): T | undefined {
  return typeof value === 'string' && value in words ? (value as T) : undefined
}
