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

/** Words a short phrase does not end with or run past: what follows them is circumstance. */
const closings =
  /^(on|in|at|for|with|when|while|from|than|who|whom|which|that|because|if|before|after|during|about|over|of|by|and|or|as|so|but|to|is|are|was|were|be|you|i|it|this)$/i

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
 * "recline your seat". Words stay as they are, in their order: they are the survey's own.
 * @returns null when nothing is left that a reader could take for a subject
 */
export function phraseOf(text: string, most: number): string | null {
  const rest = stripped(withoutOpening(text), [...openings, ...beginnings])
  if (/^(when|if|while|after|before)\b/i.test(rest)) return null
  const all = rest.split(/[\s,/]+/).filter(Boolean)
  const phrase: string[] = all.length <= most + 1 ? all : []
  for (const word of all.length <= most + 1 ? [] : all) {
    if (phrase.length > 0 && closings.test(word)) break
    phrase.push(word)
    if (phrase.length === most) break
  }
  while (
    phrase.length > 0 &&
    (closings.test(phrase.at(-1)!) ||
      /^(the|a|an|your|my|their|more|not|other|others|same|what|how)$/i.test(phrase.at(-1)!))
  )
    phrase.pop()
  const joined = phrase.join(' ')
  return /\p{L}{2}/u.test(joined) && !empty.test(joined) ? joined : null
}

/** An answer as the second half of a name: "No, not rude at all" gives "not rude at all". */
export function answerPhrase(answer: string): string {
  const plain = answer
    .replace(/\([^)]*\)/g, ' ')
    .replace(/^(yes|no)\s*,\s*/i, '')
    .replace(/[“”".]+/g, '')
    .replace(/\s+/g, ' ')
    .trim()
  const words = plain.split(' ')
  if (words.length <= 3) return plain
  const kept = words.slice(0, 3)
  while (kept.length > 1 && closings.test(kept.at(-1)!)) kept.pop()
  return kept.join(' ')
}

export function wordCount(text: string): number {
  return text.split(/\s+/).filter(Boolean).length
}
