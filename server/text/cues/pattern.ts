import { stem } from '../stems.ts'
import type { Token } from '../tokens.ts'
import { wordClasses } from './word-classes.ts'

/**
 * A pattern over tokens, written as words between spaces:
 *   need            the word
 *   need|want       one of them
 *   ~frustrating    any word with that stem
 *   *ed             any word of four letters or more with that ending (but "need" and its kind)
 *   <me>            a word of the class (cues/word-classes.ts)
 *   _               any word, never a punctuation mark
 *   x?  x{0,3}      optional, repeated
 *   !x              what comes next is not x
 *   ^  $            begin and end of the sentence
 *   ,               a comma
 */
export interface Pattern {
  source: string
  elements: Element[]
  /** Words and stems one of which must stand at the begin of a match; undefined when anything may. */
  first: { words: Set<string>; stems: Set<string> } | undefined
}

interface Element {
  matches: (token: Token) => boolean
  min: number
  max: number
  kind: 'take' | 'notNext' | 'begin' | 'end'
  words: Set<string> | undefined
  stems: Set<string>
}

const compiled = new Map<string, Pattern>()

/**
 * The pattern ready to match; compiled once.
 * @throws {Error} for an unknown class, naming it
 */
export function pattern(source: string): Pattern {
  const known = compiled.get(source)
  if (known) return known
  const elements = source.trim().split(/\s+/).map(element)
  const made: Pattern = { source, elements, first: firstOf(elements) }
  compiled.set(source, made)
  return made
}

/** What a match must begin with, over the optional elements in front. */
function firstOf(elements: Element[]): Pattern['first'] {
  const words = new Set<string>()
  const stems = new Set<string>()
  for (const one of elements) {
    if (one.kind === 'end') return undefined
    if (one.kind !== 'take') continue
    if (!one.words) return undefined
    for (const word of one.words) words.add(word)
    for (const stemmed of one.stems) stems.add(stemmed)
    if (one.min > 0) return { words, stems }
  }
  return undefined
}

/** The end (exclusive token index) of the longest-first match of the pattern at `from`, or -1. */
export function matchAt({ elements, first }: Pattern, all: Token[], from: number): number {
  const token = all[from]!
  // Most patterns begin with a word that is not here: no need to try the rest.
  if (first && !first.words.has(token.word) && !(first.stems.size > 0 && first.stems.has(token.stem))) return -1
  return step(elements, 0, all, from, from)
}

function step(elements: Element[], at: number, all: Token[], index: number, from: number): number {
  if (at === elements.length) return index > from ? index : -1
  const { kind, matches, min, max } = elements[at]!
  if (kind === 'begin') return index === 0 ? step(elements, at + 1, all, index, from) : -1
  if (kind === 'end')
    return all.slice(index).every((token) => token.punctuation) ? step(elements, at + 1, all, index, from) : -1
  if (kind === 'notNext')
    return index < all.length && matches(all[index]!) ? -1 : step(elements, at + 1, all, index, from)
  let taken = 0
  while (taken < max && index + taken < all.length && matches(all[index + taken]!)) taken++
  for (; taken >= min; taken--) {
    const end = step(elements, at + 1, all, index + taken, from)
    if (end >= 0) return end
  }
  return -1
}

function element(source: string): Element {
  if (source === '^' || source === '$') {
    return {
      kind: source === '^' ? 'begin' : 'end',
      matches: () => true,
      min: 0,
      max: 0,
      words: undefined,
      stems: new Set(),
    }
  }
  const negative = source.startsWith('!')
  const match = /^!?(.+?)(\?|\{(\d+),(\d+)\})?$/.exec(source)!
  const alternatives = match[1]!.split('|')
  const words = new Set<string>()
  const stems = new Set<string>()
  const endings: string[] = []
  let any = false
  for (const alternative of alternatives) {
    if (alternative === '_') any = true
    else if (alternative.startsWith('*')) endings.push(alternative.slice(1))
    else if (alternative.startsWith('~')) stems.add(stem(alternative.slice(1)))
    else if (/^<.+>$/.test(alternative)) {
      const members = wordClasses[alternative.slice(1, -1)]
      if (!members) throw new Error(`There is no word class ${alternative}.`)
      for (const member of members) {
        if (member.startsWith('~')) stems.add(stem(member.slice(1)))
        else words.add(member)
      }
    } else if (/[<>{}?]/.test(alternative) && alternative !== '?')
      throw new Error(`“${source}” is no element of a pattern.`)
    else words.add(alternative)
  }
  const min = match[2] === undefined ? 1 : match[2] === '?' ? 0 : Number(match[3])
  const max = match[2] === undefined || match[2] === '?' ? 1 : Number(match[4])
  return {
    kind: negative ? 'notNext' : 'take',
    matches: any
      ? (token) => !token.punctuation
      : (token) =>
          words.has(token.word) ||
          (!token.punctuation && (stems.has(token.stem) || endings.some((ending) => endsIn(token.word, ending)))),
    min,
    max,
    words: any || endings.length > 0 ? undefined : words,
    stems,
  }
}

/** Words that end in -eed are no past tense. */
function endsIn(word: string, ending: string): boolean {
  return word.length >= 4 && word.endsWith(ending) && !word.endsWith('eed')
}
