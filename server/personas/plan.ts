import { z } from 'zod'
import { AppError } from '../errors.ts'
import { chooseIndicators } from '../responses/choose-indicators.ts'
import type { Answers, Variable } from '../responses/variable.ts'

/** What a researcher decided instead of leaving it to Verbatim: names of variables as the file or survey has them. */
export const planSchema = z.strictObject({
  indicators: z.array(z.string()).min(3).max(60).optional(),
  maximumClasses: z.int().min(2).max(12).optional(),
})
export type Plan = z.infer<typeof planSchema>

export class BadPlan extends AppError {
  readonly kind = 'invalid'
  readonly code = 'bad_plan'
}

export interface ChosenIndicators {
  chosen: Variable[]
  leftOut: { name: string; reason: string }[]
  /** Positions of the people the analysis is about: those who answered at least half of what was asked. */
  base: number[]
  notes: string[]
}

/**
 * The indicators and the people to look among: as planned, or chosen by the rules of `choose-indicators.ts`.
 * @throws {BadPlan} when the plan names what nobody was asked, or a demographic
 */
export function planIndicators(variables: Variable[], rows: Answers[], plan: Plan = {}): ChosenIndicators {
  if (!plan.indicators) {
    const { chosen, leftOut, inBase, notes } = chooseIndicators(variables, rows)
    return { chosen, leftOut, notes, base: rows.flatMap((_, index) => (inBase[index] ? [index] : [])) }
  }
  const chosen = plan.indicators.map((name) => {
    const variable = variables.find((candidate) => candidate.name === name)
    if (!variable) throw new BadPlan(`The plan names “${name}”, which nobody was asked.`)
    if (variable.role === 'covariate')
      throw new BadPlan(`“${name}” is a circumstance, not an attitude: it describes personas and cannot build them.`)
    if (variable.role !== 'indicator')
      throw new BadPlan(`“${name}” is ${variable.role}; only closed questions can build personas.`)
    return variable
  })
  const leftOut = variables
    .filter((variable) => variable.role === 'indicator' && !chosen.includes(variable))
    .map(({ name }) => ({ name, reason: 'Not in the plan.' }))
  return {
    chosen,
    leftOut,
    base: rows.map((_, index) => index),
    notes: [`The plan names ${chosen.length} indicators.`],
  }
}
