/** One word or mark, shared by every place where it is said, with what readers of words have worked out of it. */
export interface Word {
  readonly text: string
  readonly stem: string
  readonly punctuation: boolean
  /** One place for each reader; see `perWord`. */
  readonly facts: unknown[]
  /** A bit for each sign it has; see `wordSign`. */
  signs: number
  /** How many signs were looked for: more may be asked for later. */
  signsRead: number
}

const known = new Map<string, Word>()
const mostKnown = 50_000
let readers = 0
const tellers: ((word: Word) => boolean)[] = []

/** The shared word of this text and stem; one that was let go is made anew, since nothing but speed hangs on its being the same. */
export function word(text: string, stem: string, punctuation: boolean): Word {
  const found = known.get(text)
  if (found !== undefined && found.stem === stem && found.punctuation === punctuation) return found
  const made: Word = { text, stem, punctuation, facts: new Array(readers).fill(undefined), signs: 0, signsRead: 0 }
  if (known.size >= mostKnown) known.clear()
  known.set(text, made)
  return made
}

/**
 * A reader that works out something of each word once and finds it with the word afterwards.
 * @param tell depends on nothing but the word, and never gives undefined
 */
export function perWord<Fact>(tell: (word: Word) => Fact): (word: Word) => Fact {
  const place = readers++
  return (one) => {
    const found = one.facts[place]
    if (found !== undefined) return found as Fact
    const made = tell(one)
    one.facts[place] = made
    return made
  }
}

/**
 * The bit, in what `signsOf` gives, of words that have this sign.
 * @param tell depends on nothing but the word
 * @throws {RangeError} for more signs than a whole number has bits
 */
export function wordSign(tell: (word: Word) => boolean): number {
  if (tellers.length === 31) throw new RangeError('There is room for 31 signs of words.')
  return 1 << (tellers.push(tell) - 1)
}

/** The signs of a word, a bit for each. */
export function signsOf(one: Word): number {
  for (; one.signsRead < tellers.length; one.signsRead++) {
    if (tellers[one.signsRead]!(one)) one.signs |= 1 << one.signsRead
  }
  return one.signs
}
