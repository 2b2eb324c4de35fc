import type { Answers } from '../../server/responses/variable.ts'
import type { Instrument } from '../instrument.ts'
import { drawnArm } from '../item-kinds/arm/draw.ts'
import { answerKeys, answerType, entryListOf, type Item } from '../item-kinds/registry.ts'
import { shuffledCodes } from '../order.ts'
import type { Condition } from '../parts.ts'
import { type Course, courseOf, expressionOn, isAsked, loopName, nameOn, pagesInOrder } from './course.ts'
import type { AnswerType, ExpressionValue } from './expression.ts'
import type { CoursePage } from './loops.ts'

/** Who answers: what they said so far, and the seed that decides their orders and arms. */
export interface Respondent {
  answers: Answers
  seed: number
}

/**
 * What a respondent's answers make of the questionnaire: which pages, items and entries are theirs. Nothing is worked
 * out before it is asked for, and nothing twice, so that the next page of a very long questionnaire costs little.
 * Answers that are not shown count as empty everywhere: in conditions, pipes, calculations and further conditions on them.
 */
export class Standing {
  readonly course: Course
  readonly answers: Answers
  readonly seed: number
  /** In the order this respondent meets them. */
  readonly pages: CoursePage[]
  #places: Map<CoursePage, number> | undefined
  #pages: (boolean | 'deciding' | undefined)[] = []
  #items = new Map<Item, boolean | 'deciding'>()
  #entries = new Map<Item, string[] | null>()
  #values = new Map<string, ExpressionValue>()
  /** How many pages' jumps were judged, and the jumps that are taken. */
  #judged = 0
  #jumps: { from: number; to: number }[] = []

  constructor(instrument: Instrument, { answers, seed }: Respondent) {
    this.course = courseOf(instrument)
    this.answers = answers
    this.seed = seed
    this.pages = pagesInOrder(this.course, seed)
  }

  /** Whether a page is shown: its block's and its own conditions hold, its round was chosen, and it asks something. */
  isPageShown(place: number): boolean {
    const known = this.#pages[place]
    if (known === 'deciding') return false
    if (known !== undefined) return known
    this.#pages[place] = 'deciding'
    const page = this.pages[place]
    const isShown = this.#isReachable(place) && (this.course.certain.has(page) || this.itemsOn(page).length > 0)
    this.#pages[place] = isShown
    return isShown
  }

  /** The items of a page that are shown, in the order this respondent sees; silent ones are not among them. */
  itemsOn(page: CoursePage): Item[] {
    const shown = page.items.filter((item) => isAsked(item) && this.isItemShown(page, item))
    if (!page.written.isShuffled) return shown
    const order = shuffledCodes(page.items, { seed: this.seed, list: `page:${page.code}` })
    return order.flatMap((code) => shown.find((item) => item.code === code) ?? [])
  }

  /** Whether an item's own condition holds and it has something to choose from. Its page is judged apart. */
  isItemShown(page: CoursePage, item: Item): boolean {
    const known = this.#items.get(item)
    if (known !== undefined) return known === true
    if (!item.showIf && !this.course.variable.has(item)) return true
    this.#items.set(item, 'deciding')
    const isShown = this.holds(item.showIf, page) && this.#hasEntries(page, item)
    this.#items.set(item, isShown)
    return isShown
  }

  /** Codes of an item's options or rows that are shown, in the order written; null where all of them are. */
  entriesOf(page: CoursePage, item: Item): string[] | null {
    if (!this.course.variable.has(item)) return null
    const known = this.#entries.get(item)
    if (known !== undefined) return known
    this.#entries.set(item, null)
    const list = entryListOf(item)
    const isAll = !list || (!list.carryForward && !list.entries.some((one) => one.showIf))
    const shown = isAll
      ? null
      : list.entries
          .filter(
            (one) =>
              this.holds(one.showIf, page) && (this.#isKept(one) || this.#isCarried(list.carryForward, one.code, page)),
          )
          .map((one) => one.code)
    this.#entries.set(item, shown)
    return shown
  }

  /** Whether a condition holds as written on a page; one that is not there does, one that cannot be read does not. */
  holds(condition: Condition | undefined, page: CoursePage | null): boolean {
    if (condition === undefined) return true
    return this.evaluated(condition, page) === true
  }

  /** What an expression gives, as written on a page; null for one that cannot be read. */
  evaluated(source: Condition, page: CoursePage | null): ExpressionValue | null {
    const expression = expressionOn(this.course, page, source)
    if (!expression) return null
    return expression.evaluate((name) =>
      name === loopName ? (page?.round?.option ?? '') : this.value(nameOn(page, name)),
    )
  }

  /** What an answer counts as: empty when its item is not shown. */
  value(key: string): ExpressionValue {
    let value = this.#values.get(key)
    if (value === undefined) {
      value = this.#valueOf(key)
      this.#values.set(key, value)
    }
    return value
  }

  /** The answer of a silent item, as text to store; null where there is none. */
  silentAnswer(page: CoursePage, item: Item): string | null {
    switch (item.kind) {
      case 'arm':
        return drawnArm(item, this.seed)
      case 'calculated': {
        const value = this.evaluated(item.expression, page)
        if (value === null || (typeof value === 'number' && !Number.isFinite(value))) return null
        return typeof value === 'number' ? String(Number(value.toPrecision(12))) : String(value)
      }
      default:
        return (this.answers[item.code] as string | null | undefined) ?? null
    }
  }

  /** Whether what the survey fills in itself counts: its page's conditions hold, though there is nothing on it to see. */
  countsSilently(page: CoursePage, item: Item): boolean {
    return this.#counts(page, item)
  }

  /** Place of a page among this respondent's. */
  placeOf(page: CoursePage): number {
    this.#places ??= new Map(this.pages.map((one, place) => [one, place]))
    return this.#places.get(page)!
  }

  #isReachable(place: number): boolean {
    const page = this.pages[place]
    if (!this.#conditionsHold(page)) return false
    return !this.course.hasJumps || !this.#isJumpedOver(place)
  }

  #conditionsHold(page: CoursePage): boolean {
    const { block, round, written } = page
    if (round && !this.#isChosen(round.item, round.option)) return false
    return this.holds(block?.showIf, page) && this.holds(written.showIf, page)
  }

  /** Jumps are judged in the order of the pages, each only where its own page is shown. */
  #isJumpedOver(place: number): boolean {
    for (; this.#judged < place; this.#judged++) {
      const at = this.#judged
      const page = this.pages[at]
      const { jumps } = page.written
      if (!jumps || !this.isPageShown(at)) continue
      const taken = jumps.find((jump) => this.holds(jump.when, page))
      if (taken) this.#jumps.push({ from: at, to: this.#target(taken.to, at) })
    }
    return this.#jumps.some(({ from, to }) => from < place && place < to)
  }

  #target(to: string, from: number): number {
    if (to === 'end') return this.pages.length
    const { round } = this.pages[from]
    const later = this.pages.findIndex(
      (page, place) =>
        place > from && page.written.code === to && (!round || !page.round || page.round.option === round.option),
    )
    return later < 0 ? from : later
  }

  #valueOf(key: string): ExpressionValue {
    const owner = this.course.owners.get(key)
    if (!owner) return ''
    const { page, item } = owner
    const type = answerType(item, key)
    if (!this.#counts(page, item)) return emptyOf(type)
    const stored = isAsked(item) ? this.answers[key] : this.silentAnswer(page, item)
    const shown = this.entriesOf(page, item)
    const isListed = (code: string) =>
      !shown || !entryListOf(item)!.entries.some((one) => one.code === code) || shown.includes(code)
    if (type === 'list') return [stored ?? []].flat().filter(isListed)
    const text = Array.isArray(stored) ? (stored[0] ?? '') : (stored ?? '')
    if (type === 'number') return text === '' ? Number.NaN : Number(text)
    return isListed(text) && !this.#isRowHidden(item, key, shown) ? text : ''
  }

  #isRowHidden(item: Item, key: string, shown: string[] | null): boolean {
    if (!shown) return false
    const list = entryListOf(item)!
    return (
      list.property === 'rows' &&
      list.entries.some((one) => key === `${item.code}_${one.code}` && !shown.includes(one.code))
    )
  }

  #counts(page: CoursePage, item: Item): boolean {
    const place = this.placeOf(page)
    if (isAsked(item)) return this.isPageShown(place) && this.isItemShown(page, item)
    return this.#conditionsHold(page) && this.isItemShown(page, item)
  }

  #hasEntries(page: CoursePage, item: Item): boolean {
    const shown = this.entriesOf(page, item)
    if (!shown) return true
    const list = entryListOf(item)!
    return list.entries.some((one) => shown.includes(one.code) && !(list.carryForward && this.#isKept(one)))
  }

  /** "Other" and "none of these" are no part of what is carried forward and stay. */
  #isKept(one: { isPinned?: boolean; isExclusive?: boolean }): boolean {
    return Boolean(one.isPinned || one.isExclusive)
  }

  #isCarried(carry: { item: string; which: string } | undefined, code: string, page: CoursePage): boolean {
    if (!carry) return true
    const key = nameOn(page, carry.item)
    const owner = this.course.owners.get(key) ?? this.#ownerByItem(key)
    if (!owner) return false
    const isShown =
      this.#counts(owner.page, owner.item) && (this.entriesOf(owner.page, owner.item)?.includes(code) ?? true)
    if (carry.which === 'shown') return isShown
    const isChosen = this.#isChosen(owner.item.code, code)
    return carry.which === 'chosen' ? isChosen : isShown && !isChosen
  }

  /** Chosen in a choice, or given a place or a part. */
  #isChosen(itemCode: string, option: string): boolean {
    if (this.course.owners.has(itemCode)) {
      const value = this.value(itemCode)
      return Array.isArray(value) ? value.includes(option) : value === option
    }
    const value = this.value(`${itemCode}_${option}`)
    return typeof value === 'number' ? value > 0 : value !== ''
  }

  #ownerByItem(itemCode: string): { page: CoursePage; item: Item } | undefined {
    for (const page of this.course.pages) {
      const item = page.items.find((one) => one.code === itemCode)
      if (item) return { page, item }
    }
    return undefined
  }
}

function emptyOf(type: AnswerType): ExpressionValue {
  return type === 'list' ? [] : type === 'number' ? Number.NaN : ''
}

/** Answer keys of an item that the respondent can give: rows and options that are not shown have none. */
export function shownKeys(standing: Standing, page: CoursePage, item: Item): string[] {
  const shown = standing.entriesOf(page, item)
  if (!shown) return answerKeys(item)
  const hidden = entryListOf(item)!.entries.filter((one) => !shown.includes(one.code))
  const lost = new Set(hidden.flatMap((one) => [`${item.code}_${one.code}`, `${item.code}_${one.code}_text`]))
  return answerKeys(item).filter((key) => !lost.has(key))
}
