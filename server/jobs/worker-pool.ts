import { Worker } from 'node:worker_threads'
import type { Indicator, IndicatorData } from '../statistics/indicator.ts'
import { isNumeric } from '../statistics/indicator.ts'
import type { StatisticsResult, StatisticsTask, TaskRunner } from '../statistics/tasks.ts'
import { workerCount } from './worker-count.ts'

export interface WorkerPool {
  /** Does tasks on the pool's threads; answers come in the order of the tasks. Calls may not overlap. */
  run: TaskRunner
  /** Ends the threads. */
  close(): Promise<void>
}

interface Answer {
  index: number
  result?: StatisticsResult
  error?: unknown
}

/**
 * Threads that hold these data once, in shared memory, and do statistics tasks on them.
 * Aborting the signal ends the threads at once and makes the running call fail with the signal's reason.
 */
export function openWorkerPool(
  data: IndicatorData,
  { workers = workerCount(), signal }: { workers?: number; signal?: AbortSignal } = {},
): WorkerPool {
  const shared = inSharedMemory(data)
  const threads: Worker[] = []
  let stop: ((reason: unknown) => void) | undefined
  const onAbort = () => {
    for (const thread of threads) void thread.terminate()
    stop?.(signal!.reason)
  }
  signal?.addEventListener('abort', onAbort, { once: true })

  const open = () => {
    const thread = new Worker(new URL('./statistics-worker.ts', import.meta.url), { workerData: shared })
    thread.setMaxListeners(0)
    threads.push(thread)
    return thread
  }

  const run: TaskRunner = (tasks, onDone) => {
    signal?.throwIfAborted()
    if (tasks.length === 0) return Promise.resolve([])
    while (threads.length < Math.min(workers, tasks.length)) open()
    return new Promise((resolve, reject) => {
      const results = new Array<StatisticsResult>(tasks.length)
      let next = 0
      let finished = 0
      const listeners = threads.map((thread) => ({
        thread,
        message: (answer: Answer) => {
          if (answer.error !== undefined) return settle(() => reject(answer.error))
          results[answer.index] = answer.result!
          finished++
          onDone?.()
          if (finished === tasks.length) return settle(() => resolve(results))
          give(thread)
        },
        error: (error: unknown) => settle(() => reject(error)),
        exit: (code: number) => settle(() => reject(new Error(`A statistics thread ended early, with code ${code}.`))),
      }))
      const settle = (answer: () => void) => {
        for (const { thread, message, error, exit } of listeners) {
          thread.off('message', message)
          thread.off('error', error)
          thread.off('exit', exit)
        }
        stop = undefined
        answer()
      }
      const give = (thread: Worker) => {
        if (next >= tasks.length) return
        const index = next++
        thread.postMessage({ index, task: tasks[index] satisfies StatisticsTask | undefined })
      }
      stop = (reason) => settle(() => reject(reason))
      for (const { thread, message, error, exit } of listeners) {
        thread.on('message', message)
        thread.on('error', error)
        thread.on('exit', exit)
        give(thread)
      }
    })
  }

  return {
    run,
    close: async () => {
      signal?.removeEventListener('abort', onAbort)
      await Promise.all(threads.map((thread) => thread.terminate()))
    },
  }
}

/** A copy whose arrays lie in shared memory, so that handing it to a thread copies nothing. */
function inSharedMemory(data: IndicatorData): IndicatorData {
  const indicators = data.indicators.map((indicator): Indicator => {
    if (isNumeric(indicator)) return { ...indicator, values: sharedNumbers(indicator.values) }
    const values = new Int16Array(new SharedArrayBuffer(indicator.values.byteLength))
    values.set(indicator.values)
    return { ...indicator, values }
  })
  return { indicators, size: data.size, ...(data.weights ? { weights: sharedNumbers(data.weights) } : {}) }
}

function sharedNumbers(values: Float64Array): Float64Array {
  const copy = new Float64Array(new SharedArrayBuffer(values.byteLength))
  copy.set(values)
  return copy
}
