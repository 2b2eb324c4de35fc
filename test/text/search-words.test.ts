import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findWords, foldedForSearch } from '../../server/text/search-words.ts'

const found = (text: string, words: string) =>
  findWords(text, words, 100).map(({ start, end }) => [...text].slice(start, end).join(''))

test('case, accents, line breaks and curly apostrophes make no difference', () => {
  expect(found('At the Café 😀 and the CAFE\u0301; don’t\n  go', 'cafe')).toEqual(['Café', 'CAFE\u0301'])
  expect(found('I don’t\n\n  go there', "DON'T GO")).toEqual(['don’t\n\n  go'])
  expect(found('Straße und Ångström', 'angstrom')).toEqual(['Ångström'])
  expect(found('قال مُحَمَّد نعم', 'محمد')).toEqual(['مُحَمَّد'])
})

test('places are code points of the text as written', () => {
  expect(findWords('😀😀 bread', 'bread', 1)).toEqual([{ start: 3, end: 8 }])
})

test('nothing typed finds nothing, and no more places are given than asked for', () => {
  expect(findWords('aaa', ' ', 10)).toEqual([])
  expect(findWords('aaa', 'a', 2)).toHaveLength(2)
})

test('whatever is found folds to what was typed', () => {
  const piece = fc.constantFrom('a', 'É', 'e\u0301', '😀', ' ', '\n', 'ß', 'ﬁ', 'İ', 'שׁ', '\u0301')
  const text = fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join(''))
  fc.assert(
    fc.property(text, fc.constantFrom('e', 'a e', 'ss', 'fi', 'i', 'ש', '😀'), (whole, words) => {
      for (const hit of found(whole, words)) expect(foldedForSearch(hit)).toContain(foldedForSearch(words))
    }),
    { numRuns: 1000 },
  )
})
