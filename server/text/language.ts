import type { Token } from './tokens.ts'
import { signsOf, wordSign } from './words.ts'

const functionWords = new Set(
  `the a an and or but if so because of to in on at for with from by as is am are was were be been do does did not have has had
  will would can could should may might i you he she it we they me my your his her our their this that these those there what
  which who when where why how all any some no yes than then just about into out up my mine its im`.split(/\s+/),
)

const functionWord = wordSign(({ text }) => functionWords.has(text))
const foreignWord = wordSign(({ text }) => /[^\p{Script=Latin}\p{N}\p{M}'\-_]/u.test(text))

export interface LanguageVerdict {
  english: boolean
  /** Share of words that are English function words, a fraction. */
  functionWordShare: number
  /** Words counted. */
  words: number
}

/**
 * Whether cue rules written for English may be applied to these words.
 * About 45 % of running English words are function words and well under 12 % of another language's words look like one, so a
 * document of at least 8 words below 12 % is taken as not English; shorter ones only when most letters are not Latin.
 * Decided for a whole document, never for a single short answer, where any rule would guess.
 */
export function languageVerdict(all: Iterable<Token>): LanguageVerdict {
  let words = 0
  let hits = 0
  let foreign = 0
  for (const token of all) {
    if (token.punctuation) continue
    words++
    const signs = signsOf(token.form)
    if (signs & functionWord) hits++
    if (signs & foreignWord) foreign++
  }
  const functionWordShare = words === 0 ? 0 : hits / words
  const english = words >= 8 ? functionWordShare >= 0.12 && foreign / words < 0.3 : words === 0 || foreign / words < 0.5
  return { english, functionWordShare, words }
}
