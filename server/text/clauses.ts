import type { Token } from './tokens.ts'

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

/**
 * The clause each token belongs to, as numbers that rise along the sentence. A clause ends at a mark, before a conjunction
 * that opposes or explains, and before "and", "so", "if" and the like when a new subject follows.
 * A comma between two figures or items of a list divides too: a scope that is too short does less harm than one too long.
 */
export function clauseNumbers(sentence: Token[]): number[] {
  let clause = 0
  return sentence.map((token, index) => {
    if (token.punctuation && clauseMarks.has(token.word)) return clause++
    const next = sentence[index + 1]
    const opens =
      alwaysDivides.has(token.word) ||
      (dividesBeforeSubject.has(token.word) && next !== undefined && subjects.has(next.word))
    if (opens && index > 0 && !sentence[index - 1]!.punctuation) clause++
    return clause
  })
}
