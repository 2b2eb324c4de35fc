import { stem } from '../stems.ts'
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
}

/** One place of a pattern: which words may stand there, and how often. */
export interface Element {
  /** The words it stands for as written in the pattern; two of the same are matched by the same words. */
  key: string
  min: number
  max: number
  kind: 'take' | 'notNext' | 'begin' | 'end'
  /** Any word at all, but no punctuation mark. */
  any: boolean
  words: Set<string>
  stems: Set<string>
  endings: string[]
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
  const made: Pattern = { source, elements }
  compiled.set(source, made)
  return made
}

function element(source: string): Element {
  if (source === '^' || source === '$') {
    const kind = source === '^' ? 'begin' : 'end'
    return { key: source, kind, min: 0, max: 0, any: false, words: new Set(), stems: new Set(), endings: [] }
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
  return { key: match[1]!, kind: negative ? 'notNext' : 'take', min, max, any, words, stems, endings }
}

/** Words that end in -eed are no past tense. */
export function endsIn(word: string, ending: string): boolean {
  return word.length >= 4 && word.endsWith(ending) && !word.endsWith('eed')
}
