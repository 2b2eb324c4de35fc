import { stem } from './stems.ts'

/** One word or punctuation mark as the cue rules see it, with the place it has in the text as written. */
export interface Token {
  /** Lower case, NFKC, straight apostrophe, contractions taken apart ("don't" gives "do" and "not"). */
  word: string
  /** Porter stem of the word; the word itself for punctuation. */
  stem: string
  /** UTF-16 range in the text as written; the parts of a contraction share the whole contraction's range. */
  start: number
  end: number
  /** The first letter is a capital in the text as written. */
  capital: boolean
  /** A mark that no gap in a pattern may cross. */
  punctuation: boolean
}

const apostrophes = "['\u2019\u02bc\u00b4`\u2018]"
const tokenPattern = new RegExp(
  `\\{[a-z]+\\}|(?:\\p{L}\\.){2,}|\\p{N}+(?:[.,]\\p{N}+)+%?|[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}]*(?:(?:${apostrophes}|[-\\u2010\\u2011])[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}]*)*|[.,;:!?\u2026()\u2014\u2013]|--+`,
  'gu',
)
const marks = new Set('.,;:!?\u2026()\u2014\u2013')
const anyApostrophe = new RegExp(apostrophes, 'g')

const whole: Record<string, string[]> = {
  cannot: ['can', 'not'],
  "can't": ['can', 'not'],
  cant: ['can', 'not'],
  "won't": ['will', 'not'],
  wont: ['will', 'not'],
  "shan't": ['shall', 'not'],
  "ain't": ['is', 'not'],
  dont: ['do', 'not'],
  doesnt: ['does', 'not'],
  didnt: ['did', 'not'],
  isnt: ['is', 'not'],
  wasnt: ['was', 'not'],
  couldnt: ['could', 'not'],
  wouldnt: ['would', 'not'],
  gonna: ['going', 'to'],
  wanna: ['want', 'to'],
  gotta: ['got', 'to'],
  dunno: ['do', 'not', 'know'],
  im: ['i', 'am'],
  ive: ['i', 'have'],
  "let's": ['let', 'us'],
  "y'all": ['you', 'all'],
}

const endings: [string, string][] = [
  ["n't", 'not'],
  ["'m", 'am'],
  ["'re", 'are'],
  ["'ve", 'have'],
  ["'ll", 'will'],
  ["'d", "'d"],
  ["'s", "'s"],
]

/**
 * Words and punctuation marks of a piece of text, in order.
 * @param text the text as written
 * @param from UTF-16 index where to begin
 * @param to   UTF-16 index where to end, exclusive
 * Transcribers' marks in braces such as {vocalsound} give no token; what cannot be said (symbols, emoji) gives none either.
 */
export function tokens(text: string, from = 0, to = text.length): Token[] {
  const found: Token[] = []
  tokenPattern.lastIndex = from
  for (let match = tokenPattern.exec(text); match && match.index < to; match = tokenPattern.exec(text)) {
    const form = match[0]
    if (form.startsWith('{')) continue
    const start = match.index
    const end = start + form.length
    if (marks.has(form) || form.startsWith('--')) {
      const mark = form.length > 1 ? '\u2014' : form
      found.push({ word: mark, stem: mark, start, end, capital: false, punctuation: true })
      continue
    }
    const { capital, parts } = analysed(form)
    for (const part of parts) {
      found.push({ word: part.word, stem: part.stem, start, end, capital, punctuation: false })
    }
  }
  return found
}

interface WrittenWord {
  capital: boolean
  parts: { word: string; stem: string }[]
}

/** A language has few words and a text repeats them: each written form is taken apart once. */
const written = new Map<string, WrittenWord>()
const mostWritten = 50_000

function analysed(form: string): WrittenWord {
  const known = written.get(form)
  if (known) return known
  const parts = apart(matchingForm(form)).map((word) => ({ word, stem: stem(word) }))
  const word: WrittenWord = { capital: /^\p{Lu}/u.test(form), parts }
  if (written.size >= mostWritten) written.clear()
  written.set(form, word)
  return word
}

/** How a word is compared: compatibility forms folded, one kind of apostrophe, lower case. */
export function matchingForm(written: string): string {
  // The acute accent used as an apostrophe would fold into a space and a combining mark, so it goes first.
  return written.replace(anyApostrophe, "'").normalize('NFKC').toLowerCase()
}

function apart(word: string): string[] {
  if (Object.hasOwn(whole, word)) return whole[word]!
  if (!word.includes("'")) return [word]
  for (const [ending, part] of endings) {
    if (word.length > ending.length && word.endsWith(ending)) {
      const head = word.slice(0, -ending.length)
      // "wouldn't've" has two; English never has three.
      return Object.hasOwn(whole, head)
        ? [...whole[head]!, part]
        : head.includes("'")
          ? [...apart(head), part]
          : [head, part]
    }
  }
  return [word]
}
