import type { z } from 'zod'
import type { Database } from '../database/connection.ts'
import { personaFileOf } from '../exports/persona-file.ts'
import { readPages } from '../personas/page.ts'
import { setSummary } from '../personas/set-summary.ts'
import { publishedSetId, setsOfStudy } from '../personas/versions/store.ts'
import type { StudyKey } from '../studies/store.ts'
import type { personaSet, setList } from './schema.ts'

type SetHead = Omit<z.input<typeof setList>['sets'][number], 'personas'>

interface StoredSet {
  id: string
  number: number
  word: string
  createdAt: Date
  dataUntil: Date | null
  recountedAt: Date | null
}

/** Every set of a study, newest first. */
export async function listedSets(db: Database, study: StudyKey): Promise<z.input<typeof setList>> {
  const inUse = await publishedSetId(db, study)
  const sets = await setsOfStudy(db, study)
  return { sets: sets.map((set) => ({ ...headOf(set, inUse), personas: Number(set.personas) })) }
}

/**
 * A set with all its personas, as their files say them, with the words that were released for quoting.
 * @throws {PersonaSetNotFound}
 */
export async function readPersonaSet(
  db: Database,
  order: { workspaceId: string; workspaceName: string; personaSetId: string; publicAddress: string | undefined },
): Promise<z.input<typeof personaSet>> {
  const { workspaceId, workspaceName } = order
  const { set, claims, study, views } = await readPages(db, { ...order, policy: 'consented' })
  const summary = setSummary(set, claims, { workspaceName, decision: study.decision, isSimulated: study.isSimulated })
  const keys = new Map<number | string, string>(set.personas.map(({ number, key }) => [number, key]))
  return {
    ...headOf(set, await publishedSetId(db, { workspaceId, studyId: study.id })),
    studyId: study.id,
    meaning: summary.meaning,
    reasons: summary.reasons,
    shares: summary.shares.map(({ who, name, share }) => ({ persona: keys.get(who) ?? String(who), name, share })),
    personas: views.map(personaFileOf),
  }
}

function headOf({ id, number, word, createdAt, dataUntil, recountedAt }: StoredSet, inUse: string | null): SetHead {
  return {
    id,
    number,
    word: word as SetHead['word'],
    isInUse: id === inUse,
    madeAt: createdAt.toISOString(),
    dataUntil: dataUntil?.toISOString().slice(0, 10) ?? null,
    recountedAt: recountedAt?.toISOString() ?? null,
  }
}
