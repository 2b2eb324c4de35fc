import type { Task } from '../jobs/store.ts'

/** What a page shows of long work: the stage, how far it is, how it ended. */
export function taskView(task: Task) {
  const isUnderWay = task.state === 'waiting' || task.state === 'running'
  return {
    id: task.id,
    state: task.state,
    isUnderWay,
    hasFailed: task.state === 'failed',
    stage: task.stage || (task.state === 'waiting' ? 'Waiting for its turn' : 'Starting'),
    done: task.doneCount,
    total: task.totalCount,
    hasTotal: task.totalCount > 0,
    message: task.message ?? '',
  }
}

export type TaskView = ReturnType<typeof taskView>
