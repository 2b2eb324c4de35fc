/** How questions begin before they come to their subject. */
const openings = [
  /^(generally speaking|in general|in your opinion|all in all|under normal circumstances|overall|given the opportunity|on average|typically|usually)\b[,:]?\s*/i,
  /^how much do you (agree|disagree)( or disagree)?\b[^\p{L}]*(with|that)?\s*/iu,
  // "Is it rude to recline …", also where a space is missing: the subject follows the first "to".
  /^(is|are|was|were|would|do|does|did|have|has|can|could|should)\b[^?]{0,28}?\bto\s+(?=\p{Ll})/iu,
  /^(do|does|did|have|has|would|will|can|could|should|is|are)\s+(you|they|people|there)\s+(ever|usually|typically|often|generally|consider yourself|have|had|any|like|want|a|an|or anyone in your (household|family))?\s*/i,
  /^how\s+(do|did|would)\s+(you|they|people)\s+((typically|usually|often|generally|mostly)\s+)?/i,
  /^how\s+(important|often|likely|much|many|satisfied|frequently|closely|well)\b[^?]{0,20}?\b(is it to|are you|is|are|do you|did you|does|would you|have you)\s+/i,
  /^(what|which|where|when|who|why)\b( of the following| of these)?[^?]{0,16}?\b(is|are|do you|did you|does|would you|have you|was)\s+/i,
  /^(ask|asking|tell|get|want|help)\s+(someone|somebody|people|me)\s+to\s+/i,
  /^(please\s+)?(rate|rank|select|indicate|describe|tell us)\s+/i,
  /^how much (you|they|people)\s+(like|enjoy|value|want)\s+/i,
]

/** Words before a subject that a name can do without; a sentence can't. */
const beginnings = [
  /^(be|have|having|being)\s+(a|an)?\s*(?=\p{L})/iu,
  /^(i|we)\s+(?=(?:\p{L}+))/iu,
  /^(that|to|the|a|an|your|my|it|it's|this|their)\s+/i,
]

/** Where a phrase may end: what follows is circumstance, or another clause. */
const boundaries =
  /^(on|in|at|with|when|while|from|who|whom|which|that|because|if|before|after|during|over|as|so|but|is|are|was|were|be|you|it|this)$/i

/** Words a phrase does not end with. */
const dangling =
  /^(on|in|at|for|with|when|while|from|than|who|whom|which|that|because|if|before|after|during|about|over|of|by|and|or|as|so|but|to|is|are|was|were|be|you|i|it|this|the|a|an|your|my|their|more|not|other|others|same|what|how|any|very)$/i

/** What stands alone for nothing. */
const empty =
  /^(people|something|someone|somebody|anything|everything|what|it|no|yes|very|things?|none|other|others|one)$/i

/** A question without how questions begin: "Is it rude to recline your seat?" gives "recline your seat". */
export function withoutOpening(text: string): string {
  // Of two wordings of one thing, "luxury / be spoilt", the first is enough.
  const plain = text
    .replace(/(\S) \/ .*$/, '$1')
    .replace(/\([^)]*\)|,? if at all,?/g, ' ')
    .replace(/[“”"?!.:;]+/g, ' ')
    .replace(/\s+(?=,)/g, '')
    .replace(/\s+/g, ' ')
    .trim()
  return stripped(plain, openings)
}

function stripped(text: string, patterns: RegExp[]): string {
  let rest = text
  for (let pass = 0; pass < 3; pass++) {
    const before = rest
    for (const pattern of patterns) {
      const cut = rest.replace(pattern, '')
      if (wordCount(cut) > 0) rest = cut
    }
    if (rest === before) break
  }
  return rest
}

/**
 * The subject of a question, statement or answer in at most `most` words: "Is it rude to recline your seat on a plane?" gives
 * "recline your seat". Words stay as they are, in their order: they are the survey's own. A longer one ends where a phrase can end.
 * @param fewest words that must be left of a longer text: one alone seldom says what it was about
 * @returns null when nothing is left that a reader could take for a subject, or it can't be had that short without cutting it off
 */
export function phraseOf(text: string, most: number, { fewest = 2 }: { fewest?: number } = {}): string | null {
  const rest = stripped(withoutOpening(text), [...openings, ...beginnings])
  if (/^(when|if|while|after|before)\b/i.test(rest)) return null
  return cutPhrase(rest, { most, fewest })
}

/** The text itself if it has at most `most` words, otherwise as far as the first place where a phrase can end; null where neither is. */
export function cutPhrase(text: string, { most, fewest }: { most: number; fewest: number }): string | null {
  const all = text.split(/[\s,/]+/).filter(Boolean)
  const end = all.length <= most ? all.length : all.findIndex((word, place) => place > 0 && boundaries.test(word))
  if (end < 1 || end > most || (end < all.length && end < fewest)) return null
  const phrase = all.slice(0, end)
  if (end < all.length && dangling.test(phrase.at(-1)!)) return null
  while (phrase.length > 0 && dangling.test(phrase.at(-1)!)) phrase.pop()
  const joined = phrase.join(' ')
  return /\p{L}{2}/u.test(joined) && !empty.test(joined) ? joined : null
}

/** An answer as the second half of a name: "No, not rude at all" gives "not rude at all"; null where that is a sentence. */
export function answerPhrase(answer: string): string | null {
  const plain = answer
    .replace(/\([^)]*\)/g, ' ')
    .replace(/^(yes|no)\s*,\s*/i, '')
    .replace(/[“”".]+/g, '')
    .replace(/\s+/g, ' ')
    .trim()
  return plain !== '' && wordCount(plain) <= 5 ? plain : null
}

/** What comes before a question proper. */
const preambles =
  /^(in your opinion|in general|generally speaking|overall|all in all|on average|prior to [^,]{3,60}|before [^,]{3,60}|thinking [^,]{3,60}|given the opportunity),\s*/i

/** How a question's verb is denied by somebody who says no. */
const denials: Record<string, string> = {
  do: 'Don’t',
  did: 'Didn’t',
  have: 'Haven’t',
  had: 'Hadn’t',
  can: 'Can’t',
  could: 'Couldn’t',
  would: 'Wouldn’t',
  will: 'Won’t',
  are: 'Not',
}

export interface QuestionParts {
  /** How a no is said: "Don’t", "Haven’t", "Not". */
  denial: string
  predicate: string
  isHowMuch: boolean
}

/**
 * A question to the respondent taken apart: "Do you typically have gravy?" asks whether they "have gravy", and no means "Don’t".
 * @returns null for what is asked in any other form
 */
export function asQuestion(topic: string): QuestionParts | null {
  const plain = topic
    .replace(/\([^)]*\)/g, ' ')
    .replace(/,? if at all,?/gi, '')
    .replace(/[“”"?!]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(preambles, '')
  const much = /^how much (do|did|would|are) (?:you|people) (.+)$/i.exec(plain)
  if (much) return { denial: denials[much[1]!.toLowerCase()]!, predicate: much[2]!.trim(), isHowMuch: true }
  const asked =
    /^(do|did|have|had|can|could|would|will|are) you (?:ever |typically |usually |often |generally |currently )?(.+)$/i.exec(
      plain,
    )
  if (!asked) return null
  return { denial: denials[asked[1]!.toLowerCase()]!, predicate: asked[2]!.trim(), isHowMuch: false }
}

export function wordCount(text: string): number {
  return text.split(/\s+/).filter(Boolean).length
}
