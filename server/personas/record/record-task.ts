import type { TaskHandler } from '../../jobs/tasks.ts'
import { stageText } from '../find-task.ts'
import { recordPersonaSet } from './record-set.ts'

/** The record of a set in the background: 99 copies, 100 pairs and the likelihood ratio, hours after the set can be read if need be. */
export const recordPersonasTask: TaskHandler = async ({ db, clock, task, signal, progress }) =>
  recordPersonaSet(
    db,
    { workspaceId: task.workspaceId, personaSetId: task.subjectId! },
    {
      clock,
      signal,
      onProgress: (step) => progress(`For the record: ${stageText(step)}`, step.done, step.total),
    },
  )
