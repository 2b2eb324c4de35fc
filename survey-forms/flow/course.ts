import type { Instrument } from '../instrument.ts'
import { answerKeys, answerType, entryListOf, type Item, partOf } from '../item-kinds/registry.ts'
import { shuffledCodes } from '../order.ts'
import type { Condition } from '../parts.ts'
import { type AnswerType, type Expression, expressionOf, isBroken, readExpression } from './expression.ts'
import { type CoursePage, coursePages } from './loops.ts'
import { hasPipe } from './pipe.ts'

/** Everything about a questionnaire that does not depend on who answers it, worked out once. */
export interface Course {
  instrument: Instrument
  /** In the order written. */
  pages: CoursePage[]
  /** By answer key: where it is asked. */
  owners: Map<string, { page: CoursePage; item: Item }>
  /** By page: its place in the order written. */
  placeOf: Map<CoursePage, number>
  /** Items whose presentation depends on the respondent: entries on condition, carried forward, or piped texts. */
  variable: Set<Item>
  /** Pages with an item that everybody sees: where their conditions hold, they are shown whatever else is on them. */
  certain: Set<CoursePage>
  /** Whether any page jumps: else pages can be judged one by one. */
  hasJumps: boolean
  /** Orders by seed; one for all where nothing moves. */
  orders: Map<number, CoursePage[]>
  expressions: Map<string, Expression | null>
}

const courses = new WeakMap<Instrument, Course>()

export function courseOf(instrument: Instrument): Course {
  let course = courses.get(instrument)
  if (!course) {
    course = newCourse(instrument)
    courses.set(instrument, course)
  }
  return course
}

function newCourse(instrument: Instrument): Course {
  const pages = coursePages(instrument)
  const owners = new Map(
    pages.flatMap((page) =>
      page.items.flatMap((item) => answerKeys(item).map((key) => [key, { page, item }] as const)),
    ),
  )
  const variable = new Set(
    pages.flatMap((page) =>
      page.items.filter((item) => {
        const list = entryListOf(item)
        return list?.carryForward || list?.entries.some((one) => one.showIf) || hasPipe(item)
      }),
    ),
  )
  return {
    instrument,
    pages,
    owners,
    placeOf: new Map(pages.map((page, place) => [page, place])),
    variable,
    certain: new Set(
      pages.filter((page) => page.items.some((item) => isAsked(item) && !item.showIf && !variable.has(item))),
    ),
    hasJumps: pages.some((page) => (page.written.jumps ?? []).length > 0),
    orders: new Map(),
    expressions: new Map(),
  }
}

/**
 * The pages in the order in which the respondent with this seed meets them: movable blocks change places with each
 * other, pages within a shuffled block do, rounds of a loop stay in the order of their options.
 */
export function pagesInOrder(course: Course, seed: number): CoursePage[] {
  const blocks = course.instrument.blocks ?? []
  if (!blocks.some((one) => one.isMovable || one.isShuffled)) return course.pages
  let order = course.orders.get(seed)
  if (!order) {
    if (course.orders.size > 1000) course.orders.clear()
    order = shuffledPages(course, seed)
    course.orders.set(seed, order)
  }
  return order
}

function shuffledPages(course: Course, seed: number): CoursePage[] {
  const runs: CoursePage[][] = []
  for (const page of course.pages) {
    const last = runs.at(-1)
    if (last && page.block && last[0].block === page.block) last.push(page)
    else runs.push([page])
  }
  const inside = runs.map((run) => {
    if (!run[0].block?.isShuffled) return run
    const codes = shuffledCodes(run, { seed, list: `block:${run[0].block.code}` })
    return codes.map((code) => run.find((page) => page.code === code)!)
  })
  const movable = inside.filter((run) => run[0].block?.isMovable)
  const moved = shuffledCodes(
    movable.map((run) => ({ code: run[0].block!.code })),
    { seed, list: 'blocks' },
  ).map((code) => movable.find((run) => run[0].block!.code === code)!)
  return inside.flatMap((run) => (run[0].block?.isMovable ? moved.shift()! : run))
}

/** What a name stands for on a page: an answer key, or the option that a loop is at. */
export function nameOn(page: CoursePage | null, name: string): string {
  return page?.names.get(name) ?? name
}

/** The name by which a repeated page asks for the option it stands for. */
export const loopName = 'loop'

/** What kind of answer a name is on a page; undefined where it means nothing. */
export function typeOn(course: Course, page: CoursePage | null, name: string): AnswerType | undefined {
  if (name === loopName) return page?.round ? 'text' : undefined
  const key = nameOn(page, name)
  const owner = course.owners.get(key)
  return owner && answerType(owner.item, key)
}

/** The condition or expression as written on this page, ready to be evaluated; null for one that cannot be. */
export function expressionOn(course: Course, page: CoursePage | null, condition: Condition): Expression | null {
  const source = expressionOf(condition)
  const slot = page?.round ? `${page.code}\n${source}` : source
  const known = course.expressions.get(slot)
  if (known !== undefined) return known
  const read = readExpression(source, (name) => typeOn(course, page, name))
  const expression = isBroken(read) ? null : read
  course.expressions.set(slot, expression)
  return expression
}

/** Whether an item can appear on a page at all. */
export function isAsked(item: Item): boolean {
  return partOf(item) !== 'silent'
}
