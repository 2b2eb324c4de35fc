import type { Variable } from '../../../server/responses/variable.ts'
import { stepLabel, type TradeOff, tradeOffSteps, undecided } from './schema.ts'

/** Options run from left to right: a higher position leans towards the right end. */
export function tradeOffVariables(item: TradeOff): Variable[] {
  const steps = tradeOffSteps(item)
  return [
    {
      name: item.code,
      label: `${item.ask} — ${item.left.label} or ${item.right.label}`,
      kind: 'ordinal',
      role: item.facet ? 'indicator' : 'covariate',
      reason: `A trade-off in the survey, ${steps.length} positions from left to right.`,
      options: [
        ...steps.map((step) => ({ code: step.code, label: stepLabel(step, item.steps) })),
        ...(item.undecided ? [{ code: undecided, label: item.undecided, isNonSubstantive: true }] : []),
      ],
      axis: { left: item.left.label, right: item.right.label },
      facet: item.facet,
    },
  ]
}
