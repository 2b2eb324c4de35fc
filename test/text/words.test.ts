import { expect, test } from 'vitest'
import { tokens } from '../../server/text/tokens.ts'
import { perWord, signsOf, wordSign } from '../../server/text/words.ts'

test('one word is one object wherever it is said, whatever its case', () => {
  const [first, other, again] = tokens('Parcel letter parcel')
  expect(again!.form).toBe(first!.form)
  expect(other!.form).not.toBe(first!.form)
})

test('what a reader works out is asked for once a word', () => {
  let asked = 0
  const length = perWord(({ text }) => {
    asked++
    return text.length
  })
  expect(tokens('bread bread bread rye').map(({ form }) => length(form))).toEqual([5, 5, 5, 3])
  expect(asked).toBe(2)
})

test('a sign asked for after a word was read holds of it, too', () => {
  const [word] = tokens('umbrella')
  const short = wordSign(({ text }) => text.length < 4)
  expect(signsOf(word!.form) & short).toBe(0)
  const long = wordSign(({ text }) => text.length > 4)
  expect(signsOf(word!.form) & long).toBe(long)
})

test('more words than are remembered give the same tokens', () => {
  const letters = (number: number) => [...String(number)].map((digit) => 'abcdefghij'[Number(digit)]).join('')
  const once = tokens('I don’t need Grüße from e.g. Anna').map(({ word, stem, capital }) => ({ word, stem, capital }))
  for (let from = 0; from < 60_000; from += 1000) {
    const text = Array.from({ length: 1000 }, (_, index) => letters(100_000 + from + index)).join(' ')
    expect(
      tokens(text)
        .map(({ word }) => word)
        .join(' '),
    ).toBe(text)
  }
  expect(
    tokens('I don’t need Grüße from e.g. Anna').map(({ word, stem, capital }) => ({ word, stem, capital })),
  ).toEqual(once)
})
