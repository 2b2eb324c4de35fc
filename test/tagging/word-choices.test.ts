import fc from 'fast-check'
import { expect, test } from 'vitest'
import { wordChoices } from '../../server/tagging/word-choices.ts'
import { offsetMap, sliceCodePoints } from '../../server/text/code-points.ts'

test('every word is offered with its exact place, whatever the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.nat(1000), (text, offset) => {
      const well = text.toWellFormed()
      const map = offsetMap(well)
      const choices = wordChoices(well, offset)
      expect(choices.map(({ word }) => word).join('')).toBe(well.replace(/\s+/gu, ''))
      for (const { word, start, end } of choices)
        expect(sliceCodePoints(well, map, { start: start - offset, end: end - offset })).toBe(word)
    }),
    { seed: 11, numRuns: 300 },
  )
})

test('scripts without spaces are offered word by word', () => {
  expect(wordChoices('洗濯機が壊れた。', 0).length).toBeGreaterThan(2)
  expect(wordChoices('the old 😀 one', 3)).toEqual([
    { word: 'the', start: 3, end: 6 },
    { word: 'old', start: 7, end: 10 },
    { word: '😀', start: 11, end: 12 },
    { word: 'one', start: 13, end: 16 },
  ])
})
