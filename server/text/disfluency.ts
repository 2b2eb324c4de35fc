import type { Token } from './tokens.ts'
import { signsOf, wordSign } from './words.ts'

const sounds = new Set('um umm uh uhh uhm er erm hmm mm mmm mm-hmm mhm ah eh huh'.split(' '))
const beforeYouKnow = new Set('do did if as what would should let when that'.split(' '))
const afterYouKnow = new Set('what how why where when who that the about if'.split(' '))
/** Short words that English doubles on purpose. */
const doubled = new Set('had that very so no far long much bye more'.split(' '))

/** Whether the word begins a filler, alone or with others. */
const mayFill = wordSign(({ text }) => sounds.has(text) || text === 'you' || text === 'i' || text === 'like')

/**
 * The tokens a reader hears: without fillers ("um", "you know", "I mean", ", like,"), and without the first half of a
 * false start ("I I think", "to to the"). The tokens kept keep their places, so spans still cover what was really said.
 */
export function fluentTokens(all: Token[]): Token[] {
  const kept: Token[] = []
  let index = 0
  while (index < all.length) {
    const length = signsOf(all[index]!.form) & mayFill ? fillerAt(all, index, kept.at(-1)) : 0
    if (length > 0) {
      index += length
      // The commas around a filler go with it, or they would divide a clause in the middle.
      const closing = all[index]?.word === ','
      if (closing) index++
      if (closing && kept.at(-1)?.word === ',') kept.pop()
      continue
    }
    const token = all[index]!
    const next = all[index + 1]
    const falseStart =
      next?.word === token.word && !token.punctuation && token.word.length <= 5 && !doubled.has(token.word)
    if (!falseStart) kept.push(token)
    index++
  }
  return kept
}

/** How many tokens the filler that begins here has; 0 when none does. */
function fillerAt(all: Token[], index: number, before: Token | undefined): number {
  const { word } = all[index]!
  const next = all[index + 1]?.word
  if (sounds.has(word)) return 1
  if (word === 'you' && next === 'know') {
    return beforeYouKnow.has(before?.word ?? '') || afterYouKnow.has(all[index + 2]?.word ?? '') ? 0 : 2
  }
  if (word === 'i' && next === 'mean') {
    return all[index + 2]?.word === ',' || before === undefined || before.punctuation ? 2 : 0
  }
  return word === 'like' && next === ',' && before?.word === ',' ? 1 : 0
}
