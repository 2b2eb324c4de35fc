import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { coverageOf } from '../../server/exports/font-coverage.ts'
import { printable } from '../../server/exports/printable.ts'

const require = createRequire(import.meta.url)
const newsreader = readFileSync(require.resolve('@expo-google-fonts/newsreader/400Regular/Newsreader_400Regular.ttf'))
const covers = coverageOf(newsreader)
const isLatin = (codePoint: number) => codePoint < 0x250 || (codePoint > 0x2010 && codePoint < 0x2040)

test('a font’s own map says what it has: Latin with its accents, no Arabic, no Han, no emoji', () => {
  for (const letter of 'aZ9éßŁő“”…%−') expect(covers(letter.codePointAt(0)!), letter).toBe(true)
  for (const letter of ['ب', '証', '😀', 'Ж', '\uffff']) expect(covers(letter.codePointAt(0)!), letter).toBe(false)
})

test('bytes that are no font are refused', () => {
  expect(() => coverageOf(Buffer.from('%PDF-1.7 and so on'))).toThrow(RangeError)
})

test('a run that no font has is named once, words and spaces between them included', () => {
  const { data, lacking } = printable({ text: 'said: أقرأ التقييمات السيئة, then bought' }, isLatin)
  expect(data.text).toBe('said: [Arabic], then bought')
  expect(lacking).toEqual(['Arabic'])
})

test('scripts beside each other are named each, an emoji of several parts is one', () => {
  const { data, lacking } = printable(['証拠 Жук 👩‍👩‍👧 ok ☃', 'plain'], isLatin)
  expect(data).toEqual(['[Chinese] [Cyrillic] [emoji] ok [emoji]', 'plain'])
  expect(lacking).toEqual(['Chinese', 'Cyrillic', 'emoji'])
})

test('spaces, joiners and line marks have no shape to lack; words that are all there stay byte for byte', () => {
  const text = '27\u202f% of\u00a0“us” so\u00adft e\u0301tat \u200f'
  expect(printable({ text }, (codePoint) => isLatin(codePoint) || codePoint === 0x301)).toEqual({
    data: { text },
    lacking: [],
  })
})

test('pictures, what is read aloud, numbers and bytes are left as they are', () => {
  const data = {
    svg: '<title>証</title>',
    alt: '証',
    mark: '証',
    logo: { bytes: [1, 2, 3] },
    share: 0.4,
    none: null,
    yes: true,
  }
  expect(printable(data, isLatin)).toEqual({ data, lacking: [] })
})

test('an address gets places to break, a long word keeps to its letters', () => {
  const { data } = printable(
    { address: 'verbatim.example/personas/019a-4b2c-77f0/p1', word: 'Rindfleischetikettierungsgesetz' },
    isLatin,
  )
  expect(data.address).toContain('\u200b')
  expect(data.address.replaceAll('\u200b', '')).toBe('verbatim.example/personas/019a-4b2c-77f0/p1')
  expect(data.word).toBe('Rindfleischetikettierungsgesetz')
})
