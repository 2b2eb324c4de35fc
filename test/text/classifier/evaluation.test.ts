import { expect, test } from 'vitest'
import { evaluate } from '../../../server/text/classifier/evaluation.ts'

const texts = [
  { right: [0], said: [0], probabilities: [0.9, 0.1] },
  { right: [0, 1], said: [0], probabilities: [0.8, 0.4] },
  { right: [1], said: [0, 1], probabilities: [0.6, 0.7] },
  { right: [], said: [], probabilities: [0.1, 0.2] },
]

test('figures by label, macro, micro and official are those counted by hand', () => {
  const { perLabel, macro, micro, official, accuracy } = evaluate(texts, ['need', 'pain'], false)
  expect(perLabel['need']).toEqual({ precision: 2 / 3, recall: 1, f1: 0.8, support: 2 })
  expect(perLabel['pain']).toEqual({ precision: 1, recall: 0.5, f1: 2 / 3, support: 2 })
  expect(macro.f1).toBeCloseTo((0.8 + 2 / 3) / 2, 12)
  expect(micro).toEqual({ precision: 3 / 4, recall: 3 / 4, f1: 3 / 4 })
  expect(official).toBeCloseTo((2 * (5 / 6) * (3 / 4)) / (5 / 6 + 3 / 4), 12)
  expect(accuracy).toBe(0.5)
})

test('a label that is never said and never right counts as 0, not as nothing', () => {
  const { macro } = evaluate([{ right: [0], said: [0] }], ['need', 'pain'], false)
  expect(macro.f1).toBe(0.5)
})

test('without probabilities there is no calibration error, with exclusive labels it is that of the top one', () => {
  expect(evaluate([{ right: [0], said: [0] }], ['need'], false).calibrationError).toBeNull()
  const one = evaluate([{ right: [1], said: [1], probabilities: [0.25, 0.75] }], ['need', 'pain'], true)
  expect(one.calibrationError).toBeCloseTo(0.25, 12)
})
