import { randomFrom } from '../../statistics/random.ts'
import {
  type JudgedScore,
  type PlattScale,
  plattScale,
  probabilityOf,
  softmax,
  softmaxSharpness,
} from './calibration.ts'
import { FeatureSpace } from './feature-space.ts'
import { defaultFeatures, type FeatureSettings, type FeatureText } from './features.ts'
import { type LinearModel, scoreRow, trainLinear } from './linear-model.ts'
import { type SparseRow, type SparseRows, sparseRows } from './sparse-rows.ts'
import { bestThreshold } from './thresholds.ts'

/** Texts and what is known of each label on them. */
export interface LabelledTexts {
  texts: FeatureText[]
  /** 1 holds, -1 does not, 0 nobody said: at [text * labels + label]. */
  targets: Int8Array
}

export interface TrainingSettings {
  labels: string[]
  /** Exactly one label holds of each text (a text may belong to none when `targets` say so). */
  exclusive: boolean
  seed: number
  features?: FeatureSettings
  /** Cost of a text on the wrong side (C). */
  cost?: number
  /** Texts of the kind the classifier will meet, kept out of training: thresholds and probabilities are taken from them. */
  held?: LabelledTexts
}

export interface Calibration {
  /** By label; of one label alone whatever the others are. */
  platt: PlattScale[]
  /** Score from which a label is said to hold, by label. */
  thresholds: number[]
  /** Sharpness of the softmax over exclusive labels. */
  sharpness: number
  /**
   * Probability below which an exclusive text is said to belong to no label: one half where examples belonged to none, so
   * that no label is given that is more likely wrong than right; 0 where every example had a label.
   */
  rejectBelow: number
}

/** A trained classifier: pure, and the same for the same texts, settings and seed. */
export interface TextClassifier {
  labels: string[]
  exclusive: boolean
  /** Belonging to no label is learnt as one more, after the others. */
  learnsNone: boolean
  space: FeatureSpace
  model: LinearModel
  calibration: Calibration
}

/** Above so many cells of rows times labels one held-out part is enough, and three would take minutes. */
const manyCells = 400_000
const defaultCost = { exclusive: 1, several: 0.3 }
/** With fewer texts than this, features of a single text are kept. */
const fewTexts = 1000

/**
 * Trains a linear classifier on texts, and calibrates it on texts held out of training (the given ones, or folds).
 * A text whose label nobody decided on takes no part in that label.
 */
export function trainClassifier(given: LabelledTexts, settings: TrainingSettings): TextClassifier {
  const { labels, exclusive } = settings
  const learnsNone = exclusive && belongingToNone(given, labels.length).includes(true)
  const targetsOf = (texts: LabelledTexts) => (learnsNone ? withNone(texts, labels.length) : texts)
  const data = targetsOf(given)
  const classes = labels.length + (learnsNone ? 1 : 0)
  const features = settings.features ?? featuresFor(data.texts.length, exclusive)
  const { space, rows: own } = FeatureSpace.of(data.texts, features)
  const rows = sparseRows(own, space.width)
  const trainOn = (use: ArrayLike<number>) => {
    const model = trainLinear({
      rows,
      use,
      targets: data.targets,
      labels: classes,
      cost: settings.cost ?? (exclusive ? defaultCost.exclusive : defaultCost.several),
      random: randomFrom(settings.seed),
    })
    return exclusive ? withPrototypes(model, { rows, use, targets: data.targets }) : model
  }
  const model = trainOn(data.texts.map((_, index) => index))
  const scored = settings.held
    ? heldScores(targetsOf(settings.held), data, { space, model })
    : foldScores(rows, data, {
        trainOn,
        parts: partsOf(data.texts.length, classes),
        together: exclusive ? 1 : neighboursOf(data.texts.length),
      })
  const calibration = calibrated(scored, { labels: classes, exclusive, rejectBelow: learnsNone ? 0.5 : 0 })
  return { labels, exclusive, learnsNone, space, model, calibration }
}

function belongingToNone({ texts, targets }: LabelledTexts, labels: number): boolean[] {
  return texts.map((_, row) => !targets.subarray(row * labels, (row + 1) * labels).includes(1))
}

/** The targets with one label more, which holds where no other does. */
function withNone({ texts, targets }: LabelledTexts, labels: number): LabelledTexts {
  const wider = new Int8Array(texts.length * (labels + 1)).fill(-1)
  for (const [row, isNone] of belongingToNone({ texts, targets }, labels).entries()) {
    wider.set(targets.subarray(row * labels, (row + 1) * labels), row * (labels + 1))
    if (isNone) wider[row * (labels + 1) + labels] = 1
  }
  return { texts, targets: wider }
}

/**
 * A feature seen once tells nothing among many texts and much among few; topics are told by words more than by cues, and
 * letters meet where words do not (tried on training rows of BANKING77 and CLINC150 alone: docs/truth.md).
 */
function featuresFor(texts: number, exclusive: boolean): FeatureSettings {
  return {
    ...defaultFeatures,
    ...(texts < fewTexts ? { leastTexts: 1, words: 2 } : { leastTexts: 2, words: 3 }),
    scale: { ...defaultFeatures.scale, ...(exclusive ? { cue: 0.3, letters: 1.5 } : {}) },
  }
}

/**
 * The model with each label's mean row, scaled to length 1, added to its weights: with a handful of examples a label, how
 * near a text is to their middle tells more than the margin does; with hundreds it changes next to nothing.
 * Source: Rocchio (1971), Relevance feedback in information retrieval, for the mean as a classifier.
 */
function withPrototypes(
  model: LinearModel,
  { rows, use, targets }: { rows: SparseRows; use: ArrayLike<number>; targets: Int8Array },
): LinearModel {
  const { labels, weights } = model
  const sums = new Float32Array(weights.length)
  for (let at = 0; at < use.length; at++) {
    const row = use[at]!
    for (let label = 0; label < labels; label++) {
      if (targets[row * labels + label] !== 1) continue
      for (let cell = rows.starts[row]!; cell < rows.starts[row + 1]!; cell++) {
        sums[rows.columns[cell]! * labels + label]! += rows.values[cell]!
      }
    }
  }
  const squares = new Float64Array(labels)
  for (let cell = 0; cell < sums.length; cell++) squares[cell % labels]! += sums[cell]! * sums[cell]!
  for (let cell = 0; cell < sums.length; cell++) {
    if (sums[cell] !== 0) weights[cell]! += sums[cell]! / Math.sqrt(squares[cell % labels]!)
  }
  return model
}

interface ScoredTexts {
  scores: Float64Array[]
  targets: Int8Array
  /** Weights of a text that carries the label and of one that does not, by label. */
  weights: { holds: number; not: number }[]
}

function neighboursOf(texts: number): number {
  return Math.min(mostNeighbours, Math.max(1, Math.floor(texts / leastStretches)))
}

function partsOf(texts: number, labels: number): { folds: number; scored: number } {
  if (texts * labels > manyCells) return { folds: 5, scored: 1 }
  return { folds: 3, scored: 3 }
}

/** Neighbouring texts are of one document more often than not: so many stay together at most, fewer where that would leave folds uneven. */
const mostNeighbours = 20
const leastStretches = 60

/**
 * Scores of texts by models that did not see them. Where several labels may hold, neighbours stay in one fold: sentences of
 * one document on both sides would make scores look better than they are on the next document, and thresholds too high.
 * Texts with one label each often come sorted by it, so there every fold takes the next text in turn.
 */
function foldScores(
  rows: SparseRows,
  { texts, targets }: LabelledTexts,
  {
    trainOn,
    parts,
    together,
  }: { trainOn: (use: number[]) => LinearModel; parts: { folds: number; scored: number }; together: number },
): ScoredTexts {
  const foldOf = (index: number) => Math.floor(index / together) % parts.folds
  const labels = targets.length / Math.max(1, texts.length)
  const kept: number[] = []
  const scores: Float64Array[] = []
  for (let fold = 0; fold < parts.scored; fold++) {
    const model = trainOn(texts.map((_, index) => index).filter((index) => foldOf(index) !== fold))
    for (let index = 0; index < texts.length; index++) {
      if (foldOf(index) !== fold) continue
      const own = new Float64Array(labels)
      scoreRow(model, rowOf(rows, index), own)
      kept.push(index)
      scores.push(own)
    }
  }
  const own = new Int8Array(kept.length * labels)
  for (const [at, index] of kept.entries()) own.set(targets.subarray(index * labels, (index + 1) * labels), at * labels)
  return { scores, targets: own, weights: Array.from({ length: labels }, () => ({ holds: 1, not: 1 })) }
}

/**
 * Scores of the held texts, weighted so that each label is as common among them as in training: a set that was balanced on
 * purpose would otherwise move every threshold far too low.
 */
function heldScores(
  held: LabelledTexts,
  data: LabelledTexts,
  { space, model }: { space: FeatureSpace; model: LinearModel },
): ScoredTexts {
  const { labels } = model
  const scores = held.texts.map((text) => {
    const own = new Float64Array(labels)
    scoreRow(model, space.row(text), own)
    return own
  })
  const weights = Array.from({ length: labels }, (_, label) => {
    const before = shareOf(data.targets, label, labels)
    const here = shareOf(held.targets, label, labels)
    if (here === 0 || here === 1 || before === 0 || before === 1) return { holds: 1, not: 1 }
    return { holds: before / here, not: (1 - before) / (1 - here) }
  })
  return { scores, targets: held.targets, weights }
}

function shareOf(targets: Int8Array, label: number, labels: number): number {
  let holds = 0
  let known = 0
  for (let at = label; at < targets.length; at += labels) {
    if (targets[at] === 0) continue
    known++
    if (targets[at] === 1) holds++
  }
  return known === 0 ? 0 : holds / known
}

function rowOf({ starts, columns, values }: SparseRows, index: number): SparseRow {
  const from = starts[index]!
  const to = starts[index + 1]!
  return { columns: columns.subarray(from, to), values: values.subarray(from, to) }
}

function calibrated(
  { scores, targets, weights }: ScoredTexts,
  { labels, exclusive, rejectBelow }: { labels: number; exclusive: boolean; rejectBelow: number },
): Calibration {
  const platt: PlattScale[] = []
  const thresholds: number[] = []
  for (let label = 0; label < labels && !exclusive; label++) {
    const judged: JudgedScore[] = []
    for (const [row, own] of scores.entries()) {
      const target = targets[row * labels + label]!
      if (target === 0) continue
      const holds = target > 0
      judged.push({ score: own[label]!, holds, weight: holds ? weights[label]!.holds : weights[label]!.not })
    }
    platt.push(plattScale(judged))
    thresholds.push(bestThreshold(judged))
  }
  const rights = scores.map((_, row) => targets.subarray(row * labels, (row + 1) * labels).indexOf(1))
  const withLabel = rights.flatMap((right, row) => (right >= 0 ? [row] : []))
  const sharpness = exclusive
    ? softmaxSharpness(
        withLabel.map((row) => scores[row]!),
        withLabel.map((row) => rights[row]!),
      )
    : 1
  return { platt, thresholds, sharpness, rejectBelow }
}

/** Scores, probabilities and the labels that are said to hold. */
export interface Judgement {
  scores: Float64Array
  probabilities: Float64Array
  /** Indexes of labels said to hold; none when the text belongs to none. */
  labels: number[]
}

/** What the classifier says of one text. */
export function judge(classifier: TextClassifier, text: FeatureText): Judgement {
  const { labels, exclusive, space, model, calibration } = classifier
  const scores = new Float64Array(model.labels)
  scoreRow(model, space.row(text), scores)
  if (!exclusive) {
    const probabilities = scores.map((score, label) => probabilityOf(calibration.platt[label]!, score))
    const said = labels.flatMap((_, label) => (scores[label]! >= calibration.thresholds[label]! ? [label] : []))
    return { scores, probabilities, labels: said }
  }
  const probabilities = softmax(scores, calibration.sharpness)
  let top = 0
  for (let label = 1; label < probabilities.length; label++) {
    if (probabilities[label]! > probabilities[top]!) top = label
  }
  const isSure = top < labels.length && probabilities[top]! >= calibration.rejectBelow
  return { scores, probabilities: probabilities.slice(0, labels.length), labels: isSure ? [top] : [] }
}
