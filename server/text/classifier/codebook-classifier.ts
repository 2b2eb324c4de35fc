import { defaultFeatures, type FeatureSettings, type FeatureText } from './features.ts'
import { FeatureSpace, type KeptSpace } from './feature-space.ts'
import { type Calibration, type LabelledTexts, type TextClassifier, trainClassifier } from './text-classifier.ts'

/** What people decided about one sentence: 1 holds, -1 does not; a label that is not named was not decided. */
export interface CodedSentence {
  text: FeatureText
  decided: ReadonlyMap<string, 1 | -1>
}

/** A classifier of one codebook, and how much each label was learnt from. */
export interface CodebookClassifier {
  classifier: TextClassifier
  learntFrom: { holds: number; not: number }[]
}

/** A label is learnt from so many sentences that carry it and that do not; fewer say too little. */
export const leastExamples = { holds: 6, not: 12 }
/** A probability is shown only when it was measured on so many sentences that the classifier had not seen. */
export const leastMeasured = { holds: 20, not: 40 }

/** Shorter than those for measuring: a correction should be felt at once. */
const codebookFeatures: FeatureSettings = { ...defaultFeatures, words: 2, lettersFrom: 3, lettersTo: 4 }

/**
 * Learns the codes of a codebook from people's decisions, or undefined while no code has enough of them. Labels are in the
 * order of their names, so the order of the decisions does not matter beyond that of the sentences.
 */
export function trainCodebook(sentences: CodedSentence[], seed: number): CodebookClassifier | undefined {
  const counts = new Map<string, { holds: number; not: number }>()
  for (const { decided } of sentences) {
    for (const [label, side] of decided) {
      const count = counts.get(label) ?? { holds: 0, not: 0 }
      if (side === 1) count.holds++
      else count.not++
      counts.set(label, count)
    }
  }
  const labels = [...counts]
    .filter(([, { holds, not }]) => holds >= leastExamples.holds && not >= leastExamples.not)
    .map(([label]) => label)
    .sort()
  if (labels.length === 0) return undefined
  const targets = new Int8Array(sentences.length * labels.length)
  for (const [row, { decided }] of sentences.entries()) {
    for (const [at, label] of labels.entries()) targets[row * labels.length + at] = decided.get(label) ?? 0
  }
  const data: LabelledTexts = { texts: sentences.map(({ text }) => text), targets }
  const features = { ...codebookFeatures, leastTexts: sentences.length >= 1000 ? 2 : 1 }
  const classifier = trainClassifier(data, { labels, exclusive: false, seed, features })
  return { classifier, learntFrom: labels.map((label) => counts.get(label)!) }
}

/** Whether the label's probability was measured on enough held-out sentences to be shown. */
export function isMeasured({ learntFrom }: CodebookClassifier, label: number): boolean {
  const { holds, not } = learntFrom[label]!
  return holds >= leastMeasured.holds && not >= leastMeasured.not
}

/** A classifier as plain JSON: names of features, weights in base 64, and what was measured. */
export interface KeptClassifier {
  labels: string[]
  learntFrom: { holds: number; not: number }[]
  space: KeptSpace
  weights: string
  biases: number[]
  calibration: Calibration
}

export function keepClassifier({ classifier, learntFrom }: CodebookClassifier): KeptClassifier {
  const { labels, space, model, calibration } = classifier
  const { names, idf, settings } = space.kept()
  return {
    labels,
    learntFrom,
    space: { names, idf: idf.map((value) => Math.round(value * 1e6) / 1e6), settings },
    weights: Buffer.from(model.weights.buffer, model.weights.byteOffset, model.weights.byteLength).toString('base64'),
    biases: [...model.biases],
    calibration,
  }
}

/** The classifier that was kept: it judges as before. */
export function restoreClassifier(kept: KeptClassifier): CodebookClassifier {
  const bytes = Uint8Array.from(Buffer.from(kept.weights, 'base64'))
  return {
    learntFrom: kept.learntFrom,
    classifier: {
      labels: kept.labels,
      exclusive: false,
      learnsNone: false,
      space: FeatureSpace.from(kept.space),
      model: {
        labels: kept.labels.length,
        weights: new Float32Array(bytes.buffer),
        biases: Float64Array.from(kept.biases),
      },
      calibration: kept.calibration,
    },
  }
}
