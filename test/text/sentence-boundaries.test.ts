import { expect, test } from 'vitest'
import { randomFrom } from '../../server/statistics/random.ts'
import { sentenceBoundaries } from '../../server/text/sentence-boundaries.ts'
import { tokens } from '../../server/text/tokens.ts'

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' })
const byIntl = (text: string) => Array.from(segmenter.segment(text), ({ segment, index }) => index + segment.length)
const characters =
  'aBc1.!?,:;-"\'()[] \t\n\u00a0\u2019\u201c\u201d\u2013\u2014\u2026éÉß×\u2028$%&/\u2022\r\u0085\u0301字é😀'

test('sentences end where Intl.Segmenter says, for any mixture of signs', () => {
  const random = randomFrom(5)
  for (let round = 0; round < 20_000; round++) {
    const text = Array.from(
      { length: 1 + random.integer(12) },
      () => characters[random.integer(characters.length)],
    ).join('')
    expect([text, sentenceBoundaries(text)]).toEqual([text, byIntl(text)])
  }
})

test.each([
  ['full stops before small letters', 'See e.g. lunch. Then home.'],
  ['figures', 'It cost 3.50 euros. 4 of us paid.'],
  ['quotes and brackets', 'He said “stop.” (Really!) We did.'],
  ['an empty text', ''],
])('%s', (_, text) => {
  expect(sentenceBoundaries(text)).toEqual(byIntl(text))
})

test('words read the quick way and by the pattern are the same, wherever the reading begins', () => {
  const text =
    "I don't know the U.S. price–it’s 3.5%, well-known (e.g. café's) -- isn't` it? x.y {vocalsound} naïve 字a"
  const whole = tokens(text)
  for (const { start } of whole) {
    expect(tokens(text, start)).toEqual(whole.filter((token) => token.start >= start))
  }
  expect(whole.map(({ word }) => word)).toEqual(
    "i do not know the u.s. price – it 's 3.5% , well-known ( e.g. café 's ) — is not it ? x . y naïve 字a".split(' '),
  )
})
