import type { ASTNode } from '@marcbachmann/cel-js'
import type { Answers } from '../../server/responses/variable.ts'
import { answerCodes, answerType, entryListOf, type Item } from '../item-kinds/registry.ts'
import type { Condition } from '../parts.ts'
import { type Course, isAsked, nameOn, typeOn } from './course.ts'
import { children, comparisons, expressionOf, isBroken, readExpression, treeOf } from './expression.ts'
import type { CoursePage } from './loops.ts'
import { ownerOfItem, type Site } from './sites.ts'
import { Standing } from './standing.ts'

/** More combinations of answers than this are not tried: the question is then left open, and nothing is claimed. */
const mostCombinations = 20_000

/** Seeds tried where an arm decides. */
const armSeeds = 48

type Question = Pick<Site, 'page' | 'source' | 'comesAbout'>

/**
 * Whether any answers make something come about. Every answer that matters is tried: of a choice its codes, of a number
 * the figures it is compared with and their neighbours, of a text those it is compared with and another. The flow itself
 * judges, so conditions upon conditions, hidden answers and jumps count as they will for respondents.
 * @returns true also where there are too many combinations to try
 */
export function canComeAbout(course: Course, question: Question): boolean {
  const { keys, hasArms } = closure(course, question)
  const domains = [...keys].map((key) => [key, domainOf(course, key)] as const)
  const seeds = hasArms ? armSeeds : 1
  const combinations = domains.reduce((product, [, values]) => product * values.length, seeds)
  if (combinations > mostCombinations) return true
  const answers: Answers = {}
  const tried = (place: number, seed: number): boolean => {
    if (place === domains.length)
      return question.comesAbout(new Standing(course.instrument, { answers: { ...answers }, seed }))
    const [key, values] = domains[place]
    return values.some((value) => {
      answers[key] = value
      return tried(place + 1, seed)
    })
  }
  for (let seed = 1; seed <= seeds; seed++) if (tried(0, seed)) return true
  return false
}

/** Keys of all answers that bear on a question, directly or through the conditions of what is asked about. */
function closure(course: Course, { page, source }: Question): { keys: Set<string>; hasArms: boolean } {
  const keys = new Set<string>()
  const pages = new Set<CoursePage>()
  let hasArms = false
  const addSource = (condition: Condition | undefined, on: CoursePage | null) => {
    if (condition === undefined) return
    const read = readExpression(expressionOf(condition), (name) => typeOn(course, on, name))
    if (!isBroken(read)) for (const name of read.names) addKey(nameOn(on, name))
  }
  const addItem = (on: CoursePage, item: Item) => {
    addSource(item.showIf, on)
    const list = entryListOf(item)
    for (const entry of list?.entries ?? []) addSource(entry.showIf, on)
    if (list?.carryForward) addOwner(ownerOfItem(course, on, list.carryForward.item))
    if (item.kind === 'calculated') addSource(item.expression, on)
    if (item.kind === 'arm') hasArms = true
  }
  const addOwner = (owner: { page: CoursePage; item: Item } | undefined) => {
    if (!owner) return
    for (const [key, each] of course.owners) if (each.item === owner.item) addKey(key)
  }
  const addPage = (on: CoursePage) => {
    if (pages.has(on)) return
    pages.add(on)
    addSource(on.block?.showIf, on)
    addSource(on.written.showIf, on)
    if (on.round) addOwner(ownerOfItem(course, null, on.round.item))
    // A page with an item that is always shown needs no other to be a page.
    const asked = on.items.filter(isAsked)
    if (!asked.some((item) => !item.showIf && !course.variable.has(item))) for (const item of asked) addItem(on, item)
    if (!course.hasJumps) return
    for (const other of course.pages) {
      if (course.placeOf.get(other)! >= course.placeOf.get(on)! || !other.written.jumps) continue
      for (const jump of other.written.jumps) addSource(jump.when, other)
      addPage(other)
    }
  }
  const addKey = (key: string) => {
    const owner = course.owners.get(key)
    if (!owner || keys.has(key)) return
    keys.add(key)
    addPage(owner.page)
    addItem(owner.page, owner.item)
  }
  addSource(source, page)
  if (page) {
    addPage(page)
    for (const item of page.items) if (item.showIf || course.variable.has(item)) addItem(page, item)
  }
  for (const key of [...keys]) if (!isAnswerable(course, key)) keys.delete(key)
  return { keys, hasArms }
}

/** Arms are drawn and calculated values worked out; everything else can be tried. */
function isAnswerable(course: Course, key: string): boolean {
  const { kind } = course.owners.get(key)!.item
  return kind !== 'arm' && kind !== 'calculated'
}

function domainOf(course: Course, key: string): (string | string[] | null)[] {
  const { item } = course.owners.get(key)!
  const codes = answerCodes(item, key)
  const type = answerType(item, key)
  const literals = literalsFor(course, key)
  if (type === 'list') return subsets(relevant(codes ?? literals.texts, literals.texts, 6))
  if (type === 'number' && !codes) return [null, ...numbersAround(item, literals.numbers)]
  return [null, ...(codes ? relevant(codes, literals.texts, 14) : [...literals.texts, 'x'])]
}

/** All codes where they are few, else those that conditions name and one of the others. */
function relevant(codes: string[], named: string[], most: number): string[] {
  if (codes.length <= most) return codes
  const known = codes.filter((code) => named.includes(code))
  const other = codes.find((code) => !named.includes(code))
  return other ? [...known, other] : known
}

function subsets(codes: string[]): string[][] {
  return Array.from({ length: 2 ** Math.min(codes.length, 10) }, (_, bits) =>
    codes.filter((_, place) => bits & (1 << place)),
  )
}

function numbersAround(item: Item, named: number[]): string[] {
  const [low, high] = item.kind === 'number' ? [item.minimum, item.maximum] : [-1e6, 1e6]
  const step = item.kind === 'number' ? 10 ** -item.decimals : 0.5
  const near = named.flatMap((one) => [one - step, one, one + step])
  return [...new Set([low, ...near, high])].filter((one) => one >= low && one <= high).map(String)
}

/** Every text and number that some condition of the questionnaire holds against an answer. */
function literalsFor(course: Course, key: string): { texts: string[]; numbers: number[] } {
  let all = literals.get(course)
  if (!all) {
    all = gathered(course)
    literals.set(course, all)
  }
  return { texts: all.texts.get(key) ?? [], numbers: all.numbers }
}

interface Literals {
  texts: Map<string, string[]>
  numbers: number[]
}

const literals = new WeakMap<Course, Literals>()

function gathered(course: Course): Literals {
  const texts = new Map<string, string[]>()
  const numbers = new Set<number>()
  const add = (condition: Condition | undefined, page: CoursePage | null) => {
    if (condition === undefined) return
    try {
      const tree = treeOf(expressionOf(condition))
      for (const { name, codes } of comparisons(tree)) {
        const key = nameOn(page, name)
        texts.set(key, [...new Set([...(texts.get(key) ?? []), ...codes])])
      }
      for (const number of numbersIn(tree)) numbers.add(number)
    } catch {
      // Told by the check itself.
    }
  }
  for (const page of course.pages) {
    add(page.block?.showIf, page)
    add(page.written.showIf, page)
    for (const jump of page.written.jumps ?? []) add(jump.when, page)
    for (const item of page.items) {
      add(item.showIf, page)
      if (item.kind === 'calculated') add(item.expression, page)
      for (const entry of entryListOf(item)?.entries ?? []) add(entry.showIf, page)
    }
  }
  for (const one of course.instrument.screenOuts ?? []) add(one.when, null)
  for (const quota of course.instrument.quotas ?? []) for (const cell of quota.cells) add(cell.when, null)
  return { texts, numbers: [...numbers].slice(0, 40) }
}

function numbersIn(node: ASTNode): number[] {
  if (node.op === 'value')
    return typeof node.args === 'bigint' || typeof node.args === 'number' ? [Number(node.args)] : []
  return children(node).flatMap(numbersIn)
}
