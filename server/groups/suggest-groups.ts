import { averageLinkage, cutTree, jaccardDistances, meanSilhouette } from '../statistics/average-linkage.ts'
import { TooFewToGroup, TooManyToGroup } from './errors.ts'
import type { Participant, SpokenCode, Spoken } from './participants.ts'

/** Pairs of people are compared by hand or eye; beyond this nobody could follow. */
const mostPeople = 400
const fewestPeople = 4
const mostGroups = 6

export interface SuggestedGroup {
  name: string
  personIds: string[]
}

/**
 * A first parting of participants by the codes they share: Jaccard distance, average linkage, and as many groups (2 to 6) as stand apart
 * best. A start for a reader's own judgement: people move, groups are named anew, and no word of a verdict is ever said of them.
 * Who has no code on their words is left out.
 * @throws {TooFewToGroup, TooManyToGroup}
 */
export function suggestGroups({ participants, codes }: Spoken): SuggestedGroup[] {
  const telling = tellingCodes(codes, participants)
  const people = participants.filter(({ passages }) => telling.some(({ key }) => passages.has(key)))
  if (people.length > mostPeople) throw new TooManyToGroup(people.length, mostPeople)
  if (people.length < fewestPeople) throw new TooFewToGroup(people.length)
  const kept = new Set(telling.map(({ key }) => key))
  const sets = people.map(({ passages }) => new Set([...passages.keys()].filter((key) => kept.has(key))))
  const distances = jaccardDistances(sets)
  const merges = averageLinkage(distances, people.length)
  const partings = Array.from({ length: Math.min(mostGroups, people.length - 1) - 1 }, (_, index) =>
    cutTree(merges, { items: people.length, groups: index + 2 }),
  )
  const best = partings.reduce((one, other) =>
    meanSilhouette(distances, other) > meanSilhouette(distances, one) + 1e-9 ? other : one,
  )
  return named(best, { people, codes: telling })
}

/** A code that everybody speaks of parts nobody. */
function tellingCodes(codes: SpokenCode[], participants: Participant[]): SpokenCode[] {
  return codes.filter(({ people }) => people < participants.length)
}

/** Largest first, each named by the two codes its people speak of most beyond everyone else. */
function named(groupOf: number[], { people, codes }: { people: Participant[]; codes: SpokenCode[] }): SuggestedGroup[] {
  const groups = Array.from({ length: Math.max(...groupOf) + 1 }, (_, group) =>
    people.filter((_, index) => groupOf[index] === group),
  )
  const suggested = groups.map((own) => {
    const others = people.filter((person) => !own.includes(person))
    const share = (of: Participant[], key: string) =>
      of.filter(({ passages }) => passages.has(key)).length / Math.max(1, of.length)
    const top = codes
      .map(({ key, name }) => ({ name, lead: share(own, key) - share(others, key) }))
      .sort((one, other) => other.lead - one.lead || (one.name < other.name ? -1 : 1))
      .slice(0, 2)
      .filter(({ lead }) => lead > 0)
    const words = top.map(({ name }, index) => (index === 0 ? name : name.toLowerCase()))
    return {
      name: words.join(' and ') || 'Group without a code of its own',
      personIds: own.map(({ personId }) => personId),
    }
  })
  return suggested.sort((one, other) => other.personIds.length - one.personIds.length)
}
