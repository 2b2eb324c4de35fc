import { type FormBody, oneValue } from '../../../survey-forms/form-body.ts'
import {
  type Choice,
  type Clause,
  choiceOf,
  conditionFrom,
  notChosen,
  numberOperators,
  type Source,
} from './conditions.ts'
import type { Edit } from './editing.ts'
import { EditRefused } from '../errors.ts'
import { changeRule, type RulePlace } from './rule-places.ts'

/** The rule at a place after its form: a clause added or removed, all or any, or the whole as written by hand. */
export function ruleEdit(name: string, form: FormBody): Edit {
  const [verb, number] = oneValue(form, '_do').split(':')
  return changeRule(name, (place) => {
    if (verb === 'clear') return undefined
    if (verb === 'write') return oneValue(form, 'expression').trim() || undefined
    const choice = chosen(place)
    if (!choice) throw new EditRefused('This rule is written by hand. Change it there, or remove it and choose anew.')
    if (verb === 'join') return fromChoice({ ...choice, join: oneValue(form, 'join') === 'any' ? 'any' : 'all' })
    if (verb === 'remove')
      return fromChoice({ ...choice, clauses: choice.clauses.filter((_, place) => place !== Number(number)) })
    return fromChoice({ ...choice, clauses: [...choice.clauses, clauseFromForm(place.sources, form)] })
  })
}

/** What was chosen at a place so far; null where its condition is written by hand. */
export function chosen({ condition }: RulePlace): Choice | null {
  return choiceOf(condition === notChosen ? undefined : condition)
}

function fromChoice(choice: Choice): string | undefined {
  return choice.clauses.length === 0 ? undefined : conditionFrom(choice)
}

function clauseFromForm(sources: Source[], form: FormBody): Clause {
  const source = sources.find((one) => one.name === oneValue(form, 'question'))
  if (!source) throw new EditRefused('Choose an earlier question.', { field: 'question' })
  const is = oneValue(form, 'is')
  const { name } = source
  if (is === 'answered' || is === 'not_answered') return { name, is }
  if (is === 'any_of' || is === 'none_of') {
    const known = source.options ?? []
    const codes = ([form.codes ?? []].flat() as string[]).filter((code) => known.some((one) => one.code === code))
    if (codes.length === 0) throw new EditRefused('Tick at least one answer.', { field: 'codes' })
    return { name, is, codes }
  }
  if (!Object.hasOwn(numberOperators, is)) throw new EditRefused('Choose what is asked of the answer.', { field: 'is' })
  const typed = oneValue(form, 'number').trim().replace(',', '.')
  const number = Number(typed)
  if (typed === '' || !Number.isFinite(number)) throw new EditRefused('Write a number.', { field: 'number' })
  return { name, is: is as keyof typeof numberOperators, number }
}
