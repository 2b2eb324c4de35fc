import type { Database } from '../../database/connection.ts'
import type { StoredAnalysis } from '../find-personas.ts'
import { type PersonaSet, personaSetOf } from '../store.ts'
import { type Match, matchPersonas } from './match-personas.ts'
import { latestSetBefore, movementsBetween, publishedSetId } from './store.ts'

/** Shapes and colours there are for personas. */
const numbersThere = 8

/**
 * The number of each persona, which is its colour and shape: that of the persona it was in the set in use, or in the last one with
 * personas, where most of its people are the same; a set that is drawn again keeps its own.
 * @param keys of the personas to be drawn, in their order
 */
export async function keptNumbers(
  db: Database,
  set: PersonaSet,
  keys: string[],
  workspaceId: string,
): Promise<Map<string, number>> {
  const own = new Map(set.personas.map(({ key, number }) => [key, number]))
  if (own.size === keys.length && keys.every((key) => own.has(key))) return own
  const study = { workspaceId, studyId: set.studyId }
  const published = await publishedSetId(db, study)
  const beforeId = published !== null && published !== set.id ? published : await latestSetBefore(db, study, set.number)
  if (beforeId === null) return numbersOf(keys, [], [])
  const before = await personaSetOf(db, { workspaceId, personaSetId: beforeId })
  const movements = await movementsBetween(db, { workspaceId, before: before.id, after: set.id })
  const { matches } = matchPersonas(
    sideOf(
      before,
      before.personas.map(({ key }) => key),
    ),
    sideOf(set, keys),
    movements,
  )
  return numbersOf(keys, before.personas, matches)
}

function sideOf(set: PersonaSet, keys: string[]) {
  const { classes } = set.analysis as StoredAnalysis
  return keys.map((key, index) => ({ key, profile: classes[index]?.profile ?? [] }))
}

/** Numbers of kept personas first; the others take the smallest that are free, and begin again when all eight are taken. */
export function numbersOf(
  keys: string[],
  before: { key: string; number: number }[],
  matches: Pick<Match, 'before' | 'after' | 'isKept'>[],
): Map<string, number> {
  const numbers = new Map<string, number>()
  const used = new Set<number>()
  for (const { before: from, after, isKept } of matches) {
    const number = before.find(({ key }) => key === from)?.number
    if (!isKept || number === undefined || used.has(number)) continue
    numbers.set(after, number)
    used.add(number)
  }
  for (const [index, key] of keys.entries()) {
    if (numbers.has(key)) continue
    const free = Array.from({ length: numbersThere }, (_, at) => at + 1).find((number) => !used.has(number))
    numbers.set(key, free ?? (index % numbersThere) + 1)
    if (free !== undefined) used.add(free)
  }
  return numbers
}
