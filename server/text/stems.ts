// The root of `natural` reads .env files and prints to standard output when it is imported; this folder of it does neither.
import { PorterStemmer } from 'natural/lib/natural/stemmers/index.js'

const known = new Map<string, string>()
const cacheLimit = 50_000

/**
 * Porter's stem of one lower-case word, so that "frustrated", "frustrating" and "frustration" meet.
 * Words with other signs than a-z are returned as they are: the algorithm is for English only.
 * Source: Porter (1980), An algorithm for suffix stripping, Program 14(3), 130-137; through the package natural.
 */
export function stem(word: string): string {
  const found = known.get(word)
  if (found !== undefined) return found
  // Porter turns "needs" into "nee" but leaves "need": words that end in a doubled vowel and "ds" only lose their s.
  const regular = word.replace(/eeds$/, 'eed')
  const result = /^[a-z]+$/.test(word) ? PorterStemmer.stem(regular) : word
  if (known.size >= cacheLimit) known.clear()
  known.set(word, result)
  return result
}
