import { calibrationError } from './calibration.ts'

/** What one text was given and what it should have been given. */
export interface EvaluatedText {
  right: number[]
  said: number[]
  /** Calibrated probability of each label; undefined where none was measured. */
  probabilities?: ArrayLike<number> | undefined
}

export interface Figures {
  precision: number
  recall: number
  f1: number
}

export interface Evaluation {
  macro: Figures
  micro: Figures
  /** Share of texts whose labels are exactly right. */
  accuracy: number
  perLabel: Record<string, Figures & { support: number }>
  /** F of mean precision and mean recall over the labels, as the value-detection task counts. */
  official: number
  /** Expected calibration error in ten bins; null without probabilities. */
  calibrationError: number | null
}

/**
 * Precision, recall and F1 of labels over texts, as fractions; a share with an empty base is 0. Macro figures are plain means
 * over the labels. The calibration error is of the top label when exactly one holds, else the mean over the labels.
 */
export function evaluate(texts: EvaluatedText[], labels: string[], exclusive: boolean): Evaluation {
  const counts = labels.map(() => ({ both: 0, said: 0, right: 0 }))
  let exact = 0
  for (const { right, said } of texts) {
    for (const label of right) counts[label]!.right++
    for (const label of said) {
      counts[label]!.said++
      if (right.includes(label)) counts[label]!.both++
    }
    if (right.length === said.length && said.every((label) => right.includes(label))) exact++
  }
  const own = counts.map(figures)
  const mean = (pick: (one: Figures) => number) =>
    own.reduce((sum, one) => sum + pick(one), 0) / Math.max(1, own.length)
  const macro = {
    precision: mean((one) => one.precision),
    recall: mean((one) => one.recall),
    f1: mean((one) => one.f1),
  }
  const total = (pick: 'both' | 'said' | 'right') => counts.reduce((sum, one) => sum + one[pick], 0)
  return {
    macro,
    micro: figures({ both: total('both'), said: total('said'), right: total('right') }),
    accuracy: exact / Math.max(1, texts.length),
    perLabel: Object.fromEntries(labels.map((label, at) => [label, { ...own[at]!, support: counts[at]!.right }])),
    official: harmonic(macro.precision, macro.recall),
    calibrationError: errorOf(texts, labels.length, exclusive),
  }
}

function figures({ both, said, right }: { both: number; said: number; right: number }): Figures {
  const precision = said === 0 ? 0 : both / said
  const recall = right === 0 ? 0 : both / right
  return { precision, recall, f1: harmonic(precision, recall) }
}

function harmonic(a: number, b: number): number {
  return a + b === 0 ? 0 : (2 * a * b) / (a + b)
}

function errorOf(texts: EvaluatedText[], labels: number, exclusive: boolean): number | null {
  const measured = texts.flatMap(({ right, probabilities }) => (probabilities ? [{ right, probabilities }] : []))
  if (measured.length === 0) return null
  if (exclusive) {
    return calibrationError(
      measured.map(({ right, probabilities }) => {
        let top = 0
        for (let label = 1; label < labels; label++) if (probabilities[label]! > probabilities[top]!) top = label
        return { probability: probabilities[top]!, holds: right.includes(top) }
      }),
    )
  }
  let sum = 0
  for (let label = 0; label < labels; label++) {
    sum += calibrationError(
      measured.map(({ right, probabilities }) => ({
        probability: probabilities[label]!,
        holds: right.includes(label),
      })),
    )
  }
  return sum / Math.max(1, labels)
}
