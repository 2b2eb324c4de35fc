import type { Database } from '../../database/connection.ts'
import { formatDate } from '../../http/format.ts'
import { newestTask } from '../../jobs/store.ts'
import { taskView } from '../../studies/task-view.ts'
import type { StoredAnalysis } from '../find-personas.ts'
import type { PersonaSet } from '../store.ts'
import { revisionsOf } from './store.ts'

/** What a set's page says of its record: under way, done with what it changed, or still to be asked for. */
export async function recordView(db: Database, workspaceId: string, set: PersonaSet) {
  const key = { workspaceId, personaSetId: set.id }
  const newest = await newestTask(db, { workspaceId, studyId: set.studyId, kinds: ['record-personas'] })
  const task = newest?.subjectId === set.id ? taskView(newest) : null
  const analysis = set.analysis as StoredAnalysis
  const isDone = analysis.settings.record
  const revisions = await revisionsOf(db, key)
  return {
    isDone,
    task: task?.isUnderWay ? task : null,
    stopped: task && !task.isUnderWay && task.state !== 'done' && !isDone ? task.message : '',
    canStart: !isDone && !task?.isUnderWay && set.word !== 'none' && set.recountedAt === null,
    revisions: revisions.map(({ revision, changed, at }) => ({ revision, changed, date: formatDate(at) })),
  }
}

export type RecordView = Awaited<ReturnType<typeof recordView>>
