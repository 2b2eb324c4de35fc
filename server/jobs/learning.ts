import { Worker } from 'node:worker_threads'
import type { KeptClassifier } from '../text/classifier/codebook-classifier.ts'

/** Words that somebody decided on, the question before them ('' for none), and what was decided of each label. */
export interface LearningExample {
  question: string
  words: string
  isEnglish: boolean
  decided: [label: string, side: 1 | -1][]
}

export interface LearningJob {
  examples: LearningExample[]
  seed: number
}

/** Learns a codebook from decisions in a thread of its own; null when no code has enough of them. */
export function learnCodebook(job: LearningJob, signal?: AbortSignal): Promise<KeptClassifier | null> {
  signal?.throwIfAborted()
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./learning-worker.ts', import.meta.url), { workerData: job })
    const stop = () => {
      void worker.terminate()
      reject(signal!.reason)
    }
    signal?.addEventListener('abort', stop, { once: true })
    worker.once('message', (kept: KeptClassifier | null) => resolve(kept))
    worker.once('error', reject)
    worker.once('exit', (code) => {
      signal?.removeEventListener('abort', stop)
      if (code !== 0) reject(new Error(`Learning ended early, with code ${code}.`))
    })
  })
}
