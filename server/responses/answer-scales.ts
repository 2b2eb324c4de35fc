import { bandPosition, parseBand } from './bands.ts'

export interface AnswerOrder {
  /** The answers from the low end to the high end. */
  order: string[]
  /** What kind of scale it is, in words a person reads. */
  scale: string
}

interface Scale {
  name: string
  /** Where an answer stands, or undefined when it does not belong to the scale. */
  place: (answer: string) => number | undefined
  /** Answers needed before the scale is believed. */
  minimum: number
  /** One answer that says "not at all" in a sentence may stand at the low end. */
  allowsRefusalAtLowEnd?: boolean
}

/**
 * The order of a closed question's answers, where the words or numbers show one. Every answer must find its place, on one scale,
 * no two on the same one. Substantive answers only: leave "Don't know" out before.
 * @returns null when the answers are names without an order
 */
export function orderOfAnswers(answers: string[]): AnswerOrder | null {
  if (answers.length < 2) return null
  for (const scale of scalesFor(answers)) {
    if (answers.length < scale.minimum) continue
    const places = answers.map((answer) => ({ answer, place: scale.place(plain(answer)) }))
    const unplaced = places.filter(({ place }) => place === undefined)
    if (
      unplaced.length === 1 &&
      scale.allowsRefusalAtLowEnd &&
      answers.length >= 4 &&
      refusal.test(plain(unplaced[0]!.answer))
    ) {
      unplaced[0]!.place = Number.NEGATIVE_INFINITY
    } else if (unplaced.length > 0) continue
    if (new Set(places.map(({ place }) => place)).size < answers.length) continue
    places.sort((a, b) => a.place! - b.place!)
    return { order: places.map(({ answer }) => answer), scale: scale.name }
  }
  return null
}

const refusal = /^(no\b|not\b|never|none|nothing|it is not|it's not|i do not|i don't|i have never|i've never)/

function plain(answer: string): string {
  const lower = answer
    .toLowerCase()
    .replaceAll(/[\u2018\u2019]/g, "'")
    .replace(/\s+/g, ' ')
    .trim()
  // "Yes, somewhat rude" and "No, not at all rude" are degrees of one thing.
  return lower.replace(/^(yes|no)\s*[,;:–-]\s*(?=\S)/, '').replace(/[.!]+$/, '')
}

function scalesFor(answers: string[]): Scale[] {
  return [
    { name: 'frequency', place: frequency, minimum: 3 },
    {
      name: 'bands',
      place: bands,
      minimum: answers.every((answer) => isRange(answer)) ? 2 : 3,
      allowsRefusalAtLowEnd: true,
    },
    { name: 'amount', place: ladder(amounts), minimum: 3 },
    { name: 'education', place: education, minimum: 3 },
    { name: 'quality', place: ladder(qualities), minimum: 3 },
    { name: 'level', place: ladder(levels), minimum: 3 },
    { name: 'certainty', place: ladder(certainties), minimum: 3 },
    { name: 'doneness', place: ladder(doneness), minimum: 3 },
    { name: 'degree', place: degreePlacer(answers.map(plain)), minimum: 3 },
    { name: 'quantiles', place: (answer) => numberAfter(/^[qtd](\d)$/, answer), minimum: 3 },
  ]
}

function isRange(answer: string): boolean {
  const band = parseBand(plain(answer))
  return band !== null && band.low !== band.high
}

function bands(answer: string): number | undefined {
  const band = parseBand(answer)
  return band === null ? undefined : bandPosition(band)
}

function numberAfter(pattern: RegExp, answer: string): number | undefined {
  const found = pattern.exec(answer)?.[1]
  return found === undefined ? undefined : Number(found)
}

/** The first rung whose pattern fits; patterns are anchored. */
function ladder(rungs: [RegExp, number][]) {
  return (answer: string) => rungs.find(([pattern]) => pattern.test(answer))?.[1]
}

/** Times a year, roughly: adverbs and rates stand on one line, so that "Occasionally" and "Every day" can share a question. */
const frequencies: [RegExp, number][] = [
  [/^never\b.*\bnot open\b/, -1],
  [/^(never|not yet|just looking\b.*|do not use.*|don't use.*)\b/, 0],
  [/^(almost never|hardly ever|very rarely|very seldom|nearly never)\b/, 0.5],
  [/^(less often|less frequently|less) than (once a year|yearly|annually)$/, 0.7],
  [/^(once a year|yearly|annually|every year|about once a year)$/, 1],
  [/^once a year or less( often)?$/, 0.9],
  [/^(rarely|seldom|infrequently)\b/, 2],
  [/^((a )?(few|couple( of)?|several) times (a|per|each|every) year|every few months|quarterly)$/, 4],
  [/^(less often|less frequently|less)( than (once a month|monthly))?$/, 6],
  [/^(occasionally|once in a while|now and then|from time to time|every so often)\b/, 8],
  [/^once a month or less( often)?$/, 11],
  [/^(monthly|once a month|every month|about once a month)$/, 12],
  [/^sometimes\b/, 20],
  [/^((a )?(few|couple( of)?|several) times (a|per|each|every) month|2-3 times a month|every few weeks)$/, 36],
  [/^once a week or less( often)?$/, 50],
  [/^(weekly|once a week|every week|about once a week)$/, 52],
  [/^(about half (of )?the time|half the time)$/, 90],
  [/^(often|frequently|regularly|fairly often|quite often|many times)\b/, 130],
  [/^((a )?(few|couple( of)?|several) times (a|per|each|every) week|\d(-\d)? times a week|every few days)$/, 150],
  [/^(very often|very frequently)$/, 180],
  [/^(usually|most of the time|mostly|normally|typically|nearly every day|almost every day|most days)$/, 220],
  [/^(almost always|nearly always)$/, 300],
  [/^(daily|every day|each day|once a day|at least once a day)$/, 365],
  [/^((a )?(few|couple( of)?|several|many) times (a|per|each|every) day|more than once a day|hourly|constantly)$/, 800],
  [/^(always|every time|all the time|.*\ball the time\b.*)$/, 1000],
]

const frequency = ladder(frequencies)

const amounts: [RegExp, number][] = [
  [/^(none|none at all|nothing|nothing at all|not at all|not any)$/, 0],
  [/^(not much|very little|hardly any|only a little|a little|little|a little bit|not a lot|not that much)$/, 1],
  [/^(some|somewhat|a bit)$/, 2],
  [/^(a moderate amount|a fair amount|moderately|quite a bit|a good amount)$/, 3],
  [/^(quite a lot|much|a lot|lots)$/, 4],
  [/^(very much|a great deal|a great amount|extremely)$/, 5],
]

const educationRungs: [RegExp, number][] = [
  [/less than high school|did not (complete|finish)|no formal|no degree|primary|elementary|some high school/, 0],
  [/high school or less|high school|g\.?e\.?d|secondary/, 1],
  [/some college|trade|vocational|some university/, 2],
  [/associate/, 2.5],
  [/doctor|ph\.?d/, 5],
  [/post[ -]?graduate|graduate degree|graduate school|master|professional degree|advanced degree/, 4],
  [/bachelor|college graduate|college or more|university degree|4-year|undergraduate/, 3],
]
const education = ladder(educationRungs)

const qualities: [RegExp, number][] = [
  [/^(terrible|awful|horrible)$/, 0],
  [/^(very poor|very bad)$/, 0.5],
  [/^(poor|bad)$/, 1],
  [/^below average$/, 1.5],
  [/^(fair|average|okay|ok|neutral|acceptable|adequate|so-so)$/, 2],
  [/^above average$/, 2.7],
  [/^good$/, 3],
  [/^(very good|great)$/, 4],
  [/^(excellent|outstanding|exceptional)$/, 5],
]

const levels: [RegExp, number][] = [
  [/^(none|no experience)$/, 0],
  [/^very low$/, 0.3],
  [/^(novice|beginner|basic|low|small|entry level|entry|junior)$/, 1],
  [/^(elementary|advanced beginner)$/, 2],
  [/^(intermediate|medium|moderate|average|mid|mid level|competent)$/, 3],
  [/^(proficient|upper intermediate)$/, 3.5],
  [/^(advanced|high|large|senior)$/, 4],
  [/^(expert|very high|extra large|very large|master)$/, 5],
]

const certainties: [RegExp, number][] = [
  [/^(definitely not|certainly not|definitely no|no)$/, 0],
  [/^(probably not|probably no)$/, 1],
  [/^(maybe|perhaps|possibly|might or might not|it depends|depends|partly)$/, 2],
  [/^(probably|probably yes)$/, 3],
  [/^(definitely|certainly|definitely yes|yes)$/, 4],
]

const doneness: [RegExp, number][] = [
  [/^rare$/, 0],
  [/^medium rare$/, 1],
  [/^medium$/, 2],
  [/^medium well$/, 3],
  [/^well( done)?$/, 4],
]

/** Words that say how much, on a scale from "not at all" (0) to "extremely" (7); the bare statement stands at 4.5. */
const degreeWords: [RegExp, number][] = [
  [/^not at all\b/, 0],
  [/^not \S+( \S+)? at all$/, 0],
  [/^not (very|too|so|particularly|really|that|especially|much)\b/, 1],
  [/^not\b/, 0.2],
  [/^(hardly|barely|minimally|scarcely)\b/, 1.3],
  [/^(only )?(slightly|a little|a bit|mildly|just a little)\b/, 2],
  [/^(somewhat|tend to|partly|sort of|kind of)\b/, 3],
  [/^(moderately|reasonably)\b/, 3.5],
  [/^(fairly|rather|pretty|quite|mostly|generally|mainly)\b/, 4],
  [/^(much|very|highly|strongly|really|critical|essential|a lot)\b/, 6],
  [/^(extremely|completely|totally|absolutely|entirely|exceptionally|fully)\b/, 7],
]
const bareDegree = 4.5

const neutral =
  /^(neither\b.*|neutral|neutral\b.*|no preference|about the same|the same|no change|no difference|undecided|mixed|in the middle|moderate)$/

/** Stems that name one end; the other end is the same stem with a prefix (un-, dis-, in-) or its word in the second list. */
const opposites: [RegExp, RegExp][] = [
  [/\bagree/, /\bdisagree/],
  [/\bsatisf/, /\b(dis|un)satisf/],
  [/\blikely/, /\bunlikely/],
  [/\bfavou?rabl/, /\bunfavou?rabl/],
  [/\bimportant/, /\bunimportant/],
  [/\beasy\b|\beasily\b/, /\bdifficult|\bhard\b/],
  [/\bpositive/, /\bnegative/],
  [/\bgood\b/, /\bbad\b|\bpoor\b/],
  [/\bbetter\b/, /\bworse\b/],
  [/\bmore\b/, /\bless\b|\bfewer\b/],
  [/\bincreas/, /\bdecreas/],
  [/\bcomfortabl/, /\buncomfortabl/],
  [/\bsupport/, /\boppose/],
  [/\bin favou?r\b|\bfor\b/, /\bagainst\b/],
  [/\bapprov/, /\bdisapprov/],
  [/\bhappy/, /\bunhappy/],
  [/\binterested/, /\b(un|dis)interested/],
  [/\bhelpful/, /\bunhelpful/],
  [/\boptimistic/, /\bpessimistic/],
  [/\bwilling/, /\bunwilling/],
  [/\blike\b/, /\bdislike\b/],
  [/\btrust/, /\bdistrust|\bmistrust/],
  [/\btrue\b/, /\buntrue\b|\bfalse\b/],
  [/\bliberal\b/, /\bconservative\b/],
  [/\bsafe\b/, /\bunsafe\b/],
  [/\bconfident\b/, /\bunconfident\b/],
]

function degreePlacer(answers: string[]): (answer: string) => number | undefined {
  const pair = opposites.find(
    ([high, low]) =>
      answers.some((answer) => !neutral.test(answer) && low.test(answer)) &&
      answers.some((answer) => !neutral.test(answer) && high.test(answer) && !low.test(answer)),
  )
  if (pair) {
    const [high, low] = pair
    return (answer) => {
      if (neutral.test(answer)) return 0
      const degree = degreeOf(answer) ?? bareDegree
      if (low.test(answer)) return -degree
      return high.test(answer) ? degree : undefined
    }
  }
  const stems = answers.map(stemOf).filter((stem) => stem !== '')
  const sharedStem = mostCommon(stems)
  const share = stems.filter((stem) => stem === sharedStem).length
  return (answer) => {
    const degree = degreeOf(answer)
    if (degree !== undefined) return degree
    // A bare statement counts only where the other answers are degrees of the same thing.
    return stemOf(answer) === sharedStem && share >= 2 ? bareDegree : undefined
  }
}

function degreeOf(answer: string): number | undefined {
  return degreeWords.find(([pattern]) => pattern.test(answer))?.[1]
}

function stemOf(answer: string): string {
  const word = degreeWords.find(([pattern]) => pattern.test(answer))?.[0]
  return (word ? answer.replace(word, '') : answer)
    .replace(/\bat all\b/, '')
    .replace(/^not\b/, '')
    .trim()
}

function mostCommon(words: string[]): string | undefined {
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0]
}
