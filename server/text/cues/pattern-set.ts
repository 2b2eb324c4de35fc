import type { Token } from '../tokens.ts'
import { perWord, type Word } from '../words.ts'
import { type Element, endsIn, type Pattern } from './pattern.ts'

/** What a set of patterns knows of the words that may stand at the same elements: looked up once, then shared by them all. */
export interface Form {
  /** Number of the form within the set. */
  number: number
  /** Patterns that this form and then another may begin, by the other's number; filled as they are met. */
  begunWith: (Int32Array | undefined)[]
  /** Bit e is set when the word may stand at element e. */
  bits: Uint32Array
  /** Patterns that this word may begin, rising. */
  begins: Int32Array
  /** Patterns whose rarest word this may be: without it in the sentence there is no need to try them. */
  calls: Int32Array
  punctuation: boolean
}

/** A sentence as a set of patterns sees it. */
export interface ReadSentence {
  forms: Form[]
  /** Number of the sentence: a pattern could match somewhere in it when `calledIn` holds this number. */
  number: number
}

interface Step {
  kind: Element['kind']
  /** Word and bit of the element in Form.bits. */
  at: number
  bit: number
  min: number
  max: number
}

/** A word that begins no more patterns than this is tried with each of them. */
const fewPatterns = 6

/**
 * Many patterns matched together. Each word is compared with all elements once; a sentence then only tries the patterns
 * whose rarest word it has and whose first two places its words can fill, and each try is a few bit tests.
 */
export class PatternSet {
  private readonly steps: Step[][] = []
  private readonly elements: Element[] = []
  private readonly byWord = new Map<string, number[]>()
  private readonly byStem = new Map<string, number[]>()
  private readonly byEnding: { ending: string; element: number }[] = []
  private readonly anyWord: number[] = []
  private readonly beginsWith: number[][] = []
  private readonly calledBy: number[][] = []
  private readonly alwaysCalled: number[] = []
  /** Forms by the elements at which their words may stand. */
  private readonly forms = new Map<string, Form>()
  private readonly formOf: (word: Word) => Form
  /** The last sentence, by its number, that has the word a pattern cannot do without. */
  readonly calledIn: Int32Array
  private sentence = 0

  constructor(patterns: Pattern[]) {
    const numbers = new Map<string, number>()
    const numberOf = (element: Element) => {
      const known = numbers.get(element.key)
      if (known !== undefined) return known
      const number = this.addElement(element)
      numbers.set(element.key, number)
      return number
    }
    for (const [index, { elements }] of patterns.entries()) {
      this.steps.push(
        elements.map((element) => {
          const number = numberOf(element)
          const { kind, min, max } = element
          return { kind, at: number >> 5, bit: 1 << (number & 31), min, max }
        }),
      )
      for (const first of firstElements(elements)) this.beginsWith[numberOf(first)]!.push(index)
      const rarest = rarestElement(elements)
      if (rarest) this.calledBy[numberOf(rarest)]!.push(index)
      else this.alwaysCalled.push(index)
    }
    this.calledIn = new Int32Array(patterns.length)
    this.formOf = perWord((word) => this.formFor(word))
  }

  /** The sentence ready for `matchAt`. Valid until the next one is read. */
  read(tokens: Token[]): ReadSentence {
    const number = ++this.sentence
    const { calledIn } = this
    for (const pattern of this.alwaysCalled) calledIn[pattern] = number
    const forms = new Array<Form>(tokens.length)
    for (let index = 0; index < tokens.length; index++) {
      const form = this.formOf(tokens[index]!.form)
      forms[index] = form
      for (let call = 0; call < form.calls.length; call++) calledIn[form.calls[call]!] = number
    }
    return { forms, number }
  }

  /** Patterns that may match at `from`, rising: all that do, and some that do not. */
  beginning(forms: Form[], from: number): Int32Array {
    const first = forms[from]!
    const next = forms[from + 1]
    if (first.begins.length <= fewPatterns || next === undefined) return first.begins
    const known = first.begunWith[next.number]
    if (known !== undefined) return known
    while (first.begunWith.length <= next.number) first.begunWith.push(undefined)
    const possible = first.begins.filter((pattern) => couldBegin(this.steps[pattern]!, 0, [first, next], 0))
    first.begunWith[next.number] = possible
    return possible
  }

  /** The end (exclusive token index) of the longest-first match of the pattern at `from`, or -1. */
  matchAt(pattern: number, forms: Form[], from: number): number {
    return this.step(this.steps[pattern]!, 0, forms, from, from)
  }

  private step(steps: Step[], at: number, forms: Form[], index: number, from: number): number {
    if (at === steps.length) return index > from ? index : -1
    const { kind, at: cell, bit, min, max } = steps[at]!
    if (kind === 'begin') return index === 0 ? this.step(steps, at + 1, forms, index, from) : -1
    if (kind === 'end') {
      for (let rest = index; rest < forms.length; rest++) if (!forms[rest]!.punctuation) return -1
      return this.step(steps, at + 1, forms, index, from)
    }
    if (kind === 'notNext') {
      const isNext = index < forms.length && (forms[index]!.bits[cell]! & bit) !== 0
      return isNext ? -1 : this.step(steps, at + 1, forms, index, from)
    }
    let taken = 0
    while (taken < max && index + taken < forms.length && (forms[index + taken]!.bits[cell]! & bit) !== 0) taken++
    for (; taken >= min; taken--) {
      const end = this.step(steps, at + 1, forms, index + taken, from)
      if (end >= 0) return end
    }
    return -1
  }

  private formFor({ text, stem, punctuation }: Word): Form {
    const at = new Set(this.byWord.get(text))
    if (!punctuation) {
      for (const element of this.byStem.get(stem) ?? []) at.add(element)
      for (const { ending, element } of this.byEnding) if (endsIn(text, ending)) at.add(element)
      for (const element of this.anyWord) at.add(element)
    }
    const key = `${punctuation} ${[...at].join(' ')}`
    const known = this.forms.get(key)
    if (known) return known
    const bits = new Uint32Array((this.elements.length + 31) >> 5)
    const begins = new Set<number>()
    const calls = new Set<number>()
    for (const element of at) {
      bits[element >> 5]! |= 1 << (element & 31)
      for (const pattern of this.beginsWith[element]!) begins.add(pattern)
      for (const pattern of this.calledBy[element]!) calls.add(pattern)
    }
    const form: Form = {
      number: this.forms.size,
      begunWith: [],
      bits,
      begins: Int32Array.from(begins).sort(),
      calls: Int32Array.from(calls),
      punctuation,
    }
    this.forms.set(key, form)
    return form
  }

  private addElement(element: Element): number {
    const number = this.elements.length
    this.elements.push(element)
    this.beginsWith.push([])
    this.calledBy.push([])
    if (element.any) {
      this.anyWord.push(number)
      return number
    }
    for (const word of element.words) addTo(this.byWord, word, number)
    for (const stem of element.stems) addTo(this.byStem, stem, number)
    for (const ending of element.endings) this.byEnding.push({ ending, element: number })
    return number
  }
}

/** Whether the steps from `at` on can take the two forms from `taken` on, or end before; conditions on what else there is count as met. */
function couldBegin(steps: Step[], at: number, forms: readonly [Form, Form], taken: number): boolean {
  if (taken === 2 || at === steps.length) return true
  const { kind, at: cell, bit, min, max } = steps[at]!
  if (kind !== 'take') return couldBegin(steps, at + 1, forms, taken)
  for (let count = 0; count <= max; count++) {
    if (taken + count === 2) return true
    if (count >= min && couldBegin(steps, at + 1, forms, taken + count)) return true
    if ((forms[taken + count]!.bits[cell]! & bit) === 0) return false
  }
  return false
}

/** Elements one of which a match must begin with. A pattern that may begin with a mark of the end begins nowhere. */
function firstElements(elements: Element[]): Element[] {
  const found: Element[] = []
  for (const one of elements) {
    if (one.kind !== 'take') continue
    found.push(one)
    if (one.min > 0) return found
  }
  return found
}

/** The element that must be there and that the fewest words can be, or undefined when every one may be missing or any word. */
function rarestElement(elements: Element[]): Element | undefined {
  let rarest: Element | undefined
  let fewest = Number.POSITIVE_INFINITY
  for (const one of elements) {
    if (one.kind !== 'take' || one.min === 0 || one.any) continue
    const count = one.words.size + 3 * one.stems.size + 1000 * one.endings.length
    if (count < fewest) {
      fewest = count
      rarest = one
    }
  }
  return rarest
}

function addTo(index: Map<string, number[]>, key: string, value: number): void {
  const known = index.get(key)
  if (known) known.push(value)
  else index.set(key, [value])
}
