import type { Answers, Variable } from '../../../server/responses/variable.ts'
import { type FormBody, oneValue } from '../../form-body.ts'
import {
  defineKind,
  type FieldContext,
  fieldFrame,
  type ParsedItem,
  type Reading,
  shownValues,
  voiceOf,
} from '../../item-kind.ts'
import { rowKey } from '../agreement-matrix/schema.ts'
import { maxDiffDesign, versionOf } from './design.ts'
import { maxDiffExamples } from './examples.ts'
import { type MaxDiff, maxDiff, setCount, setKey } from './schema.ts'

/** The sets that the respondent with this seed sees, as codes in the order shown. */
export function shownSets(item: MaxDiff, seed: number): string[][] {
  const { options, perSet, versions } = item
  const design = maxDiffDesign({ items: options.length, perSet, sets: setCount(item), versions }, 1)
  return design[versionOf(item.code, seed, versions)].map((set) => set.map((place) => options[place].code))
}

/**
 * Each set holds its best and its worst. Once every set is answered, each thing also holds its score: how often it was
 * best less how often it was worst, over how often it was seen, from -1 to 1. A set left out never counts as "not chosen".
 */
function parse(item: MaxDiff, body: FormBody, { say, seed }: Reading): ParsedItem {
  const parsed: ParsedItem = { answers: {}, errors: [], drafts: {} }
  const sets = shownSets(item, seed)
  for (const [set, codes] of sets.entries()) {
    const keys = { best: setKey(item.code, set, 'best'), worst: setKey(item.code, set, 'worst') }
    const best = oneValue(body, keys.best)
    const worst = oneValue(body, keys.worst)
    const about = say('set_of', { set: set + 1, sets: sets.length })
    const fail = (key: string, message: string) => {
      parsed.errors.push({ key, message, about })
      if (codes.includes(best)) parsed.drafts[keys.best] = best
      if (codes.includes(worst)) parsed.drafts[keys.worst] = worst
    }
    if (best === '' && worst === '' && !item.isRequired) {
      parsed.answers[keys.best] = null
      parsed.answers[keys.worst] = null
    } else if (!codes.includes(best)) fail(keys.best, say('choose_best', { best: item.best }))
    else if (!codes.includes(worst)) fail(keys.worst, say('choose_best', { best: item.worst }))
    else if (best === worst) fail(keys.worst, say('best_is_worst', { best: item.best, worst: item.worst }))
    else {
      parsed.answers[keys.best] = best
      parsed.answers[keys.worst] = worst
    }
  }
  if (parsed.errors.length === 0) Object.assign(parsed.answers, scores(item, sets, parsed.answers))
  return parsed
}

function scores(item: MaxDiff, sets: string[][], answers: Answers): Answers {
  const isWhole = sets.every((_, set) => answers[setKey(item.code, set, 'best')])
  return Object.fromEntries(
    item.options.map(({ code }) => {
      const seen = sets.filter((codes) => codes.includes(code)).length
      const times = (end: 'best' | 'worst') =>
        sets.filter((_, set) => answers[setKey(item.code, set, end)] === code).length
      const score = isWhole && seen > 0 ? String(Number(((times('best') - times('worst')) / seen).toFixed(4))) : null
      return [rowKey(item.code, code), score]
    }),
  )
}

function view(item: MaxDiff, context: FieldContext) {
  const say = voiceOf(context)
  const sets = shownSets(item, context.seed ?? 0)
  const labelOf = new Map(item.options.map(({ code, label }) => [code, label]))
  return {
    ...fieldFrame(item, context),
    best: item.best,
    worst: item.worst,
    sets: sets.map((codes, set) => {
      const keys = { best: setKey(item.code, set, 'best'), worst: setKey(item.code, set, 'worst') }
      const [best] = shownValues(keys.best, context)
      const [worst] = shownValues(keys.worst, context)
      const failing = [keys.best, keys.worst].find((key) => context.errors[key])
      return {
        legend: say('set_of', { set: set + 1, sets: sets.length }),
        best: item.best,
        worst: item.worst,
        bestName: keys.best,
        worstName: keys.worst,
        errorKey: failing ?? null,
        error: failing ? context.errors[failing] : null,
        rows: codes.map((code, place) => ({
          code,
          label: labelOf.get(code)!,
          bestId: place === 0 ? keys.best : `${keys.best}-${code}`,
          worstId: place === 0 ? keys.worst : `${keys.worst}-${code}`,
          isBest: best === code,
          isWorst: worst === code,
        })),
      }
    }),
  }
}

function variables(item: MaxDiff): Variable[] {
  const options = item.options.map(({ code, label }) => ({ code, label }))
  const chosen = (set: number, end: 'best' | 'worst'): Variable => ({
    name: setKey(item.code, set, end),
    label: `${item.ask} — set ${set + 1}, ${item[end]}`,
    kind: 'nominal',
    role: 'ignored',
    reason: 'One choice of a best-worst set; the scores are made from it.',
    options,
    block: item.code,
  })
  const scored = item.options.map(
    ({ code, label }): Variable => ({
      name: rowKey(item.code, code),
      label: `${item.ask} — ${label}`,
      kind: 'number',
      role: item.facet ? 'indicator' : 'covariate',
      reason: 'Times best less times worst over times seen, from -1 to 1.',
      options: [],
      block: item.code,
      facet: item.facet,
    }),
  )
  const sets = Array.from({ length: setCount(item) }, (_, set) => [chosen(set, 'best'), chosen(set, 'worst')])
  return [...scored, ...sets.flat()]
}

function setKeys(item: MaxDiff): string[] {
  return Array.from({ length: setCount(item) }, (_, set) => [
    setKey(item.code, set, 'best'),
    setKey(item.code, set, 'worst'),
  ]).flat()
}

export const maxDiffKind = defineKind<typeof maxDiff>({
  kind: 'maxdiff',
  name: 'Best-worst sets (MaxDiff)',
  description: 'What matters most out of a long list, a few things at a time: priorities without a scale to lean on.',
  schema: maxDiff,
  examples: maxDiffExamples,
  part: 'question',
  parse,
  view,
  variables,
  answerKeys: (item) => [...setKeys(item), ...item.options.map(({ code }) => rowKey(item.code, code))],
  answerType: (item, key) => (setKeys(item).includes(key) ? 'text' : 'number'),
  codes: (item, key) => (setKeys(item).includes(key) ? item.options.map(({ code }) => code) : null),
  drawn: (item, seed) =>
    Object.fromEntries(shownSets(item, seed).map((codes, set) => [`${item.code}_s${set + 1}`, codes])),
  work: (item) => 2 * setCount(item),
})
