import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalText } from '../../server/text/canonical-text.ts'
import { codePointLength, offsetMap, sliceCodePoints } from '../../server/text/code-points.ts'
import { suggestTags } from '../../server/text/suggest.ts'

describe('code points and UTF-16', () => {
  test('the vector with an emoji and a composed accent', () => {
    const text = 'P01: 🙂 é too slow, honestly.'
    const map = offsetMap(text)
    const start = text.indexOf('too slow')
    expect([start, start + 8]).toEqual([10, 18])
    expect([map.toCodePoint(start), map.toCodePoint(start + 8)]).toEqual([9, 17])
    expect(sliceCodePoints(text, map, { start: 9, end: 17 })).toBe('too slow')
  })

  test('both ways agree with counting by hand, on any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (raw) => {
        const text = canonicalText(raw)
        const points = [...text]
        const map = offsetMap(text)
        expect(map.length).toBe(points.length)
        expect(codePointLength(text)).toBe(points.length)
        let utf16 = 0
        for (const [codePoint, character] of points.entries()) {
          expect(map.toCodePoint(utf16)).toBe(codePoint)
          expect(map.toUtf16(codePoint)).toBe(utf16)
          utf16 += character.length
        }
        expect(map.toUtf16(points.length)).toBe(text.length)
      }),
    )
  })
})

describe('canonical text', () => {
  test('it has LF only, no mark, no NUL, composed letters and no lone surrogate', () => {
    expect(canonicalText('\ufeffa\r\nb\rc\u0000d e\u0301 \ud83d!')).toBe('a\nb\ncd é \ufffd!')
  })

  test('it trims and re-wraps nothing', () => {
    expect(canonicalText('  a\t b\u00a0 \n\n c ')).toBe('  a\t b\u00a0 \n\n c ')
  })
})

test('every suggestion’s quote is the slice of its range, with emoji and accents before it', () => {
  const piece = fc.constantFrom(
    '🙂 ',
    'é ',
    'I need a receipt. ',
    'It was so confusing! ',
    'I’d love to see it. ',
    '😀I usually walk, um, home. ',
    '\n\n',
    'No. ',
  )
  fc.assert(
    fc.property(fc.array(piece, { minLength: 1, maxLength: 30 }), (pieces) => {
      const text = pieces.join('')
      const points = [...text]
      for (const tag of suggestTags(text, [{ start: 0, end: points.length }])) {
        expect(points.slice(tag.start, tag.end).join('')).toBe(tag.quote)
        expect(tag.quote.trim()).toBe(tag.quote)
        expect(tag.strength).toBeGreaterThan(0)
        expect(tag.strength).toBeLessThanOrEqual(1)
      }
    }),
  )
})

test('only the ranges given are read', () => {
  const text = 'Q: I need a receipt. A: I need a quiet place.'
  const start = text.indexOf('I need a quiet')
  const tags = suggestTags(text, [{ start, end: text.length }])
  expect(tags.map(({ quote }) => quote)).toEqual(['I need a quiet place.'])
})

test('words that are not English get no suggestions', () => {
  const swedish = 'Ta en kopp varmt te. Det är inte varmt. Har en kopp te. Det smakar som te. Jag need a receipt.'
  expect(suggestTags(swedish, [{ start: 0, end: swedish.length }])).toEqual([])
})

test('the same words give the same suggestions', () => {
  const text = 'I need a receipt. It was so confusing that I gave up last week. I usually walk home.'
  const once = suggestTags(text, [{ start: 0, end: text.length }])
  expect(suggestTags(text, [{ start: 0, end: text.length }])).toEqual(once)
  expect(once.map(({ facet }) => facet)).toEqual(['need', 'experience', 'pain', 'behaviour'])
})
