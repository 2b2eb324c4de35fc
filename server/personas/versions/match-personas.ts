import { cheapestAssignment } from '../../statistics/assignment.ts'
import type { ItemContrast } from '../../statistics/persona-profile.ts'

/** Where a person stood in one set: a persona's key, between two, in none, or not in the set at all. */
export type Place = string | 'between' | 'unassigned' | 'absent'

/** People who stood at one place before and at another after. */
export interface Movement {
  before: Place
  after: Place
  people: number
}

export interface PersonaToMatch {
  key: string
  profile: ItemContrast[]
}

export interface Match {
  before: string
  after: string
  /** What the match rests on: members in common, or answers alike where the sets hold other people. */
  by: 'people' | 'answers'
  /** Overlap of the members in common (Jaccard), or one less the mean distance of their answers: 0 … 1. */
  likeness: number
  /** Kept from .5 on; below, the persona is another one that lies nearest. */
  isKept: boolean
}

/** People in both sets from which on their overlap decides. */
const peopleNeeded = 30
/** Overlap from which a persona is kept (as in Spiliopoulou et al. 2006, MONIC), and below which two are strangers. */
const overlap = { kept: 0.5, nearest: 0.25 }
/** The same for answers: one less the mean total-variation distance over the questions both sets were built on. */
const answers = { kept: 0.8, nearest: 0.65 }

/**
 * Which persona of the later set is which of the earlier: the one-to-one assignment with the largest overlap of members among people
 * who are in both, or with the nearest answers where too few are.
 */
export function matchPersonas(
  before: PersonaToMatch[],
  after: PersonaToMatch[],
  movements: Movement[],
): { matches: Match[]; by: Match['by']; inBoth: number } {
  const peopleAt = peopleTable(movements)
  const inBoth = movements
    .filter((move) => move.before !== 'absent' && move.after !== 'absent')
    .reduce((sum, { people }) => sum + people, 0)
  const by = inBoth >= peopleNeeded ? 'people' : 'answers'
  const likenessOf = (one: PersonaToMatch, other: PersonaToMatch) =>
    by === 'people' ? overlapOf(one.key, other.key, peopleAt, movements) : 1 - distanceOf(one.profile, other.profile)
  const floor = by === 'people' ? overlap : answers
  const size = Math.max(before.length, after.length)
  const cost = new Float64Array(size * size).fill(1)
  before.forEach((one, row) => {
    after.forEach((other, column) => {
      cost[row * size + column] = 1 - likenessOf(one, other)
    })
  })
  const assigned = size > 0 ? cheapestAssignment(cost, size) : []
  const matches = before.flatMap((one, row): Match[] => {
    const other = after[assigned[row]!]
    const likeness = other ? 1 - cost[row * size + assigned[row]!]! : 0
    if (!other || likeness < floor.nearest) return []
    return [{ before: one.key, after: other.key, by, likeness, isKept: likeness >= floor.kept }]
  })
  return { matches, by, inBoth }
}

function peopleTable(movements: Movement[]): Map<string, number> {
  return new Map(movements.map(({ before, after, people }) => [`${before}|${after}`, people]))
}

/** Members of both over members of either, among people who are in both sets. */
function overlapOf(before: string, after: string, peopleAt: Map<string, number>, movements: Movement[]): number {
  const both = peopleAt.get(`${before}|${after}`) ?? 0
  const either = movements
    .filter((move) => move.before !== 'absent' && move.after !== 'absent')
    .filter((move) => move.before === before || move.after === after)
    .reduce((sum, { people }) => sum + people, 0)
  return either > 0 ? both / either : 0
}

/** Mean over common questions of half the sum of differences of shares; 1 where no question is common. */
function distanceOf(one: ItemContrast[], other: ItemContrast[]): number {
  let sum = 0
  let count = 0
  for (const item of one) {
    const like = other.find(({ name }) => name === item.name)
    if (!item.categories || !like?.categories) continue
    const shares = new Map(like.categories.map((category, place) => [category, like.contrasts[place]!.these]))
    for (const category of item.categories) if (!shares.has(category)) shares.set(category, 0)
    let apart = 0
    for (const [category, share] of shares) {
      const place = item.categories.indexOf(category)
      apart += Math.abs((place < 0 ? 0 : item.contrasts[place]!.these) - share)
    }
    sum += apart / 2
    count++
  }
  return count > 0 ? sum / count : 1
}
