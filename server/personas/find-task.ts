import type { TaskHandler } from '../jobs/tasks.ts'
import type { AnalysisProgress } from '../statistics/analysis.ts'
import { checkResponses } from '../response-quality/check-study.ts'
import { suggestForStudy } from '../tagging/tag-study.ts'
import { drawSet } from './draw-set.ts'
import { findPersonas, type SearchProgress } from './find-personas.ts'
import type { Plan } from './plan.ts'

const stageNames: Record<AnalysisProgress['stage'], string> = {
  'first look': 'A first look',
  fits: 'Fitting 1 to 8 groups',
  'independent copies': 'Trying shuffled answers',
  'correlated copies': 'Trying answers that go together without groups',
  'likelihood ratio': 'Asking whether one group fewer would do',
  resamples: 'Asking whether the groups return',
  dependence: 'Asking which questions go together beyond the groups',
}

/** A stage of the search in plain words, with what the first look saw. */
export function stageText({ stage, firstLook, isComparison }: SearchProgress): string {
  if (isComparison) return `Once more, the other way with careless answers: ${stageNames[stage]}`
  return stageNames[stage] + (firstLook ? ` (a first look saw ${firstLook})` : '')
}

/** Tags what is new, looks for personas and draws their pages. Cancelled or failed, the sets that stand are untouched. */
export const findPersonasTask: TaskHandler = async ({ db, clock, task, signal, progress, follow }) => {
  const study = { workspaceId: task.workspaceId, studyId: task.studyId }
  const { seed, plan, record } = task.input as { seed: number; plan?: Plan; record?: boolean }
  await suggestForStudy(
    db,
    { ...study, at: clock.now() },
    (done, total) => progress('Reading what people wrote', done, total),
    signal,
  )
  await checkResponses(
    db,
    { ...study, at: clock.now() },
    (done, total) => progress('Looking how carefully people answered', done, total),
    signal,
  )
  const found = await findPersonas(
    db,
    study,
    { seed, record, ...(plan ? { plan } : {}) },
    {
      clock,
      signal,
      onProgress: (step) => progress(stageText(step), step.done, step.total),
    },
  )
  const personas = await drawSet(db, { workspaceId: study.workspaceId, personaSetId: found.personaSetId })
  // The set can be read now; what takes several times as long goes on behind it.
  if (personas > 0 && !record) await follow({ ...study, kind: 'record-personas', subjectId: found.personaSetId })
  return personas === 0 ? 'No personas in these answers.' : `${personas} personas.`
}
