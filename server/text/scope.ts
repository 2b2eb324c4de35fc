import { clauseNumbers } from './clauses.ts'
import type { Token } from './tokens.ts'
import { signsOf, wordSign } from './words.ts'

/** One sentence ready for the cue rules: its fluent tokens and what surrounds each of them. */
export interface ScopedSentence {
  tokens: Token[]
  clauses: number[]
  /** The speaker asks. */
  question: boolean
  /** Token indexes between quotation marks: somebody's words, not the speaker's own. */
  quoted: ReadonlySet<number>
  /** Which kinds of scope words occur at all: most sentences have few, and what is not there needs no search. */
  occurring: ScopeWords
}

interface ScopeWords {
  /** Signs of all words together. */
  signs: number
  /** Phrases in the order of their list, each with the token at which it begins. */
  hedges: PlacedPhrase[]
  resolutions: PlacedPhrase[]
}

interface PlacedPhrase {
  phrase: string[]
  /** Place in the list of phrases. */
  order: number
  index: number
}

/** What the surroundings do to a cue: the words that did it, for the reason, or undefined. */
export interface Surroundings {
  negatedBy: string | undefined
  hypotheticalBy: string | undefined
  hedgedBy: string | undefined
  reportedBy: string | undefined
  otherSubject: string | undefined
  resolvedBy: string | undefined
  question: boolean
}

const words = (list: string): Set<string> => new Set(list.split(/\s+/))

const negators = words('not never no without hardly barely scarcely nobody none neither nor nothing rarely')
const reachOfNegation = 6
const functionWords = words('the a an of to in on at for it that is are be do does did have has i we my')
/** Denials that praise, or are mere forms: they do not turn what follows. */
const notDenials = [
  ['not', 'only'],
  ['not', 'just'],
  ['not', 'to', 'mention'],
  ['no', 'doubt'],
  ['no', 'matter'],
  ['no', 'wonder'],
  ['not', 'bad'],
  ['not', 'sure', 'if'],
  ['not', 'until'],
  ['no', 'problem'],
  ['no', ','],
  ['why', 'not'],
  ['or', 'not'],
  ['whether', 'or', 'not'],
  ['not', 'anymore'],
  ['no', 'longer', 'works'],
  ['not', 'mind'],
  ['not', 'help', 'but'],
]
const hedges = [
  ['maybe'],
  ['perhaps'],
  ['probably'],
  ['possibly'],
  ['kind', 'of'],
  ['sort', 'of'],
  ['i', 'guess'],
  ['i', 'suppose'],
  ['might'],
  ['not', 'sure'],
  ['somewhat'],
  ['not', 'really'],
  ['i', 'would', 'say'],
  ['a', 'bit'],
  ['a', 'little'],
  ['may'],
  ['to', 'some', 'extent'],
]
const hypotheticals = words(`if would 'd could imagine suppose might wish hypothetically`)
const reporters =
  words(`said says told tells claims claimed complained mentioned asks asked thinks believes thought feels argue
  argues`)
const otherSubjects =
  words(`he she they people everyone someone somebody others boss manager colleague colleagues coworker coworkers
  customer customers client clients users students wife husband friend friends you`)
const firstPerson = words('i we my our me us myself')
const resolutions = [
  ['used', 'to', 'be'],
  ['no', 'longer'],
  ['not', 'anymore'],
  ['anymore'],
  ['but', 'now'],
  ['fixed'],
  ['solved'],
  ['resolved'],
  ['got', 'better'],
  ['sorted', 'out'],
  ['has', 'improved'],
]
const auxiliaries = words(
  'do does did can could would will should is are was were have has am may what why how when where who which',
)

const hedgesByFirst = byFirstWord(hedges)
const resolutionsByFirst = byFirstWord(resolutions)

function byFirstWord(phrases: string[][]): Map<string, { phrase: string[]; order: number }[]> {
  const found = new Map<string, { phrase: string[]; order: number }[]>()
  for (const [order, phrase] of phrases.entries()) {
    found.set(phrase[0]!, [...(found.get(phrase[0]!) ?? []), { phrase, order }])
  }
  return found
}

const negator = wordSign(({ text }) => negators.has(text))
const hypothetical = wordSign(({ text }) => hypotheticals.has(text))
const reporter = wordSign(({ text }) => reporters.has(text))
const other = wordSign(({ text }) => otherSubjects.has(text))
const beginsPhrase = wordSign(({ text }) => hedgesByFirst.has(text) || resolutionsByFirst.has(text))

function scopeWords(sentence: Token[]): ScopeWords {
  const hedges: PlacedPhrase[] = []
  const resolutions: PlacedPhrase[] = []
  let signs = 0
  for (let index = 0; index < sentence.length; index++) {
    const { form } = sentence[index]!
    const own = signsOf(form)
    signs |= own
    if ((own & beginsPhrase) === 0) continue
    place(sentence, index, hedgesByFirst.get(form.text), hedges)
    place(sentence, index, resolutionsByFirst.get(form.text), resolutions)
  }
  return { signs, hedges: hedges.sort(inOrder), resolutions: resolutions.sort(inOrder) }
}

function place(
  sentence: Token[],
  index: number,
  known: { phrase: string[]; order: number }[] = [],
  placed: PlacedPhrase[],
): void {
  for (const { phrase, order } of known) if (startsWith(sentence, index, phrase)) placed.push({ phrase, order, index })
}

function inOrder(a: PlacedPhrase, b: PlacedPhrase): number {
  return a.order - b.order || a.index - b.index
}

/** A sentence with the scopes that the rules ask about; `text` is only read for quotation marks. */
export function scopeSentence(text: string, sentence: Token[]): ScopedSentence {
  const last = sentence.findLast((token) => token.punctuation)
  const question =
    (last?.word === '?' && !statesWithRisingVoice(sentence)) ||
    (sentence.every((token) => token.word !== '.') && asksWithoutMark(sentence))
  return {
    tokens: sentence,
    clauses: clauseNumbers(sentence),
    question,
    quoted: quotedTokens(text, sentence),
    occurring: scopeWords(sentence),
  }
}

/** "I think it felt wrong?": a statement of the speaker, said with doubt. */
function statesWithRisingVoice(sentence: Token[]): boolean {
  const [first, second] = sentence
  return (
    first?.word === 'i' &&
    second !== undefined &&
    ['think', 'feel', 'felt', 'guess', 'believe', 'thought', 'would'].includes(second.word)
  )
}

function asksWithoutMark([first, second]: Token[]): boolean {
  return (
    first !== undefined &&
    second !== undefined &&
    auxiliaries.has(first.word) &&
    ['you', 'i', 'it', 'there', 'we'].includes(second.word)
  )
}

const none: ReadonlySet<number> = new Set()

function hasQuotationMark(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x22 || code === 0x201c) return true
  }
  return false
}

/** Indexes of tokens inside quotation marks, when the quotation has three words or more; shorter ones are emphasis. */
function quotedTokens(text: string, sentence: Token[]): ReadonlySet<number> {
  if (sentence.length === 0) return none
  // The marks themselves are no tokens: the first may stand before the first word, the last after the last.
  const from = Math.max(0, sentence[0]!.start - 1)
  const to = sentence.at(-1)!.end + 2
  if (!hasQuotationMark(text, from, to)) return none
  const inside = new Set<number>()
  const written = text.slice(from, to)
  for (const match of written.matchAll(/["\u201c]([^"\u201c\u201d]{3,}?)["\u201d]/g)) {
    if (match[1]!.trim().split(/\s+/).length < 3) continue
    for (const [index, token] of sentence.entries()) {
      if (token.start >= from + match.index && token.end <= from + match.index + match[0].length) inside.add(index)
    }
  }
  return inside
}

/**
 * What stands around a cue at token indexes [from, to).
 * A negation reaches forward to the end of its clause, over at most six words that carry content; "not only" and the like
 * deny nothing. Reported speech reaches to the end of the sentence; a hedge works within its clause.
 */
export function surroundings(sentence: ScopedSentence, from: number, to: number): Surroundings {
  const { clauses, occurring } = sentence
  return {
    negatedBy: occurring.signs & negator ? negation(sentence, from) : undefined,
    hypotheticalBy: occurring.signs & hypothetical ? hypotheticalWord(sentence, from, to) : undefined,
    hedgedBy: firstPhrase(
      occurring.hedges,
      (index) => clauses[index]! >= clauses[from]! - 1 && clauses[index]! <= clauses[to - 1]!,
    ),
    reportedBy: occurring.signs & reporter || sentence.quoted.size > 0 ? reported(sentence, from) : undefined,
    otherSubject: occurring.signs & other ? subjectOfOthers(sentence, from, to) : undefined,
    // "No longer works" is a cue itself and resolves nothing; nor does what stands two clauses away.
    resolvedBy: firstPhrase(
      occurring.resolutions,
      (index) =>
        (index < from || index >= to) &&
        clauses[index]! >= clauses[from]! - 1 &&
        clauses[index]! <= clauses[to - 1]! + 1,
    ),
    question: sentence.question,
  }
}

/**
 * Whether the word at an index is denied: "I do not like it", not "I like it, not the other". "Not bad" denies no trouble and yet
 * says the opposite of bad.
 */
export function isDenied(sentence: ScopedSentence, index: number): boolean {
  if ((sentence.occurring.signs & negator) === 0) return false
  return sentence.tokens[index - 1]?.word === 'not' || negation(sentence, index) !== undefined
}

function firstPhrase(placed: PlacedPhrase[], where: (index: number) => boolean): string | undefined {
  return placed.find(({ index }) => where(index))?.phrase.join(' ')
}

function negation({ tokens, clauses }: ScopedSentence, from: number): string | undefined {
  let content = 0
  for (let index = from - 1; index >= 0 && clauses[index] === clauses[from]; index--) {
    const { word } = tokens[index]!
    if (
      negators.has(word) &&
      !notDenials.some((phrase) => startsWith(tokens, index, phrase) || endsWith(tokens, index, phrase))
    )
      return word === 'not' ? writtenNegation(tokens, index) : word
    if (!functionWords.has(word)) content++
    if (content > reachOfNegation) return undefined
  }
  return undefined
}

/** "don't" reads better in a reason than the bare "not" it was taken apart into. */
function writtenNegation(tokens: Token[], index: number): string {
  const previous = tokens[index - 1]
  const token = tokens[index]!
  return previous && previous.start === token.start
    ? `${previous.word === 'will' ? 'wo' : previous.word === 'can' ? 'ca' : previous.word}n\u2019t`
    : 'not'
}

function hypotheticalWord({ tokens, clauses }: ScopedSentence, from: number, to: number): string | undefined {
  for (let index = Math.min(to, tokens.length) - 1; index >= 0 && clauses[index] === clauses[from]; index--) {
    const { word } = tokens[index]!
    // "I could not find it" tells what was, "I could find it" what might be.
    if (word === 'could' && tokens[index + 1]?.word === 'not') continue
    if (hypotheticals.has(word)) return word === "'d" ? 'would' : word
  }
  // A condition in another clause ("if it is long, I skim it") does not make the habit imaginary.
  return undefined
}

function reported({ tokens, clauses, quoted }: ScopedSentence, from: number): string | undefined {
  if (quoted.has(from)) return 'a quotation'
  for (let index = 1; index < from; index++) {
    const subject = tokens[index - 1]!.word
    if (
      reporters.has(tokens[index]!.word) &&
      !firstPerson.has(subject) &&
      otherSubjects.has(subject) &&
      clauses[from]! - clauses[index]! <= 1
    )
      return `${subject} ${tokens[index]!.word}`
  }
  return undefined
}

/** The nearest subject before the cue in its clause, when it is somebody else and the cue itself has no first person. */
function subjectOfOthers({ tokens, clauses }: ScopedSentence, from: number, to: number): string | undefined {
  for (let index = from; index < to; index++) if (firstPerson.has(tokens[index]!.word)) return undefined
  for (let index = from; index >= 0 && clauses[index] === clauses[from]; index--) {
    const { word } = tokens[index]!
    if (firstPerson.has(word)) return undefined
    if (otherSubjects.has(word)) return word
  }
  return undefined
}

function startsWith(tokens: Token[], at: number, phrase: string[]): boolean {
  for (let offset = 0; offset < phrase.length; offset++) if (tokens[at + offset]?.word !== phrase[offset]) return false
  return true
}

function endsWith(tokens: Token[], at: number, phrase: string[]): boolean {
  return startsWith(tokens, at - phrase.length + 1, phrase)
}
