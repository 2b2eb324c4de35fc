import { wilsonInterval } from './proportions.ts'

/** Who spoke of what: each code counts once a person, so that the talkative weigh no more for it. */
export interface Mentions {
  codes: number
  /** For each person, the codes they spoke of, ascending. */
  spoken: number[][]
}

export interface MentionModel {
  shares: number[]
  /** Classes × codes: expected part of the class's mentions that is this code. */
  profiles: number[][]
  /** How far the words are believed, 0 … 1: the power that makes probabilities of people whose class is known come true best. */
  belief: number
}

/** How well people whose class is known are placed by their words alone, each left out of what they are placed by. */
export interface PlacingCheck {
  people: number
  /** Part of them whose likeliest class is the known one. */
  right: number
  /** Part of them in the largest class: what naming that one always would reach. */
  chance: number
  /** Whether the lower end of the 95 % interval of `right` lies above `chance`. */
  isBetter: boolean
}

/** Fewer codes than this say nothing of where a person belongs. */
export const fewestMentions = 2
/** Mentions in everybody's proportions that stand behind each class's own. */
const borrowedMentions = 20
const fewestChecked = 30
const beliefs = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]

/**
 * A multinomial model of which codes a class speaks of, and a check of it by leaving each person out in turn.
 * @param posteriors people × classes, row-major, of the people in `mentions`; NaN rows are left out
 * @returns null when fewer than 30 placed people spoke of at least two codes
 * The model is naive Bayes with Dirichlet smoothing towards everybody's profile (Manning, Raghavan & Schütze 2008, ch. 13), tempered to
 * the held-out logarithmic score.
 */
export function mentionModel(
  mentions: Mentions,
  posteriors: Float64Array,
  classes: number,
): { model: MentionModel; check: PlacingCheck } | null {
  const placed = mentions.spoken.flatMap((_, person) => (posteriors[person * classes]! >= 0 ? [person] : []))
  const telling = placed.filter((person) => mentions.spoken[person]!.length >= fewestMentions)
  if (telling.length < fewestChecked) return null
  const counts = Array.from({ length: classes }, () => new Float64Array(mentions.codes))
  const shares = new Array<number>(classes).fill(0)
  for (const person of placed) {
    for (let index = 0; index < classes; index++) {
      const posterior = posteriors[person * classes + index]!
      shares[index]! += posterior / placed.length
      for (const code of mentions.spoken[person]!) counts[index]![code]! += posterior
    }
  }
  const heldOut = telling.map((person) => {
    const own = posteriors.subarray(person * classes, (person + 1) * classes)
    return { own, evidence: evidenceOf(mentions.spoken[person]!, profilesOf(counts, mentions.spoken[person]!, own)) }
  })
  const belief = beliefs.reduce((best, candidate) =>
    scoreOf(heldOut, shares, candidate) > scoreOf(heldOut, shares, best) + 1e-9 ? candidate : best,
  )
  return {
    model: { shares, profiles: profilesOf(counts), belief },
    check: checkOf(heldOut, { shares, belief, classes }),
  }
}

/** Class probabilities of a person by what they spoke of; null when that is too little. */
export function placeByMentions({ shares, profiles, belief }: MentionModel, spoken: number[]): number[] | null {
  return spoken.length < fewestMentions ? null : blend(shares, evidenceOf(spoken, profiles), belief)
}

/** The classes' profiles; with a person's codes and posterior, those that the others alone would give. */
function profilesOf(counts: Float64Array[], without: number[] = [], posterior?: Float64Array): number[][] {
  const left = new Set(without)
  const everybody = counts[0]!.map(
    (_, code) => counts.reduce((sum, own) => sum + own[code]!, 0) - (left.has(code) ? 1 : 0),
  )
  const everything = everybody.reduce((sum, count) => sum + count, 0)
  return counts.map((own, index) => {
    // The size stays as it was with them: a class must not look likelier for having lost somebody's mentions.
    const lost = left.size * (posterior?.[index] ?? 0)
    const mine = Array.from(own, (count, code) => Math.max(0, count - (left.has(code) ? posterior![index]! : 0)))
    const total = mine.reduce((sum, count) => sum + count, 0)
    return mine.map((count, code) => {
      const usual = (everybody[code]! + 0.5) / (everything + 0.5 * everybody.length)
      return (count + borrowedMentions * usual) / (total + lost + borrowedMentions)
    })
  })
}

function evidenceOf(spoken: number[], profiles: number[][]): number[] {
  return profiles.map((profile) => spoken.reduce((sum, code) => sum + Math.log(profile[code]!), 0))
}

function blend(shares: number[], evidence: number[], belief: number): number[] {
  const logs = shares.map((share, index) => Math.log(Math.max(share, 1e-12)) + belief * evidence[index]!)
  const largest = Math.max(...logs)
  const weights = logs.map((log) => Math.exp(log - largest))
  const sum = weights.reduce((total, weight) => total + weight, 0)
  return weights.map((weight) => weight / sum)
}

interface HeldOut {
  own: Float64Array
  evidence: number[]
}

function scoreOf(people: HeldOut[], shares: number[], belief: number): number {
  return people.reduce((total, { own, evidence }) => {
    const probabilities = blend(shares, evidence, belief)
    return (
      total +
      own.reduce((sum, posterior, index) => sum + posterior * Math.log(Math.max(probabilities[index]!, 1e-12)), 0)
    )
  }, 0)
}

function checkOf(
  people: HeldOut[],
  { shares, belief, classes }: { shares: number[]; belief: number; classes: number },
): PlacingCheck {
  const sizes = new Array<number>(classes).fill(0)
  let right = 0
  for (const { own, evidence } of people) {
    const known = largestOf(own)
    sizes[known]!++
    if (largestOf(blend(shares, evidence, belief)) === known) right++
  }
  const chance = Math.max(...sizes) / people.length
  const { low } = wilsonInterval({ successes: right, base: people.length })
  return { people: people.length, right: right / people.length, chance, isBetter: low > chance }
}

function largestOf(values: ArrayLike<number>): number {
  let best = 0
  for (let index = 1; index < values.length; index++) if (values[index]! > values[best]!) best = index
  return best
}
