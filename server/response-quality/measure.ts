import { createHash } from 'node:crypto'
import { entryListOf, partOf, workOf } from '../../survey-forms/item-kinds/registry.ts'
import type { Answers, Variable } from '../responses/variable.ts'
import { type PageOfKey, versionKey } from '../response-exports/cells.ts'
import { AnswerMoments } from '../statistics/careless/answer-moments.ts'
import { evenOddInconsistency } from '../statistics/careless/even-odd.ts'
import { mahalanobisDistance } from '../statistics/careless/mahalanobis.ts'
import { gibberishIn, sameWordsKey } from '../statistics/careless/repeated-text.ts'
import { responseVariability } from '../statistics/careless/response-variability.ts'
import { runsOf } from '../statistics/careless/runs.ts'
import { secondsAnItem } from '../statistics/careless/speed.ts'
import { omegaTotal, orientation } from '../statistics/scale.ts'
import type { ShownOrder } from '../surveys/journey.ts'
import type { Measures, RuleName } from './rules.ts'
import { mostItems, placesIn, type Scales, scalesOf } from './scales.ts'
import { shownBlocks } from './shown-order.ts'

/** What is read of a response to measure it. */
export interface MeasuredResponse {
  surveyId: string | null
  version: number | null
  answers: Answers
  shownOrder: ShownOrder
  pageSeconds: Record<string, number>
}

/** Answers to grids and scales from which on their spread tells anything. */
const fewestAnswers = 8
/** Closed answers from which on being the same as another's tells anything. */
const fewestClosed = 10
/** Answers that pages with a time asked for, from which on their speed tells anything. */
const fewestTimed = 5
/** Scales that even against odd items needs: a correlation of fewer points is chance. */
const fewestScales = 5
/** How far a scale must hang together (omega) for its halves to have to agree. */
const steadyScale = 0.6
/** People for each item, and at all, that covariances need. */
const peopleAnItem = 5
const fewestPeople = 30

/**
 * Measures the responses of a study, in two readings so that none has to be kept: first `learn` of each what all of them have in common
 * (means, covariances, words and answers that occur again), then `measure` each. Reversed items stay as they were answered, but for
 * even against odd, where they are turned by what their scale shares.
 */
export class ResponseMeasures {
  #variables: Variable[]
  #texts: Variable[]
  #checks: Variable[]
  #scales: Scales
  #pages: ReadonlyMap<string, PageOfKey>
  #moments: AnswerMoments
  #texted = new Map<string, number>()
  #answered = new Map<string, number>()
  #orders = new Map<PageOfKey | undefined, (shown: ShownOrder) => number[][]>()
  #distance: ReturnType<typeof mahalanobisDistance> | undefined
  #steady: { items: number[]; signs: number[] }[] | undefined
  #silent: Set<string>

  /** @param pages of every version that was answered, by `versionKey` */
  constructor(variables: Variable[], pages: ReadonlyMap<string, PageOfKey>) {
    this.#variables = variables
    this.#texts = variables.filter(({ role }) => role === 'text')
    this.#checks = variables.filter(({ role, rightAnswer }) => role === 'check' && rightAnswer !== undefined)
    this.#scales = scalesOf(variables)
    this.#pages = pages
    this.#moments = new AnswerMoments(this.#scales.measured.length)
    this.#silent = new Set(
      [...pages.values()].flatMap((version) =>
        [...version].flatMap(([key, { items }]) =>
          partOf(items[0]!) === 'silent' || items[0]!.kind === 'consent' ? [key] : [],
        ),
      ),
    )
  }

  /** Reads one response for what all have in common. */
  learn({ answers }: MeasuredResponse): void {
    this.#moments.add(placesIn(this.#scales, answers))
    for (const key of this.#textKeys(answers)) this.#texted.set(key, (this.#texted.get(key) ?? 0) + 1)
    const all = this.#answersKey(answers)
    if (all !== null) this.#answered.set(all, (this.#answered.get(all) ?? 0) + 1)
  }

  /** What one response comes to, once all were learnt of. */
  measure(response: MeasuredResponse): Measures {
    const { answers, shownOrder, surveyId, version } = response
    const pages = surveyId === null || version === null ? undefined : this.#pages.get(versionKey(surveyId, version))
    const row = placesIn(this.#scales, answers)
    const measures: Measures = {}
    const put = (rule: RuleName, value: number) => {
      if (Number.isFinite(value)) measures[rule] = value
    }
    put('speed', pages ? speedOf(response, pages) : Number.NaN)
    const blocks = this.#orderOf(pages)(shownOrder).map((block) => Float64Array.from(block, (item) => row[item]!))
    if (blocks.some((block) => block.some((answer) => !Number.isNaN(answer)))) {
      put('long_run', Math.max(...blocks.map((block) => runsOf(block).longest)))
    }
    put('variability', spreadOf(blocks))
    Object.assign(measures, this.#distanceOf(row))
    put('even_odd', this.#inconsistency(row))
    put('attention', this.#failedChecks(answers))
    if (this.#texts.some(({ name }) => isText(answers[name]))) {
      put('repeated_text', this.#repeated(answers))
      put('gibberish', this.#texts.filter(({ name }) => gibberishIn(textOf(answers[name])) !== null).length)
    }
    const all = measures.variability === 0 ? null : this.#answersKey(answers)
    if (all !== null) put('duplicate', this.#answered.get(all)! - 1)
    return measures
  }

  /** Why a rule could be measured of nobody, one plain sentence each. */
  get notes(): Partial<Record<RuleName, string>> {
    const { blocks, items, measured } = this.#scales
    const notes: Partial<Record<RuleName, string>> = {}
    if (this.#pages.size === 0) notes.speed = 'Times are known of surveys answered here, not of imported files.'
    if (blocks.length === 0) {
      notes.long_run = 'There is no grid or scale of five items with three points or more.'
      notes.variability = notes.long_run
    }
    if (!this.#hasEnoughPeople)
      notes.distance = `It takes ${Math.max(fewestPeople, peopleAnItem * measured.length)} people who answered scale items.`
    if (measured.length < 2) notes.distance = 'There are fewer than two scale items.'
    else if (items.length > mostItems && this.#hasEnoughPeople)
      notes.distance = `Measured on the first ${mostItems} of ${items.length} scale items.`
    const steady = this.#steadyScales.length
    if (steady < fewestScales) notes.even_odd = `It takes five scales that hang together; there ${areSo(steady)}.`
    if (this.#checks.length === 0) notes.attention = 'No question is marked as an attention check.'
    if (this.#texts.length === 0) {
      notes.repeated_text = 'There is no open question.'
      notes.gibberish = notes.repeated_text
    }
    return notes
  }

  get #hasEnoughPeople(): boolean {
    return this.#moments.people >= Math.max(fewestPeople, peopleAnItem * this.#moments.size)
  }

  #orderOf(pages: PageOfKey | undefined) {
    let order = this.#orders.get(pages)
    if (!order) {
      order = shownBlocks(this.#scales, pages)
      this.#orders.set(pages, order)
    }
    return order
  }

  #distanceOf(row: Float64Array): Partial<Measures> {
    if (!this.#hasEnoughPeople || this.#moments.size < 2) return {}
    this.#distance ??= mahalanobisDistance(this.#moments)
    const { squared, items, p } = this.#distance(row)
    return items === 0 ? {} : { distance: p, squaredDistance: squared, distanceItems: items }
  }

  /** Over scales that hang together, each as parts of its width, those items turned that run against the rest of theirs. */
  #inconsistency(row: Float64Array): number {
    const scales = this.#steadyScales
    if (scales.length < fewestScales) return Number.NaN
    return evenOddInconsistency(
      scales.map(({ items, signs }) =>
        items.map((item, place) => {
          const share = row[item]! / (this.#scales.items[item]!.places.size - 1)
          return signs[place]! < 0 ? 1 - share : share
        }),
      ),
    )
  }

  get #steadyScales() {
    this.#steady ??= this.#scales.scales.flatMap((items) => {
      if (!this.#hasEnoughPeople || items.some((item) => item >= this.#moments.size)) return []
      const correlations = this.#moments.correlationsOf(items)
      if (omegaTotal(correlations, items.length) < steadyScale) return []
      return [{ items, signs: orientation(correlations, items.length) }]
    })
    return this.#steady
  }

  #failedChecks(answers: Answers): number {
    const answered = this.#checks.filter(({ name }) => typeof answers[name] === 'string')
    if (answered.length === 0) return Number.NaN
    return answered.filter(({ name, rightAnswer }) => answers[name] !== rightAnswer).length
  }

  #repeated(answers: Answers): number {
    return Math.max(0, ...this.#textKeys(answers).map((key) => this.#texted.get(key)! - 1))
  }

  /** Marks of this person's texts that are long enough to be told again, each once. */
  #textKeys(answers: Answers): string[] {
    const keys = this.#texts.flatMap(({ name }) => sameWordsKey(textOf(answers[name])) ?? [])
    return [...new Set(keys.map(markOf))]
  }

  /** A mark of all answers, null where too few of them are closed ones. */
  #answersKey(answers: Answers): string | null {
    let closed = 0
    const seen = new Set<string>()
    const parts: unknown[] = []
    for (const { name, source, role, kind, options } of this.#variables) {
      const key = source?.item ?? name
      if (role === 'id' || role === 'weight' || kind === 'date' || this.#silent.has(key) || seen.has(key)) continue
      seen.add(key)
      const answer = answers[key]
      if (answer === null || answer === undefined || answer === '') continue
      if (role !== 'text' && (options.length > 0 || source)) closed++
      parts.push([key, answer])
    }
    return closed < fewestClosed ? null : markOf(JSON.stringify(parts))
  }
}

/** Answers that a page asks for: rows of a grid as shown, and one for a text however long it takes. */
function speedOf({ shownOrder, pageSeconds }: MeasuredResponse, pages: PageOfKey): number {
  const asked = itemsByPage(pages)
  let items = 0
  const times = Object.entries(shownOrder).flatMap(([page, shown]) => {
    const seconds = pageSeconds[page]
    if (seconds === undefined) return []
    const count = shown.items.reduce((sum, code) => {
      const item = asked.get(code)
      if (!item) return sum
      if (item.kind === 'long-text') return sum + 1
      const rows = entryListOf(item)?.property === 'rows' ? shown.orders[code] : undefined
      return sum + (rows && rows.length > 0 ? rows.length : workOf(item))
    }, 0)
    items += count
    return [{ seconds, items: count }]
  })
  return items < fewestTimed ? Number.NaN : secondsAnItem(times)
}

type AskedItem = Parameters<typeof workOf>[0]

const itemsOfVersion = new WeakMap<PageOfKey, ReadonlyMap<string, AskedItem>>()

function itemsByPage(pages: PageOfKey): ReadonlyMap<string, AskedItem> {
  let items = itemsOfVersion.get(pages)
  if (!items) {
    items = new Map([...pages.values()].map(({ items: [item] }) => [item!.code, item!]))
    itemsOfVersion.set(pages, items)
  }
  return items
}

/** Mean spread within blocks of which two items or more were answered; NaN with too few answers in all. */
function spreadOf(blocks: Float64Array[]): number {
  const spreads: number[] = []
  let answers = 0
  for (const block of blocks) {
    const spread = responseVariability(block)
    if (Number.isNaN(spread)) continue
    spreads.push(spread)
    answers += block.filter((answer) => !Number.isNaN(answer)).length
  }
  return answers < fewestAnswers ? Number.NaN : spreads.reduce((sum, spread) => sum + spread, 0) / spreads.length
}

function markOf(text: string): string {
  return createHash('sha1').update(text).digest('base64url').slice(0, 16)
}

function isText(answer: Answers[string] | undefined): answer is string {
  return typeof answer === 'string' && answer.trim() !== ''
}

function textOf(answer: Answers[string] | undefined): string {
  return isText(answer) ? answer : ''
}

function areSo(count: number): string {
  if (count === 0) return 'are none'
  return count === 1 ? 'is one' : `are ${count}`
}
