import { parentPort, workerData } from 'node:worker_threads'
import { keepClassifier, trainCodebook } from '../text/classifier/codebook-classifier.ts'
import { featureText } from '../text/classifier/features.ts'
import type { LearningJob } from './learning.ts'

/** Learns one codebook and ends: training takes the processor for as long as it lasts. */
const { examples, seed } = workerData as LearningJob
const learnt = trainCodebook(
  examples.map(({ question, words, isEnglish, decided }) => {
    const text = `${question}\n${words}`
    const start = question.length + 1
    const context = question === '' ? undefined : { start: 0, end: question.length }
    return {
      text: featureText(text, { start, end: text.length }, { cues: isEnglish, context }),
      decided: new Map(decided),
    }
  }),
  seed,
)
parentPort!.postMessage(learnt ? keepClassifier(learnt) : null)
