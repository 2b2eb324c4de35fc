import { parentPort, workerData } from 'node:worker_threads'
import type { IndicatorData } from '../statistics/indicator.ts'
import { type StatisticsTask, taskHandler } from '../statistics/tasks.ts'

/** One thread of the pool: it prepares the data once, then answers tasks until it is ended. */
const handle = taskHandler(workerData as IndicatorData)

parentPort!.on('message', ({ index, task }: { index: number; task: StatisticsTask }) => {
  try {
    parentPort!.postMessage({ index, result: handle(task) })
  } catch (error) {
    parentPort!.postMessage({ index, error })
  }
})
