import type { ASTNode } from '@marcbachmann/cel-js'
import { type AnswerType, expressionOf, treeOf } from '../../../survey-forms/flow/expression.ts'
import { loopName } from '../../../survey-forms/flow/course.ts'
import { type Instrument, type Item, itemsOf, type Page } from '../../../survey-forms/instrument.ts'
import { answerCodes, answerKeys, answerType, entryListOf, partOf } from '../../../survey-forms/item-kinds/registry.ts'
import type { Condition } from '../../../survey-forms/parts.ts'

/** One thing that is asked of an earlier answer. */
export type Clause =
  | { name: string; is: 'any_of' | 'none_of'; codes: string[] }
  | { name: string; is: 'answered' | 'not_answered' }
  | { name: string; is: NumberOperator; number: number }

export const numberOperators = {
  at_least: '>=',
  more: '>',
  at_most: '<=',
  less: '<',
  equals: '==',
} as const
export type NumberOperator = keyof typeof numberOperators

/** Clauses of which all or any must hold. */
export interface Choice {
  join: 'all' | 'any'
  clauses: Clause[]
}

/** An earlier answer that a condition can ask about. */
export interface Source {
  name: string
  /** The question in words, with its row where it has several. */
  label: string
  type: AnswerType
  /** What it can be; null where it is open. */
  options: { code: string; label: string }[] | null
}

/**
 * Answers that a condition on page `pageIndex` can ask about: those of the pages before it, or of all pages for -1; on a
 * page that a loop repeats also the answer that its round is about. Pages of another loop have answers once a round, and
 * are left to those who write conditions by hand.
 */
export function sourcesBefore(draft: Instrument, pageIndex: number): Source[] {
  const before = pageIndex < 0 ? draft.pages : draft.pages.slice(0, pageIndex)
  const here = pageIndex < 0 ? undefined : draft.pages[pageIndex]
  const earlier = before
    .filter((page) => !isRepeated(draft, page) || page.block === here?.block)
    .flatMap((page) => sourcesOfPage(page))
  return [...earlier, ...roundSource(draft, here)]
}

function roundSource(draft: Instrument, page: Page | undefined): Source[] {
  const loopOver = draft.blocks?.find((one) => one.code === page?.block)?.loopOver
  const item = itemsOf(draft).find((one) => one.code === loopOver)
  if (!item) return []
  const entries = entryListOf(item)?.entries ?? []
  const options = entries.map(({ code, label }) => ({ code, label: label ?? code }))
  return [{ name: loopName, label: `${item.ask} (the answer this round is about)`, type: 'text', options }]
}

function isRepeated({ blocks = [] }: Instrument, { block }: Page): boolean {
  return blocks.some((one) => one.code === block && one.loopOver)
}

export function sourcesOfPage(page: Page): Source[] {
  return page.items
    .filter((item) => item.kind !== 'consent' && item.kind !== 'email' && partOf(item) !== 'notice')
    .flatMap((item) => answerKeys(item).map((name) => sourceOf(item, name)))
}

function sourceOf(item: Item, name: string): Source {
  const codes = answerCodes(item, name)
  const words = wordsOfEntries(item)
  const part = name === item.code ? undefined : words.get(name.slice(item.code.length + 1))
  const rest = name === item.code ? '' : `: ${part ?? name.slice(item.code.length + 1)}`
  return {
    name,
    label: `${item.ask}${rest}`,
    type: answerType(item, name),
    options: codes?.map((code) => ({ code, label: words.get(code) ?? code })) ?? null,
  }
}

/** Labels of an item's options, rows, points and arms by code. */
function wordsOfEntries(item: Item): Map<string, string> {
  const found = new Map<string, string>()
  for (const value of Object.values(item)) {
    if (!Array.isArray(value)) continue
    for (const entry of value as { code?: string; label?: string; left?: string; right?: string }[]) {
      if (entry?.code) found.set(entry.code, entry.label ?? `${entry.left} ↔ ${entry.right}`)
    }
  }
  return found
}

/** The condition as an expression that `choiceOf` reads back. */
export function conditionFrom({ join, clauses }: Choice): string {
  return clauses.map(sourceText).join(join === 'all' ? ' && ' : ' || ')
}

function sourceText(clause: Clause): string {
  switch (clause.is) {
    case 'any_of':
      return `anyOf(${clause.name}, ${listText(clause.codes)})`
    case 'none_of':
      return `!anyOf(${clause.name}, ${listText(clause.codes)})`
    case 'answered':
      return `answered(${clause.name})`
    case 'not_answered':
      return `!answered(${clause.name})`
    default:
      return `${clause.name} ${numberOperators[clause.is]} ${clause.number}`
  }
}

function listText(codes: string[]): string {
  return `[${codes.map((code) => JSON.stringify(code)).join(', ')}]`
}

/** A condition as clauses to choose from; null for one that says more than they can, which stays written by hand. */
export function choiceOf(condition: Condition | undefined): Choice | null {
  if (condition === undefined) return { join: 'all', clauses: [] }
  let tree: ASTNode
  try {
    tree = treeOf(expressionOf(condition))
  } catch {
    return null
  }
  const join = tree.op === '||' ? 'any' : 'all'
  const clauses = chain(tree, join === 'any' ? '||' : '&&').map(clauseOf)
  return clauses.every((one) => one !== null) ? { join, clauses } : null
}

function chain(tree: ASTNode, operator: '&&' | '||'): ASTNode[] {
  return tree.op === operator ? (tree.args as ASTNode[]).flatMap((one) => chain(one, operator)) : [tree]
}

function clauseOf(tree: ASTNode): Clause | null {
  if (tree.op === '!_') {
    const inner = clauseOf(tree.args as unknown as ASTNode)
    if (inner?.is === 'any_of') return { ...inner, is: 'none_of' }
    return inner?.is === 'answered' ? { ...inner, is: 'not_answered' } : null
  }
  if (tree.op === 'call') {
    const [call, given] = tree.args as unknown as [string, ASTNode[]]
    const name = given[0]?.op === 'id' ? (given[0].args as string) : null
    if (!name) return null
    if (call === 'answered') return { name, is: 'answered' }
    const codes = call === 'anyOf' ? textsIn(given[1]!) : null
    return codes && { name, is: 'any_of', codes }
  }
  if (tree.op === 'in' || tree.op === '==') return membership(tree) ?? comparison(tree)
  return comparison(tree)
}

/** `"x" in a`, `a in ["x"]` and `a == "x"` ask what anyOf asks. */
function membership(tree: ASTNode): Clause | null {
  const [left, right] = tree.args as [ASTNode, ASTNode]
  if (right.op === 'id' && tree.op === 'in') {
    const codes = textsIn(left)
    return codes && { name: right.args as string, is: 'any_of', codes }
  }
  if (left.op !== 'id') return null
  const codes = textsIn(right)
  return codes && !codes.includes('') ? { name: left.args as string, is: 'any_of', codes } : null
}

function comparison(tree: ASTNode): Clause | null {
  const found = Object.entries(numberOperators).find(([, sign]) => sign === tree.op)
  if (!found) return null
  const [left, right] = tree.args as [ASTNode, ASTNode]
  const number = numberIn(right)
  if (left.op !== 'id' || number === null) return null
  return { name: left.args as string, is: found[0] as NumberOperator, number }
}

function textsIn(node: ASTNode): string[] | null {
  if (node.op === 'value') return typeof node.args === 'string' ? [node.args] : null
  if (node.op !== 'list') return null
  const parts = (node.args as ASTNode[]).map(textsIn)
  return parts.every((one) => one !== null) ? parts.flat() : null
}

function numberIn(node: ASTNode): number | null {
  if (node.op === '-_') {
    const positive = numberIn(node.args as unknown as ASTNode)
    return positive === null ? null : -positive
  }
  const value = node.op === 'value' ? node.args : null
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : null
}

export const operatorWords: Record<Clause['is'], string> = {
  any_of: 'is',
  none_of: 'is not',
  answered: 'was answered',
  not_answered: 'was not answered',
  at_least: 'is at least',
  more: 'is more than',
  at_most: 'is at most',
  less: 'is less than',
  equals: 'is exactly',
}

/** A condition that is needed and not chosen yet. */
export const notChosen = 'false'

/** A condition in words, or as written where it is more than clauses. */
export function conditionText(draft: Instrument, condition: Condition): string {
  if (condition === notChosen) return 'something that is yet to be chosen'
  const choice = choiceOf(condition)
  if (!choice) return expressionOf(condition)
  const rounds = draft.pages.flatMap((page) => roundSource(draft, page))
  const sources = new Map([...draft.pages.flatMap(allSources), ...rounds].map((one) => [one.name, one]))
  return choice.clauses
    .map((clause) => clauseText(clause, sources.get(clause.name)))
    .join(choice.join === 'all' ? ' and ' : ' or ')
}

function allSources(page: Page): Source[] {
  return page.items.flatMap((item) => answerKeys(item).map((name) => sourceOf(item, name)))
}

export function clauseText(clause: Clause, source: Source | undefined): string {
  const question = `“${source?.label ?? clause.name}”`
  const words = operatorWords[clause.is]
  if ('codes' in clause) {
    const labels = clause.codes.map((code) => source?.options?.find((one) => one.code === code)?.label ?? code)
    return `${question} ${words} ${labels.join(' or ')}`
  }
  return 'number' in clause ? `${question} ${words} ${clause.number}` : `${question} ${words}`
}
