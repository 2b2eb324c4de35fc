import type { Variable } from '../responses/variable.ts'
import { topicOf } from './claim-words.ts'
import { answerPhrase, asQuestion, cutPhrase, phraseOf, wordCount } from './short-phrase.ts'
import type { TellingAnswer } from './telling-answers.ts'

/**
 * An answer as a name in the survey's own words: "Care a lot about the serial comma", "Recline your seat: not rude at all",
 * "Don’t have gravy". Whole phrases only: what can't be said short without cutting it off makes no name.
 * @param words of the subject at most; what is longer is a sentence, and stands below the name
 * @returns null then, and for what is only less common than elsewhere
 */
export function nameOfAnswer({ variable, answer, isMore, tone }: TellingAnswer, words: number): string | null {
  const topic = topicOf(variable)
  if (answer === null) {
    const subject = subjectOf(topic, words)
    if (variable.kind === 'multiple') return isMore ? (subject ?? (/\p{L}{4}/u.test(topic) ? topic : null)) : null
    return subject && `${isMore ? 'More' : 'Less'} ${lowerFirst(subject)}`
  }
  if (!isMore) return null
  if (isNumber(answer)) return null
  if (tone === 'neutral') {
    const subject = subjectOf(topic, words)
    return subject && `Neutral on ${lowerFirst(subject)}`
  }
  return (
    fromQuestion(topic, answer, words) ??
    fromKindOf(topic, answer, variable) ??
    fromSubject(topic, answer, { variable, words })
  )
}

/** "Do you typically have gravy?" with a no: "Don’t have gravy"; "How much do you care about X?" with "A lot": "Care a lot about X". */
function fromQuestion(topic: string, answer: string, words: number): string | null {
  const question = asQuestion(topic)
  if (!question) return null
  const { denial, predicate, isHowMuch } = question
  const [verb, ...others] = predicate.split(' ')
  if (isHowMuch) return verb ? degreeName({ verb, denial, object: others.join(' ') }, answer, words) : null
  const whole = cutPhrase(predicate, { most: words + 1, fewest: 2 })
  if (!whole) return null
  if (isYes(answer)) return capitalised(withoutHave(whole))
  if (/^no$/i.test(answer)) return `${denial} ${lowerFirst(whole)}`
  return null
}

/** "Care a lot about the serial comma", "Don’t care at all about it", "Not much interested in it". */
function degreeName(
  { verb, denial, object }: { verb: string; denial: string; object: string },
  answer: string,
  words: number,
): string | null {
  const degree = degreeOf(answer)
  const link = /^(about|in|on|for|with|of|to)\b\s*/i.exec(object)?.[0] ?? ''
  const rest = withoutFrame(object.slice(link.length))
  const what = phraseOf(rest, words, { fewest: 1 })
  if (!degree || !what) return null
  // An article that a phrase goes without comes back inside a sentence.
  const on = `${link}${/^(the|a|an) /i.exec(rest)?.[0] ?? ''}${what}`
  if (degree.isDenied)
    return denial === 'Not' ? `Not ${degree.words} ${verb} ${on}` : `${denial} ${verb} ${degree.words} ${on}`
  return /^(somewhat|a little)$/.test(degree.words) && denial === 'Not'
    ? `${capitalised(degree.words)} ${verb} ${on}`
    : `${capitalised(verb)} ${degree.words} ${on}`
}

/** "the use of the serial comma" is about the comma. */
function withoutFrame(text: string): string {
  let rest = text
  for (let pass = 0; pass < 3; pass++)
    rest = rest.replace(/^the (use|debate|question|issue|topic) (of|over|about|on) /i, '')
  return rest
}

/** "What kind of stuffing do you have?" with "Bread-based": "Bread-based stuffing". */
function fromKindOf(topic: string, answer: string, { kind, options }: Variable): string | null {
  if (kind !== 'nominal' || options.length < 3 || /^(none|no|other)\b/i.test(answer)) return null
  const asked = /^(?:what|which) (?:kind|type|sort)s? of (.+?)\s*(?:do|does|is|are|did|would|have)\b/i.exec(topic)
  const said = phraseOf(answer, 4)
  if (!said) return null
  if (asked) {
    const noun = asked[1]!.split('/')[0]!.trim()
    return wordCount(noun) <= 2 ? `${said} ${noun.toLowerCase()}` : null
  }
  return wordCount(said) > 1 ? said : null
}

/** A point on a scale says nothing without its question, so both stand in the name. */
function fromSubject(
  topic: string,
  answer: string,
  { variable, words }: { variable: Variable; words: number },
): string | null {
  const subject = subjectOf(topic, words)
  if (!subject) return null
  if (isYes(answer)) return asQuestion(topic) ? null : subject
  if (/^(no|none)$/i.test(answer)) return `No ${lowerFirst(subject)}`
  const said = answerPhrase(answer)
  if (!said || (variable.kind === 'nominal' && variable.options.length > 2 && wordCount(said) > 4)) return null
  return `${subject}: ${lowerFirst(said)}`
}

/** What a question, statement or option is about, if it is a word that can stand alone. */
function subjectOf(topic: string, words: number): string | null {
  const phrase = phraseOf(topic, words)
  return phrase && /\p{L}{4}/u.test(phrase) ? capitalised(phrase) : null
}

/** How much something is done, and whether that is a denial: "Not much" gives "don't … much". */
function degreeOf(answer: string): { words: string; isDenied: boolean } | null {
  const found =
    /^(a lot|a great deal|very much|much|quite a bit|some|somewhat|a little|not (?:very |so )?much|not at all)$/i.exec(
      answer.trim(),
    )
  if (!found) return null
  const words = found[1]!.toLowerCase()
  return words.startsWith('not ')
    ? { words: words.slice(4), isDenied: true }
    : { words: words === 'some' ? 'somewhat' : words, isDenied: false }
}

/** Answers that say yes to a statement, so that the statement itself can stand as the name. */
export function isYes(answer: string): boolean {
  return /^(strongly agree|agree|yes|very much like me|like me|most of all|very important|always|usually|often)$/i.test(
    answer.trim(),
  )
}

export function isNumber(answer: string): boolean {
  return /^[−-]?\d+([.,]\d+)?( to \d+)?$/.test(answer.trim())
}

function withoutHave(phrase: string): string {
  return phrase.replace(/^(have|had)\s+(?:(?:a|an|the)\s+)?(?!to\b)/i, '')
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

export function lowerFirst(text: string): string {
  // A name or an abbreviation keeps its capitals.
  return /^\p{Lu}\p{Ll}*(\s|$)/u.test(text) && !/\p{Lu}/u.test(text.slice(1))
    ? text[0]!.toLowerCase() + text.slice(1)
    : text
}
