import type { Claim } from './claim.ts'
import { gradeOrder } from './claim.ts'
import type { Variable } from '../responses/variable.ts'
import type { ClaimInput, ContrastPart } from './claim-input.ts'
import { isTicked, percent, shortened, topicOf } from './claim-words.ts'
import { answerText } from './survey-claims.ts'
import { indicatorNamed, isCategorical, isMember } from './membership.ts'

/** How many people the page describes: Chapman & Milham's question, answered by counting. */
export interface Prevalence {
  /** Headline traits counted, and how many of them the line asks for. */
  traits: number
  needed: number
  members: { most: number; all: number; base: number }
  everyone: { most: number; all: number; base: number }
  /** The trait, by what it is about, whose absence lets the page describe most more of its members, when fewer than half hold enough. */
  drop: { claimId: string; words: string; most: number } | null
}

const headlineTraits = 5

/** The traits of the page that a person either has or has not: the strongest answers, at most five. */
export function headlinesOf(claims: Claim[]): Claim[] {
  return claims
    .filter(({ evidence, axis }) => evidence.survey && (evidence.survey.answer !== null || axis))
    .slice(0, headlineTraits)
}

/**
 * Share of members, and of everyone, who hold at least most of the headline traits; people who answered all of them count.
 * @returns null with fewer than three traits or without anyone who answered them all
 */
export function prevalenceOf(
  input: ClaimInput,
  { persona, claims }: { persona: number; claims: Claim[] },
): Prevalence | null {
  const headlines = headlinesOf(claims)
  if (headlines.length < 3) return null
  const held = holdings(input, headlines)
  const needed = Math.ceil(headlines.length * 0.75)
  const count = (isCounted: (index: number) => boolean, without = -1) => {
    let base = 0
    let most = 0
    let all = 0
    held.forEach((row, index) => {
      if (!row || !isCounted(index)) return
      const has = row.filter((holds, trait) => holds && trait !== without).length
      base++
      if (has >= (without < 0 ? needed : needed - 1)) most++
      if (has === headlines.length) all++
    })
    return { most: base > 0 ? most / base : 0, all: base > 0 ? all / base : 0, base }
  }
  const isOwn = (index: number) => isMember(input.people[index]!, persona)
  const members = count(isOwn)
  const everyone = count(() => true)
  if (members.base === 0) return null
  let drop: Prevalence['drop'] = null
  if (members.most < 0.5 && headlines.length > 3) {
    headlines.forEach((claim, trait) => {
      const { most } = count(isOwn, trait)
      if (most > Math.max(members.most, drop?.most ?? 0))
        drop = { claimId: claim.id, words: topicOf(claim.evidence.survey!), most }
    })
  }
  return { traits: headlines.length, needed, members, everyone, drop }
}

/** For each person of the survey which headline traits hold; null where one was not answered. */
function holdings(input: ClaimInput, headlines: Claim[]): (boolean[] | null)[] {
  const columns = headlines.map((claim) => holdingOf(input, claim))
  return Array.from({ length: input.answers.size }, (_, index) => {
    const row = columns.map((column) => column(index))
    return row.includes(null) ? null : (row as boolean[])
  })
}

/** An answer holds when it was given (or withheld, where the persona seldom gives it); a place on an axis, when it lies to the persona's side of everyone's mean. */
function holdingOf(input: ClaimInput, { evidence, axis }: Claim): (index: number) => boolean | null {
  const survey = evidence.survey!
  const variable = input.variables.find(({ name }) => name === survey.variable)!
  const indicator = indicatorNamed(input.answers, variable.name)!
  if (!isCategorical(indicator)) return () => null
  const { categories, values } = indicator
  if (survey.answer !== null) {
    const wanted = categories.findIndex((code) => answerText(variable, code) === survey.answer)
    return (index) => (values[index]! < 0 ? null : (values[index] === wanted) === survey.difference > 0)
  }
  const side = Math.sign(axis!.mean - axis!.restMean)
  return (index) =>
    values[index]! < 0 ? null : ((2 * values[index]!) / (categories.length - 1) - 1 - axis!.everyoneMean) * side > 0
}

/** "4 of 5 traits: 58 % of members, 31 % of everyone. All 5: 12 %, 3 %." */
export function prevalenceText({ traits, needed, members, everyone }: Prevalence): string {
  return (
    `${needed} of ${traits} traits: ${percent(members.most)} of members, ${percent(everyone.most)} of everyone. ` +
    `All ${traits}: ${percent(members.all)}, ${percent(everyone.all)}.`
  )
}

/** "Without “X”, 3 of 4: 51 % of members.": what the page would describe if one trait were dropped; '' where that is no gain. */
export function dropText({ traits, needed, drop }: Prevalence): string {
  if (!drop) return ''
  return `Without “${shortened(drop.words, 40)}”, ${needed - 1} of ${traits - 1}: ${percent(drop.most)} of members.`
}

export interface Neighbour {
  persona: number
  topic: string
  answer: string
  here: number
  there: number
}

/** The persona most like this one, and the answer that tells them apart best; null for a set of one. */
export function neighbourOf(input: ClaimInput, persona: number): Neighbour | null {
  const own = input.personas[persona]!.contrasts
  let nearest: { persona: number; distance: number } | null = null
  input.personas.forEach((other, index) => {
    if (index === persona) return
    const distance = own.reduce((sum, contrast) => {
      const theirs = other.contrasts.find(({ name }) => name === contrast.name)
      return sum + (theirs ? partsApart(contrast.parts, theirs.parts) : 0)
    }, 0)
    if (!nearest || distance < nearest.distance) nearest = { persona: index, distance }
  })
  if (!nearest) return null
  const found = nearest as { persona: number; distance: number }
  let best: Neighbour | null = null
  for (const contrast of own) {
    const variable = input.variables.find(({ name }) => name === contrast.name)
    const theirs = input.personas[found.persona]!.contrasts.find(({ name }) => name === contrast.name)
    if (!variable || !theirs || !contrast.defining) continue
    for (const side of sidesOf(variable, contrast.parts, theirs.parts)) {
      if (!best || side.here - side.there > best.here - best.there) best = { persona: found.persona, ...side }
    }
  }
  return best
}

/** What can part two personas on one question: either half of a trade-off, otherwise each answer. */
function sidesOf(variable: Variable, own: ContrastPart[], theirs: ContrastPart[]): Omit<Neighbour, 'persona'>[] {
  const { axis } = variable
  if (axis) {
    const centre = (own.length - 1) / 2
    const held = (parts: ContrastPart[], isLeft: boolean) =>
      parts.reduce((sum, part, place) => sum + ((isLeft ? place < centre : place > centre) ? part.these : 0), 0)
    return [axis.left, axis.right].map((answer, end) => ({
      topic: `${axis.left} or ${axis.right}`,
      answer,
      here: held(own, end === 0),
      there: held(theirs, end === 0),
    }))
  }
  return own.flatMap((part, place) => {
    const there = theirs[place]?.these
    if (part.category === null || there === undefined) return []
    if (variable.kind === 'multiple' && !isTicked(variable, part.category)) return []
    return [{ topic: topicOf(variable), answer: answerText(variable, part.category), here: part.these, there }]
  })
}

/** "Nearest is The Time Saver. On “What decides?”, 65 % here say “Price”, 20 % there." A choice of two ends needs no question. */
export function neighbourText({ topic, answer, here, there }: Neighbour, name: string): string {
  const said = shortened(answer, 30)
  if (topic.includes(answer))
    return `Nearest is ${name}: there ${percent(there)} choose “${said}”, here ${percent(here)}.`
  return `Nearest is ${name}. On “${shortened(topic, 44)}”, ${percent(here)} here say “${said}”, ${percent(there)} there.`
}

function partsApart(own: { these: number }[], theirs: { these: number }[]): number {
  return own.reduce((sum, part, place) => sum + Math.abs(part.these - (theirs[place]?.these ?? 0)), 0) / 2
}

/** The claim a reader should trust least: worst grade first, then the smallest difference. */
export function weakestOf(claims: Claim[]): Claim | null {
  return claims.reduce<Claim | null>((weakest, claim) => {
    if (!weakest) return claim
    const worse = gradeOrder.indexOf(claim.grade) - gradeOrder.indexOf(weakest.grade)
    if (worse !== 0) return worse > 0 ? claim : weakest
    return strength(claim) < strength(weakest) ? claim : weakest
  }, null)
}

function strength({ evidence }: Claim): number {
  return Math.abs(evidence.survey?.effect ?? 0) + (evidence.interviews?.mentions ?? 0) / 10
}
