import { stem } from './stems.ts'
import { type Word, word } from './words.ts'

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
  /** The word as one that is shared with every other place where it is said. */
  form: Word
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
  let at = from
  while (at < to) {
    const kind = kindAt(text, at)
    if (kind === blank) {
      at++
      continue
    }
    if (kind === mark) {
      pushMark(found, text.charCodeAt(at), at, at + 1)
      at++
      continue
    }
    let end = kind === letter ? plainWordEnd(text, at) : -1
    if (end < 0) {
      tokenPattern.lastIndex = at
      const match = tokenPattern.exec(text)
      if (!match || match.index >= to) break
      at = match.index
      end = at + match[0].length
      pushWritten(found, match[0], at, end)
    } else pushParts(found, plainWord(text, at, end), at, end)
    at = end
  }
  return found
}

function pushWritten(found: Token[], form: string, start: number, end: number): void {
  if (!isLetter(form.charCodeAt(0))) {
    if (form.startsWith('{')) return
    if (marks.has(form) || form.startsWith('--')) {
      pushMark(found, form.length > 1 ? dash : form.charCodeAt(0), start, end)
      return
    }
  }
  let known = written.get(form)
  if (!known) {
    if (written.size >= mostWritten) written.clear()
    known = analysed(form)
    written.set(form, known)
  }
  pushParts(found, known, start, end)
}

function pushParts(found: Token[], { capital, parts }: WrittenWord, start: number, end: number): void {
  for (let index = 0; index < parts.length; index++) {
    const form = parts[index]!
    found.push({ word: form.text, stem: form.stem, start, end, capital, punctuation: false, form })
  }
}

const dash = 0x2014
const markWords = new Map(Array.from(marks, (sign) => [sign.charCodeAt(0), word(sign, sign, true)]))

function pushMark(found: Token[], code: number, start: number, end: number): void {
  const form = markWords.get(code)!
  found.push({ word: form.text, stem: form.text, start, end, capital: false, punctuation: true, form })
}

/** What a character of the first 128 begins; everything else is for the pattern to say. */
const [unknown, blank, letter, mark] = [0, 1, 2, 3] as const
const kinds = new Uint8Array(128).fill(blank)
for (let code = 65; code <= 90; code++) kinds[code] = kinds[code + 32] = letter
for (let code = 48; code <= 57; code++) kinds[code] = unknown
for (const sign of '.,;:!?()') kinds[sign.charCodeAt(0)] = mark
for (const sign of '-{') kinds[sign.charCodeAt(0)] = unknown

function kindAt(text: string, at: number): number {
  const code = text.charCodeAt(at)
  return code < 128 ? kinds[code]! : unknown
}

/**
 * The end of a word of ASCII letters and digits, apostrophes and hyphens within, or -1 when the pattern must say: other
 * signs may belong to the word, and "e.g." is one.
 */
function plainWordEnd(text: string, from: number): number {
  let at = from + 1
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (isLetterOrDigit(code)) continue
    if (code === 46) return at === from + 1 && isLetter(text.charCodeAt(at + 1)) ? -1 : at
    if (code === 39 || code === 45 || code === 0x2019) {
      const next = text.charCodeAt(at + 1)
      if (isLetterOrDigit(next)) continue
      if (next >= 128) return -1
      return at
    }
    return code < 128 && code !== 96 ? at : code === 0x201d || code === dash || code === 0x2026 ? at : -1
  }
  return at
}

function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90)
}

function isLetterOrDigit(code: number): boolean {
  return isLetter(code) || (code >= 48 && code <= 57)
}

interface WrittenWord {
  form: string
  capital: boolean
  parts: Word[]
}

const mostWritten = 50_000
/** A language has few words and a text repeats them: each written form is taken apart once. */
const written = new Map<string, WrittenWord>()

/** The same for plain words, found by their letters where they stand: most words need no string of their own. */
const places = 2 ** 17
let plainWords: (WrittenWord | undefined)[] = new Array(places).fill(undefined)
let plainCount = 0

function plainWord(text: string, from: number, to: number): WrittenWord {
  let hash = 0
  for (let at = from; at < to; at++) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0
  let place = (hash ^ (hash >>> 15)) & (places - 1)
  for (;;) {
    const known = plainWords[place]
    if (known === undefined) break
    if (known.form.length === to - from && standsAt(text, known.form, from)) return known
    place = (place + 1) & (places - 1)
  }
  const made = analysed(text.slice(from, to))
  if (plainCount >= mostWritten) {
    plainWords = new Array(places).fill(undefined)
    plainCount = 0
    return made
  }
  plainWords[place] = made
  plainCount++
  return made
}

function standsAt(text: string, form: string, from: number): boolean {
  for (let at = 0; at < form.length; at++) if (text.charCodeAt(from + at) !== form.charCodeAt(at)) return false
  return true
}

function analysed(form: string): WrittenWord {
  const parts = apart(matchingForm(form)).map((part) => word(part, stem(part), false))
  return { form, capital: /^\p{Lu}/u.test(form), parts }
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
