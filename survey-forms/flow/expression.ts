import { type ASTNode, Environment, parse } from '@marcbachmann/cel-js'
import type { Condition } from '../parts.ts'

/**
 * What an answer is to an expression. Nothing is ever missing: an item that was not shown, not reached or left empty is
 * the empty text, the empty list, or the number that no comparison holds for.
 */
export type AnswerType = 'text' | 'list' | 'number'

export type ExpressionValue = string | string[] | number | boolean

export interface Expression {
  source: string
  /** Names the expression reads, each once, without those that it binds itself. */
  names: string[]
  /** What it gives. */
  type: 'condition' | 'number' | 'text'
  /** @param answerOf the value behind a name, of the type it was declared with */
  evaluate: (answerOf: (name: string) => ExpressionValue) => ExpressionValue
}

/** Why a text is no expression over these names. */
export interface BrokenExpression {
  kind: 'not_readable' | 'unknown_name' | 'wrong_type'
  message: string
}

const celType = { text: 'string', list: 'list<string>', number: 'double' } as const
const bindingMacros = new Set(['exists', 'exists_one', 'all', 'map', 'filter'])
const limits = { maxAstNodes: 600, maxDepth: 40, maxListElements: 300, maxMapEntries: 20, maxCallArguments: 10 }

/** The choice of an earlier answer as an expression. */
export function expressionOf(condition: Condition): string {
  if (typeof condition === 'string') return condition
  const codes = condition.isAnyOf.map((one) => JSON.stringify(one)).join(', ')
  return `anyOf(${condition.item}, [${codes}])`
}

/**
 * Reads an expression. It can compare, count and look into answers; it cannot loop without end, call out, or use
 * patterns (`matches`), whose running time an author could not bound.
 * @param typeOf the declared type of a name, undefined for a name that means nothing here
 */
export function readExpression(
  source: string,
  typeOf: (name: string) => AnswerType | undefined,
): Expression | BrokenExpression {
  let names: string[]
  try {
    const { ast } = parse(source)
    if (calls(ast).has('matches'))
      return { kind: 'not_readable', message: 'Patterns (matches) are not offered in conditions.' }
    if (macroDepth(ast) > 2)
      return { kind: 'not_readable', message: 'More than two lists inside each other are too much to go through.' }
    names = [...freeNames(ast)]
  } catch (error) {
    return { kind: 'not_readable', message: `This cannot be read as a condition: ${firstLine(error)}.` }
  }
  const unknown = names.find((name) => typeOf(name) === undefined)
  if (unknown) return { kind: 'unknown_name', message: `Nothing is called ${unknown} here.` }

  const environment = base().clone()
  for (const name of names) environment.registerVariable(name, celType[typeOf(name)!])
  try {
    const read = environment.parse(source)
    const checked = read.check()
    if (!checked.valid)
      return { kind: 'wrong_type', message: `This does not fit together: ${firstLine(checked.error)}.` }
    const type = resultType(checked.type!)
    if (!type)
      return {
        kind: 'wrong_type',
        message: `This gives a ${checked.type}, where yes or no, a number or a text is needed.`,
      }
    return { source, names, type, evaluate: (answerOf) => plain(read(namesOf(names, answerOf))) }
  } catch (error) {
    return { kind: 'not_readable', message: `This cannot be read as a condition: ${firstLine(error)}.` }
  }
}

export function isBroken(read: Expression | BrokenExpression): read is BrokenExpression {
  return 'kind' in read
}

/** The syntax tree, for checks that look inside. @throws when the text is no expression */
export function treeOf(source: string): ASTNode {
  return parse(source).ast
}

function namesOf(names: string[], answerOf: (name: string) => ExpressionValue): Record<string, ExpressionValue> {
  const context: Record<string, ExpressionValue> = {}
  for (const name of names) context[name] = answerOf(name)
  return context
}

function plain(value: unknown): ExpressionValue {
  return typeof value === 'bigint' ? Number(value) : (value as ExpressionValue)
}

function resultType(type: string): Expression['type'] | null {
  if (type === 'bool') return 'condition'
  if (type === 'double' || type === 'int') return 'number'
  return type === 'string' ? 'text' : null
}

/** What every expression may call. Whole numbers are written without a point, so both kinds of number mix freely. */
function base(): Environment {
  if (shared) return shared
  shared = new Environment({ limits })
  const isFilled = (value: unknown) =>
    typeof value === 'number' ? !Number.isNaN(value) : (value as string | string[]).length > 0
  for (const type of Object.values(celType)) shared.registerFunction(`answered(${type}): bool`, isFilled)
  const isAnyOf = (value: string | string[], codes: string[]) => [value].flat().some((one) => codes.includes(one))
  for (const type of ['string', 'list<string>']) shared.registerFunction(`anyOf(${type}, list<string>): bool`, isAnyOf)
  const operators: Record<string, (a: number, b: number) => number | boolean> = {
    '+': (a, b) => a + b,
    '-': (a, b) => a - b,
    '*': (a, b) => a * b,
    '/': (a, b) => a / b,
    '==': (a, b) => a === b,
  }
  for (const [operator, apply] of Object.entries(operators)) {
    shared.registerOperator(`double ${operator} int`, (a, b) => apply(Number(a), Number(b)))
    if (operator !== '==') shared.registerOperator(`int ${operator} double`, (a, b) => apply(Number(a), Number(b)))
  }
  return shared
}

let shared: Environment | undefined

function firstLine(error: unknown): string {
  return String((error as Error | undefined)?.message ?? error).split('\n')[0]
}

/** Names a tree reads, but for the variables that `exists` and its kin bind. */
function freeNames(node: ASTNode, bound: ReadonlySet<string> = new Set(), found = new Set<string>()): Set<string> {
  if (node.op === 'id') {
    if (!bound.has(node.args as string)) found.add(node.args as string)
    return found
  }
  if (node.op === 'rcall') {
    const [name, receiver, given] = node.args as [string, ASTNode, ASTNode[]]
    freeNames(receiver, bound, found)
    const [first] = given
    const isBinding = bindingMacros.has(name) && given.length > 1 && first?.op === 'id'
    const inner = isBinding ? new Set([...bound, first.args as string]) : bound
    for (const one of isBinding ? given.slice(1) : given) freeNames(one, inner, found)
    return found
  }
  for (const child of children(node)) freeNames(child, bound, found)
  return found
}

/** How many of `exists` and its kin stand inside each other: each goes through a whole list. */
function macroDepth(node: ASTNode): number {
  const isMacro = node.op === 'rcall' && bindingMacros.has((node.args as unknown as [string])[0])
  const inside = children(node).map(macroDepth)
  return Math.max(0, ...inside) + (isMacro ? 1 : 0)
}

function calls(node: ASTNode, found = new Set<string>()): Set<string> {
  if (node.op === 'call' || node.op === 'rcall') found.add((node.args as unknown as [string])[0])
  for (const child of children(node)) calls(child, found)
  return found
}

/** The nodes right below one. */
export function children(node: ASTNode): ASTNode[] {
  const isNode = (value: unknown): value is ASTNode => typeof value === 'object' && value !== null && 'op' in value
  const walk = (value: unknown): ASTNode[] =>
    isNode(value) ? [value] : Array.isArray(value) ? value.flatMap(walk) : []
  return node.op === 'value' ? [] : walk(node.args)
}

/** Which names a tree compares with which texts: `a == "x"`, `a in ["x"]`, `"x" in a`, `anyOf(a, ["x"])`. */
export function comparisons(tree: ASTNode): { name: string; codes: string[] }[] {
  const nameOf = (node: ASTNode) => (node.op === 'id' ? (node.args as string) : null)
  const textsOf = (node: ASTNode): string[] => {
    if (node.op === 'value') return typeof node.args === 'string' ? [node.args] : []
    return node.op === 'list' ? (node.args as ASTNode[]).flatMap(textsOf) : []
  }
  const pair = (a: ASTNode, b: ASTNode) => {
    const name = nameOf(a) ?? nameOf(b)
    return name ? [{ name, codes: [...textsOf(a), ...textsOf(b)] }] : []
  }
  const here =
    tree.op === '==' || tree.op === '!=' || tree.op === 'in'
      ? pair(...(tree.args as [ASTNode, ASTNode]))
      : tree.op === 'call' && (tree.args as [string, ASTNode[]])[0] === 'anyOf'
        ? pair(...((tree.args as [string, ASTNode[]])[1] as [ASTNode, ASTNode]))
        : []
  return [...here, ...children(tree).flatMap(comparisons)]
}
