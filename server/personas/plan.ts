import { z } from 'zod'
import { AppError } from '../errors.ts'
import { formatCount } from '../http/format.ts'
import { indicatorsFrom } from '../responses/build-indicators.ts'
import { chooseIndicators, choiceRules } from '../responses/choose-indicators.ts'
import type { Variable } from '../responses/variable.ts'
import { defaultMinimumWords } from '../tagging/tag-indicators.ts'
import { chooseTags, reportPlannedTag, type TagReport } from './choose-tags.ts'
import type { AnsweringPerson, StudyAnswers } from './gather.ts'

/** What a researcher decided instead of leaving it to Verbatim: names of variables as the file or survey has them, and of tags. */
export const planSchema = z.strictObject({
  indicators: z.array(z.string()).min(3).max(60).optional(),
  maximumClasses: z.int().min(2).max(12).optional(),
  /** false: what people say in their own words builds nothing. */
  tags: z.boolean().optional(),
  /** Words from which on not having said something counts as not saying it. */
  minimumWords: z.int().min(10).max(10_000).optional(),
  /** true: people whose answers look careless stay out of the fit; the other search then has them in. */
  withoutFlagged: z.boolean().optional(),
})
export type Plan = z.infer<typeof planSchema>

export class BadPlan extends AppError {
  readonly kind = 'invalid'
  readonly code = 'bad_plan'
}

export interface ChosenIndicators {
  chosen: Variable[]
  leftOut: { name: string; reason: string }[]
  /** Every code and facet that people's words carry, with what became of it. */
  tags: TagReport[]
  /** Positions of the people the analysis is about: those who answered, or said, enough of what it is built on. */
  base: number[]
  notes: string[]
}

type Gathered = Pick<StudyAnswers, 'variables' | 'tagVariables' | 'people'>

/**
 * The indicators and the people to look among: as planned, or chosen by the rules of `choose-indicators.ts` and `choose-tags.ts`.
 * @throws {BadPlan} when the plan names what nobody was asked and nobody spoke of, or a demographic
 */
export function planIndicators(gathered: Gathered, plan: Plan = {}): ChosenIndicators {
  return plan.indicators ? plannedIndicators(gathered, plan, plan.indicators) : proposedIndicators(gathered, plan)
}

function proposedIndicators({ variables, tagVariables, people }: Gathered, plan: Plan): ChosenIndicators {
  const rows = people.map(({ answers }) => answers)
  const asked = chooseIndicators(variables, rows)
  const isFromWords = asked.chosen.length === 0
  const spoken = spokenBase(people, plan)
  const base = isFromWords ? spoken.base : rows.flatMap((_, index) => (asked.inBase[index] ? [index] : []))
  if (plan.tags === false || tagVariables.length === 0) {
    return { chosen: asked.chosen, leftOut: asked.leftOut, tags: [], notes: asked.notes, base }
  }
  const limit = Math.max(3, Math.min(choiceRules.most, Math.floor(base.length / choiceRules.peoplePerIndicator)))
  const { chosen, reports } = chooseTags(tagVariables, rows, {
    base,
    room: Math.max(0, limit - asked.chosen.length),
    beside: indicatorsFrom(asked.chosen, rows, { all: variables }).indicators,
  })
  return {
    chosen: [...asked.chosen, ...chosen],
    leftOut: asked.leftOut,
    tags: reports,
    notes: [
      ...(isFromWords ? spoken.notes : asked.notes),
      `${chosen.length} of ${reports.length} codes and kinds that people’s own words carry were taken as indicators.`,
    ],
    base,
  }
}

function plannedIndicators(
  { variables, tagVariables, people }: Gathered,
  plan: Plan,
  names: string[],
): ChosenIndicators {
  const rows = people.map(({ answers }) => answers)
  const named = names.map((name) => namedVariable(name, variables, tagVariables))
  const isFromWords = named.every(({ tag }) => tag !== undefined)
  const spoken = spokenBase(people, plan)
  const base = isFromWords ? spoken.base : rows.map((_, index) => index)
  const tags = named.flatMap((variable) => (variable.tag ? [reportPlannedTag(variable, rows, base)] : []))
  const unfit = new Set(tags.filter(({ entered }) => !entered).map(({ name }) => name))
  const leftOut = variables
    .filter((variable) => variable.role === 'indicator' && !named.includes(variable))
    .map(({ name }) => ({ name, reason: 'Not in the plan.' }))
  return {
    chosen: named.filter(({ name }) => !unfit.has(name)),
    leftOut,
    tags,
    base,
    notes: [`The plan names ${names.length} indicators.`, ...(isFromWords ? spoken.notes : [])],
  }
}

function namedVariable(name: string, variables: Variable[], tagVariables: Variable[]): Variable {
  const variable = [...variables, ...tagVariables].find((candidate) => candidate.name === name)
  if (!variable) throw new BadPlan(`The plan names “${name}”, which nobody was asked and nobody spoke of.`)
  if (variable.role === 'covariate')
    throw new BadPlan(`“${name}” is a circumstance, not an attitude: it describes personas and cannot build them.`)
  if (variable.role !== 'indicator')
    throw new BadPlan(`“${name}” is ${variable.role}; only closed questions and tags can build personas.`)
  return variable
}

/** Where only words build personas, those who said too little would be known by what they did say alone, and stay out. */
function spokenBase(people: AnsweringPerson[], { minimumWords = defaultMinimumWords }: Plan) {
  const base = people.flatMap(({ words }, index) => (words >= minimumWords ? [index] : []))
  const quiet = people.length - base.length
  const notes = ['No closed question builds these groups: they rest on what people said in their own words.']
  if (quiet > 0)
    notes.push(
      `${formatCount(quiet)} of ${formatCount(people.length)} people spoke fewer than ${minimumWords} words and stay out of the fit.`,
    )
  return { base, notes }
}
