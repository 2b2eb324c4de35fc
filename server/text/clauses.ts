import type { Token } from './tokens.ts'
import { signsOf, wordSign } from './words.ts'

const clauseMarks = new Set([',', ';', ':', '\u2014', '(', ')', '.', '!', '?', '\u2026'])
const alwaysDivides = new Set([
  'but',
  'because',
  'although',
  'though',
  'whereas',
  'while',
  'unless',
  'however',
  'except',
])
const dividesBeforeSubject = new Set([
  'and',
  'so',
  'or',
  'then',
  'cause',
  'since',
  'if',
  'when',
  'whenever',
  'until',
  'once',
  'which',
  'who',
])
const subjects = new Set([
  'i',
  'we',
  'you',
  'he',
  'she',
  'it',
  'they',
  'there',
  'this',
  'that',
  'my',
  'our',
  'the',
  'people',
  'ai',
])

const clauseMark = wordSign(({ text, punctuation }) => punctuation && clauseMarks.has(text))
const always = wordSign(({ text }) => alwaysDivides.has(text))
const beforeSubject = wordSign(({ text }) => dividesBeforeSubject.has(text))
const subject = wordSign(({ text }) => subjects.has(text))

/**
 * The clause each token belongs to, as numbers that rise along the sentence. A clause ends at a mark, before a conjunction
 * that opposes or explains, and before "and", "so", "if" and the like when a new subject follows.
 * A comma between two figures or items of a list divides too: a scope that is too short does less harm than one too long.
 */
export function clauseNumbers(sentence: Token[]): number[] {
  const numbers = new Array<number>(sentence.length)
  let clause = 0
  for (let index = 0; index < sentence.length; index++) {
    const signs = signsOf(sentence[index]!.form)
    if (signs & clauseMark) {
      numbers[index] = clause++
      continue
    }
    if (signs & (always | beforeSubject)) {
      const next = sentence[index + 1]
      const opens = (signs & always) !== 0 || (next !== undefined && (signsOf(next.form) & subject) !== 0)
      if (opens && index > 0 && !sentence[index - 1]!.punctuation) clause++
    }
    numbers[index] = clause
  }
  return numbers
}
