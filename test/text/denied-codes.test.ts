import { expect, test } from 'vitest'
import { defaultCodebook } from '../../server/codebook/default-codebook.ts'
import { opposites } from '../../server/text/cues/topics.ts'
import { suggestTags } from '../../server/text/suggest.ts'

/** Codes of the facet in a sentence that stands after others, so that its language can be told. */
function codesIn(sentence: string, facet = 'attitude'): (string | null)[] {
  const before = 'We talked about it for a while and then I said what I think of it. '
  const text = before + sentence
  return suggestTags(text, [{ start: 0, end: [...text].length }])
    .filter((tag) => tag.start >= before.length && tag.facet === facet)
    .map(({ code }) => code)
}

test.each([
  ['I really like how quiet the shop is.', 'attitude.favourable'],
  ['I do not like how loud the shop is.', 'attitude.unfavourable'],
  ['I don’t like it.', 'attitude.unfavourable'],
  ['I find it not very helpful.', 'attitude.unfavourable'],
  ['I don’t hate it, I mind the noise.', 'attitude.favourable'],
  ['I find it not bad at all.', 'attitude.favourable'],
  ['I do not only like it, I love it.', 'attitude.favourable'],
  ['I like the old one, not the new one.', 'attitude.favourable'],
])('%s', (sentence, code) => {
  expect(codesIn(sentence)).toContain(code)
})

test('the opposites that rules know are those of the codebook a study begins with', () => {
  const own = defaultCodebook.flatMap(({ key, opposite }) => (opposite ? [[key, opposite]] : []))
  expect(Object.fromEntries(own)).toEqual(opposites)
})
