import type { Indicator } from '../statistics/indicator.ts'
import { percentBeside } from '../statistics/printed-number.ts'
import { indicatorsFrom } from './build-indicators.ts'
import { isPlace } from './first-choices.ts'
import { association } from './near-duplicates.ts'
import type { Answers, Variable } from './variable.ts'

export interface IndicatorChoice {
  /** In the order of the file. */
  chosen: Variable[]
  leftOut: { name: string; reason: string }[]
  /** For each row, whether the person answered at least half of the questions and so belongs to the base. */
  inBase: Uint8Array
  /** People in the base. */
  base: number
  /** Plain sentences: how the choice was made and whom it leaves out. */
  notes: string[]
}

export interface ChoiceRules {
  /** At most so many indicators. */
  most: number
  /** People in the base for each further indicator: 300 people carry 20. */
  peoplePerIndicator: number
  /** A question counts only when so large a share of the base answered it. */
  leastAnswered: number
  /** An indicator where one answer holds more than this tells nobody apart. */
  mostInOneAnswer: number
  /** Cramér's V or |r| from which two indicators say the same. */
  duplicate: number
  /** A model of so many classes may have no more numbers to estimate than there are people in the base. */
  classes: number
}

export const choiceRules: ChoiceRules = {
  most: 30,
  peoplePerIndicator: 15,
  leastAnswered: 0.7,
  mostInOneAnswer: 0.95,
  duplicate: 0.9,
  classes: 4,
}

/**
 * Chooses indicators where nobody has chosen: closed questions about attitudes, motives, preferences and behaviour, never circumstances.
 * 1. The base: people who answered at least half of the questions (a block is one question). Others were screened out or left, and would
 *    stay out of the fit anyway.
 * 2. A question stays when at least 70 % of the base answered it; both steps repeat until nothing changes.
 * 3. Left out: an answer shared by more than 95 %, "Other" and "None" options, places of a ranking (they depend on each other: its first
 *    place is an indicator of its own), and the later of two that say the same (V or |r| of .9).
 * 4. Of too many (over 30, over one for 15 people, or more numbers to estimate in a model of four classes than people), scales and grids
 *    go first, then single questions, then options of a block; within each the facets take turns, and of a facet those go first that
 *    tell people apart most (entropy of the answers, times the share who answered).
 */
export function chooseIndicators(
  variables: Variable[],
  rows: Answers[],
  rules: ChoiceRules = choiceRules,
): IndicatorChoice {
  const leftOut: IndicatorChoice['leftOut'] = []
  const drop = (variable: Variable, reason: string) => leftOut.push({ name: variable.name, reason })
  const offered = variables.filter((variable) => variable.role === 'indicator' && variable.kind !== 'text')
  const candidates = offered.filter((variable) => {
    const reason = unfitByKind(variable)
    if (reason) drop(variable, reason)
    return reason === undefined
  })
  const built = new Map(
    indicatorsFrom(candidates, rows, { all: variables }).indicators.map((indicator) => [indicator.name, indicator]),
  )

  const { kept, inBase, base } = answeredByMost(candidates, built, rows.length, rules, drop)
  const telling = kept.filter((variable) => {
    const share = largestShare(built.get(variable.name)!, inBase)
    if (share > rules.mostInOneAnswer) drop(variable, `${sameAnswer(share, rules)}, so it tells nobody apart.`)
    return share <= rules.mostInOneAnswer
  })
  const distinct = withoutDuplicates(telling, built, inBase, rules.duplicate, drop)
  const limit = Math.max(3, Math.min(rules.most, Math.floor(base / rules.peoplePerIndicator)))
  const chosen = mostTelling(distinct, built, { inBase, base, limit, classes: rules.classes }, drop)
  const notes = [
    `${chosen.length} of ${offered.length} possible indicators were chosen: closed questions that at least ${percent(rules.leastAnswered)} of the base answered.`,
    ...baseNotes(variables, rows, inBase, base),
  ]
  if (distinct.length > chosen.length) {
    notes.push(
      chosen.length === limit
        ? `No more than ${limit} were taken, for ${base.toLocaleString('en')} people in the base.`
        : `${distinct.length - chosen.length} more would ask more of a model of ${rules.classes} groups than ${base.toLocaleString('en')} people can settle, and were left out.`,
    )
  }
  return { chosen, leftOut, inBase, base, notes }
}

function unfitByKind(variable: Variable): string | undefined {
  if (isPlace(variable)) {
    return 'It is a place in a ranking; the places depend on each other, so what stands first builds personas and the places describe them.'
  }
  const own =
    variable.source?.option ?? (variable.kind === 'multiple' ? (variable.label.split(' — ').at(-1) ?? '') : '')
  if (
    variable.kind === 'multiple' &&
    /^(other( answers?)?\s*($|[(:,–—-])|none( of (the above|these))?$|nothing$)/i.test(own)
  ) {
    return 'It is “Other” or “None”, which only says that the listed options were not ticked.'
  }
  return undefined
}

/** One question: a block's columns are answered or passed over together. */
function questionOf(variable: Variable): string {
  return variable.source?.item ?? variable.block ?? variable.name
}

function answeredByMost(
  candidates: Variable[],
  built: Map<string, Indicator>,
  rows: number,
  rules: ChoiceRules,
  drop: (variable: Variable, reason: string) => void,
) {
  let kept = candidates
  for (;;) {
    const { inBase, base } = baseOf(kept, built, rows)
    const shares = new Map(
      kept.map((variable) => [variable.name, base === 0 ? 0 : observedShare(built.get(variable.name)!, inBase, base)]),
    )
    const staying = kept.filter((variable) => shares.get(variable.name)! >= rules.leastAnswered)
    if (staying.length === kept.length || base === 0) return { kept: staying, inBase, base }
    for (const variable of kept) {
      const share = shares.get(variable.name)!
      if (share < rules.leastAnswered) {
        drop(
          variable,
          `Only ${percent(share, rules.leastAnswered)} of the base gave an answer to it (asked and with a position); ${percent(rules.leastAnswered)} are needed.`,
        )
      }
    }
    kept = staying
  }
}

function baseOf(
  variables: Variable[],
  built: Map<string, Indicator>,
  rows: number,
): { inBase: Uint8Array; base: number } {
  const questions = new Map<string, Indicator[]>()
  for (const variable of variables) {
    const members = questions.get(questionOf(variable)) ?? []
    members.push(built.get(variable.name)!)
    questions.set(questionOf(variable), members)
  }
  const inBase = new Uint8Array(rows)
  let base = 0
  for (let row = 0; row < rows; row++) {
    let answered = 0
    for (const members of questions.values()) if (members.some((indicator) => isObserved(indicator, row))) answered++
    if (answered === 0 || answered < questions.size / 2) continue
    inBase[row] = 1
    base++
  }
  return { inBase, base }
}

function isObserved(indicator: Indicator, row: number): boolean {
  const value = indicator.values[row]!
  return indicator.kind === 'count' || indicator.kind === 'continuous' ? !Number.isNaN(value) : value >= 0
}

function observedShare(indicator: Indicator, inBase: Uint8Array, base: number): number {
  let observed = 0
  for (let row = 0; row < inBase.length; row++) if (inBase[row] === 1 && isObserved(indicator, row)) observed++
  return observed / base
}

/** Counts of each value among the base, missing ones left out. */
function valueCounts(indicator: Indicator, inBase: Uint8Array): number[] {
  const counts = new Map<number, number>()
  for (let row = 0; row < inBase.length; row++) {
    if (inBase[row] !== 1 || !isObserved(indicator, row)) continue
    const value = indicator.values[row]!
    counts.set(value, (counts.get(value) ?? 0) + 1)
  }
  return [...counts.values()]
}

function largestShare(indicator: Indicator, inBase: Uint8Array): number {
  const counts = valueCounts(indicator, inBase)
  const total = counts.reduce((sum, count) => sum + count, 0)
  return total === 0 ? 1 : Math.max(...counts) / total
}

function withoutDuplicates(
  variables: Variable[],
  built: Map<string, Indicator>,
  inBase: Uint8Array,
  limit: number,
  drop: (variable: Variable, reason: string) => void,
): Variable[] {
  const kept: Variable[] = []
  for (const variable of variables) {
    const twin = kept.find((other) => association(built.get(other.name)!, built.get(variable.name)!, inBase) >= limit)
    if (twin) drop(variable, `It says nearly the same as “${twin.name}”.`)
    else kept.push(variable)
  }
  return kept
}

/**
 * Takes indicators one by one, the most direct kind first and the kinds of facet in turn, until there are enough or the
 * model would have more numbers to estimate than there are people.
 */
function mostTelling(
  variables: Variable[],
  built: Map<string, Indicator>,
  { inBase, base, limit, classes }: { inBase: Uint8Array; base: number; limit: number; classes: number },
  drop: (variable: Variable, reason: string) => void,
): Variable[] {
  const waiting = variables.map((variable) => {
    const indicator = built.get(variable.name)!
    return {
      variable,
      facet: variable.facet ?? 'none',
      order: precedence(variable),
      cost: classes * parametersOf(indicator),
      worth: spread(indicator, inBase) * observedShare(indicator, inBase, base),
    }
  })
  const taken = new Set<Variable>()
  const ofFacet = new Map<string, number>()
  const countOf = (facet: string) => ofFacet.get(facet) ?? 0
  let spent = classes - 1
  while (waiting.length > 0) {
    const next = waiting.reduce((one, other) => {
      const difference = other.order - one.order || countOf(other.facet) - countOf(one.facet) || one.worth - other.worth
      return difference < 0 ? other : one
    })
    waiting.splice(waiting.indexOf(next), 1)
    if (taken.size >= limit) {
      drop(
        next.variable,
        `There were more than ${limit} candidates, and others tell people apart better or measure attitudes more directly.`,
      )
    } else if (taken.size >= 3 && spent + next.cost > base) {
      drop(
        next.variable,
        `With it, ${classes} groups would have more numbers to estimate than the ${base.toLocaleString('en')} people can settle; others tell people apart better or measure attitudes more directly.`,
      )
    } else {
      taken.add(next.variable)
      ofFacet.set(next.facet, countOf(next.facet) + 1)
      spent += next.cost
    }
  }
  return variables.filter((variable) => taken.has(variable))
}

/** Numbers that each class spends on an item. */
function parametersOf(indicator: Indicator): number {
  if ('categories' in indicator) return indicator.categories.length - 1
  return indicator.kind === 'count' ? 1 : 2
}

function precedence(variable: Variable): number {
  const isScale = variable.kind === 'grid' || variable.kind === 'ordinal'
  if (isScale) return variable.facet === 'behaviour' || variable.facet === 'experience' ? 1 : 0
  return variable.kind === 'multiple' ? 3 : 2
}

/** Entropy of the answers as a share of its largest value; numbers count as spread out. */
function spread(indicator: Indicator, inBase: Uint8Array): number {
  if (!('categories' in indicator)) return 1
  const counts = valueCounts(indicator, inBase)
  const total = counts.reduce((sum, count) => sum + count, 0)
  const entropy = counts.reduce((sum, count) => sum - (count / total) * Math.log(count / total), 0)
  return entropy / Math.log(Math.max(2, indicator.categories.length))
}

function baseNotes(variables: Variable[], rows: Answers[], inBase: Uint8Array, base: number): string[] {
  const setAside = rows.length - base
  if (setAside === 0) return []
  if (base === 0) return ['No closed question was answered by enough people to build personas on.']
  const notes = [
    `${setAside.toLocaleString('en')} of ${rows.length.toLocaleString('en')} people answered fewer than half of these questions and stay out of the fit.`,
  ]
  const screener = screenerOf(variables, rows, inBase, setAside)
  if (screener) notes.push(screener)
  if (setAside > base)
    notes.push(
      `They are the larger part: personas would speak for the ${base.toLocaleString('en')} who answered, not for all.`,
    )
  return notes
}

/** The answer that most of those set aside gave and hardly anybody else: it led them past the questions. */
function screenerOf(variables: Variable[], rows: Answers[], inBase: Uint8Array, setAside: number): string | undefined {
  for (const variable of variables) {
    if (
      variable.role === 'id' ||
      variable.options.length === 0 ||
      variable.options.length > 12 ||
      variable.kind === 'multiple'
    )
      continue
    for (const { code, label } of variable.options) {
      let aside = 0
      let inside = 0
      rows.forEach((answers, row) => {
        if (answers[variable.name] !== code) return
        if (inBase[row] === 1) inside++
        else aside++
      })
      if (aside < 0.5 * setAside || aside < 10 || inside > 0.1 * aside) continue
      return `${aside.toLocaleString('en')} of them had answered “${label}” to “${variable.label}”, which led past most questions.`
    }
  }
  return undefined
}

/** Rare answers may have been set aside before, so that everyone left is only nearly everyone. */
function sameAnswer(share: number, { mostInOneAnswer }: ChoiceRules): string {
  return share === 1
    ? 'Everyone, or nearly everyone, gave the same answer'
    : `One answer holds ${percent(share, mostInOneAnswer, 1)} of people`
}

/** With decimals where a whole number would hide on which side of a rule's limit the share lies. */
function percent(share: number, ...limits: number[]): string {
  return `${percentBeside(share, limits)} %`
}
