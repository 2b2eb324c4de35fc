import { describe, expect, test } from 'vitest'
import { clauseNumbers } from '../../server/text/clauses.ts'
import { sentences } from '../../server/text/sentences.ts'
import { tokens } from '../../server/text/tokens.ts'

const split = (text: string) =>
  sentences(text, { start: 0, end: text.length }).map(({ start, end }) => text.slice(start, end))

describe('sentences', () => {
  test('abbreviations end none', () => {
    expect(split('Dr. Smith said it is fine. We ate, e.g. for lunch, at noon. It costs approx. 5 pounds.')).toEqual([
      'Dr. Smith said it is fine.',
      'We ate, e.g. for lunch, at noon.',
      'It costs approx. 5 pounds.',
    ])
  })

  test('a line that was wrapped goes on, a new paragraph does not', () => {
    expect(split('How many do you \nhave at home?\n\nThree\n\nor four')).toEqual([
      'How many do you \nhave at home?',
      'Three',
      'or four',
    ])
  })

  test('list items stand alone', () => {
    expect(split('I buy\n- bread\n- milk')).toEqual(['I buy', '- bread', '- milk'])
  })

  test('a long run without marks is divided where a new subject begins, and no word is lost', () => {
    const run =
      'i went to the shop in the morning to get some bread and milk for the kids and i saw that the door was closed because of the rain so we drove to the other one near the station but it was far too crowded and they had no bread left at all'
    const pieces = split(run)
    expect(pieces.length).toBeGreaterThan(2)
    expect(pieces.join(' ')).toBe(run)
    expect(pieces[1]).toMatch(/^(?:and|so|but) /)
  })
})

describe('tokens', () => {
  const words = (text: string) => tokens(text).map(({ word }) => word)

  test('contractions are taken apart, with either apostrophe', () => {
    expect(words("I don't, I won’t, I can´t, it`s")).toEqual([
      'i',
      'do',
      'not',
      ',',
      'i',
      'will',
      'not',
      ',',
      'i',
      'can',
      'not',
      ',',
      'it',
      "'s",
    ])
    expect(words("I'd've gone")).toEqual(['i', "'d", 'have', 'gone'])
  })

  test('parts of a contraction keep the place of the whole', () => {
    const [, , not] = tokens("I don't")
    expect([not!.start, not!.end]).toEqual([2, 7])
  })

  test('accents, figures and short forms stay whole; marks in braces and emoji are no words', () => {
    expect(words('café naïve 4.50 e.g. {vocalsound} 🙂 go')).toEqual(['café', 'naïve', '4.50', 'e.g.', 'go'])
  })

  test('compatibility forms are folded for matching while the text keeps them', () => {
    const text = 'ｎｅｅｄ ﬁnd'
    expect(words(text)).toEqual(['need', 'find'])
    expect(text.slice(tokens(text)[1]!.start, tokens(text)[1]!.end)).toBe('ﬁnd')
  })

  test('word forms meet in one stem, “needs” and “need” too', () => {
    const stems = tokens('frustrated frustrating frustration needs need').map(({ stem }) => stem)
    expect(new Set(stems)).toEqual(new Set(['frustrat', 'need']))
  })
})

test('clauses end at marks, at “but” and where “and” brings a new subject', () => {
  const sentence = tokens('I like it but the queue is long and we wait, you see')
  const clauses = clauseNumbers(sentence)
  const first = (word: string) => clauses[sentence.findIndex((token) => token.word === word)]!
  expect(first('but')).toBe(first('like') + 1)
  expect(first('and')).toBe(first('but') + 1)
  expect(first('see')).toBe(first('wait') + 1)
})
