import type { TaskHandler } from '../jobs/tasks.ts'
import type { AnalysisProgress } from '../statistics/analysis.ts'
import { suggestForStudy } from '../tagging/tag-study.ts'
import { drawSet } from './draw-set.ts'
import { findPersonas } from './find-personas.ts'
import type { Plan } from './plan.ts'

const stageNames: Record<AnalysisProgress['stage'], string> = {
  fits: 'Fitting 1 to 8 groups',
  'independent copies': 'Trying shuffled answers',
  'correlated copies': 'Trying answers that go together without groups',
  'likelihood ratio': 'Asking whether one group fewer would do',
  resamples: 'Asking whether the groups return',
}

/** Tags what is new, looks for personas and draws their pages. Cancelled or failed, the sets that stand are untouched. */
export const findPersonasTask: TaskHandler = async ({ db, clock, task, signal, progress }) => {
  const study = { workspaceId: task.workspaceId, studyId: task.studyId }
  const { seed, plan, record } = task.input as { seed: number; plan?: Plan; record?: boolean }
  await suggestForStudy(
    db,
    { ...study, at: clock.now() },
    (done, total) => progress('Reading what people wrote', done, total),
    signal,
  )
  const found = await findPersonas(
    db,
    study,
    { seed, record, ...(plan ? { plan } : {}) },
    { clock, signal, onProgress: ({ stage, done, total }) => progress(stageNames[stage], done, total) },
  )
  const personas = await drawSet(db, { workspaceId: study.workspaceId, personaSetId: found.personaSetId })
  return personas === 0 ? 'No personas in these answers.' : `${personas} personas.`
}
