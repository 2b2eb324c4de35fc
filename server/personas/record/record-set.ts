import type { Clock } from '../../clock.ts'
import type { Database } from '../../database/connection.ts'
import { drawSet } from '../draw-set.ts'
import { AnswersChanged } from '../errors.ts'
import { type SearchProgress, searchPersonas, type StoredAnalysis } from '../find-personas.ts'
import type { Plan } from '../plan.ts'
import { reviseSet } from './store.ts'
import { type PersonaSetKey, personaSetOf } from '../store.ts'
import { whatChanged } from './what-changed.ts'

/**
 * Stage E of the verdict: the same search of the same answers with 99 copies and 100 pairs, whose verdict takes the place of the first
 * one as a revision of the set. Begun again after a crash it ends the same; once it is done, only the pages are drawn.
 * @returns what changed, in one sentence
 * @throws {AnswersChanged} when the set no longer rests on the answers and tags that are there
 */
export async function recordPersonaSet(
  db: Database,
  key: PersonaSetKey,
  {
    clock,
    workers,
    onProgress,
    signal,
  }: { clock: Clock; workers?: number; onProgress?: (progress: SearchProgress) => void; signal?: AbortSignal },
): Promise<string> {
  const set = await personaSetOf(db, key)
  const before = set.analysis as StoredAnalysis
  if (before.settings.record) {
    await drawSet(db, key)
    return 'The record of this set stands.'
  }
  if (set.recountedAt !== null) throw new AnswersChanged()
  const { plan, ...settings } = set.settings as StoredAnalysis['settings'] & { plan: Plan | null }
  const study = { workspaceId: key.workspaceId, studyId: set.studyId }
  const options = {
    seed: set.seed,
    record: true,
    sameAs: set.dataHash,
    ...(before.leftOut ? { sameLeftOut: before.leftOut } : {}),
    ...(plan ? { plan } : {}),
    ...(workers ? { workers } : {}),
  }
  const { analysis, memberships } = await searchPersonas(db, study, options, { onProgress, signal })
  signal?.throwIfAborted()

  const changed = whatChanged(before, analysis)
  await db.transaction().execute((tx) =>
    reviseSet(tx, key, {
      before: { word: set.word, verdict: before.verdict, changed: 'As it was found.', at: set.createdAt },
      after: { word: analysis.verdict.word, verdict: analysis.verdict, changed, at: clock.now() },
      analysis,
      settings: { ...settings, ...analysis.settings, plan },
      memberships,
    }),
  )
  await drawSet(db, key)
  return changed
}
