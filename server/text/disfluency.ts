import type { Token } from './tokens.ts'

const sounds = new Set([
  'um',
  'umm',
  'uh',
  'uhh',
  'uhm',
  'er',
  'erm',
  'hmm',
  'mm',
  'mmm',
  'mm-hmm',
  'mhm',
  'ah',
  'eh',
  'huh',
])
const beforeYouKnow = new Set(['do', 'did', 'if', 'as', 'what', 'would', 'should', 'let', 'when', 'that'])
const afterYouKnow = new Set(['what', 'how', 'why', 'where', 'when', 'who', 'that', 'the', 'about', 'if'])

/**
 * The tokens a reader hears: without fillers ("um", "you know", "I mean", ", like,"), and without the first half of a
 * false start ("I I think", "to to the"). The tokens kept keep their places, so spans still cover what was really said.
 */
export function fluentTokens(all: Token[]): Token[] {
  const kept: Token[] = []
  for (let index = 0; index < all.length; index++) {
    const token = all[index]!
    const next = all[index + 1]
    if (sounds.has(token.word)) {
      // "um," goes with its comma, or the comma would close a clause that never opened.
      if (next?.word === ',') index++
      continue
    }
    if (
      token.word === 'you' &&
      next?.word === 'know' &&
      !beforeYouKnow.has(kept.at(-1)?.word ?? '') &&
      !afterYouKnow.has(all[index + 2]?.word ?? '')
    ) {
      index += all[index + 2]?.word === ',' ? 2 : 1
      continue
    }
    if (
      token.word === 'i' &&
      next?.word === 'mean' &&
      (all[index + 2]?.word === ',' || kept.length === 0 || kept.at(-1)!.punctuation)
    ) {
      index += all[index + 2]?.word === ',' ? 2 : 1
      continue
    }
    if (token.word === 'like' && next?.word === ',' && kept.at(-1)?.word === ',') {
      index++
      continue
    }
    if (next && next.word === token.word && !token.punctuation && token.word.length <= 5 && !repeatable.has(token.word))
      continue
    kept.push(token)
  }
  return kept
}

/** Short words that English doubles on purpose. */
const repeatable = new Set(['had', 'that', 'very', 'so', 'no', 'far', 'long', 'much', 'bye', 'more'])
