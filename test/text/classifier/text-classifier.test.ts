import { expect, test } from 'vitest'
import { featureText } from '../../../server/text/classifier/features.ts'
import { judge, trainClassifier } from '../../../server/text/classifier/text-classifier.ts'

const read = (text: string) => featureText(text, { start: 0, end: text.length })
const things = 'card letter parcel refund menu bus list phone room price'.split(' ')
const late = things.map((thing) => `The ${thing} came days too late`)
const kind = things.map((thing) => `They were friendly about the ${thing}`)
const plain = things.map((thing) => `There is a ${thing} on the table`)

function targetsOf(rows: number[][], labels: number): Int8Array {
  const targets = new Int8Array(rows.length * labels).fill(-1)
  for (const [row, own] of rows.entries()) for (const label of own) targets[row * labels + label] = 1
  return targets
}

test('several labels: each is said where its words are, both where both are, none elsewhere', () => {
  const both = things.map((thing) => `They were friendly but the ${thing} came too late`)
  const rows = [...late.map(() => [0]), ...kind.map(() => [1]), ...both.map(() => [0, 1]), ...plain.map(() => [])]
  const classifier = trainClassifier(
    { texts: [...late, ...kind, ...both, ...plain].map(read), targets: targetsOf(rows, 2) },
    { labels: ['late', 'kind'], exclusive: false, seed: 1 },
  )
  const said = (text: string) => judge(classifier, read(text)).labels
  expect(said('The boat came too late')).toEqual([0])
  expect(said('They were friendly about the boat')).toEqual([1])
  expect(said('They were friendly but the boat came too late')).toEqual([0, 1])
  expect(said('There is a boat on the table')).toEqual([])
  const { probabilities } = judge(classifier, read('The boat came too late'))
  expect(probabilities[0]).toBeGreaterThan(0.5)
  expect(probabilities[1]).toBeLessThan(0.5)
})

test('exclusive labels: shares sum to at most one, and what belongs to none is left without', () => {
  const rows = [...late.map(() => [0]), ...kind.map(() => [1]), ...plain.map(() => [])]
  const classifier = trainClassifier(
    { texts: [...late, ...kind, ...plain].map(read), targets: targetsOf(rows, 2) },
    { labels: ['late', 'kind'], exclusive: true, seed: 1 },
  )
  expect(judge(classifier, read('The boat came days too late')).labels).toEqual([0])
  const none = judge(classifier, read('There is a boat on the table'))
  expect(none.labels).toEqual([])
  expect(none.probabilities[0]! + none.probabilities[1]!).toBeLessThan(1)
})

test('the same texts and seed give the same classifier', () => {
  const data = {
    texts: [...late, ...kind].map(read),
    targets: targetsOf([...late.map(() => [0]), ...kind.map(() => [])], 1),
  }
  const train = () => trainClassifier(data, { labels: ['late'], exclusive: false, seed: 9 })
  expect(train().model).toEqual(train().model)
  expect(train().calibration).toEqual(train().calibration)
})

test('a held set that was balanced on purpose is weighed back to the shares of training', () => {
  const few = [...late.slice(0, 3), ...plain, ...kind, ...plain]
  const data = {
    texts: few.map(read),
    targets: targetsOf(
      few.map((_, at) => (at < 3 ? [0] : [])),
      1,
    ),
  }
  const heldTexts = [...late.slice(3, 8), ...plain.slice(0, 5)]
  const held = {
    texts: heldTexts.map(read),
    targets: targetsOf(
      heldTexts.map((_, at) => (at < 5 ? [0] : [])),
      1,
    ),
  }
  const settings = { labels: ['late'], exclusive: false, seed: 1 }
  const balanced = trainClassifier(data, { ...settings, held })
  const p = judge(balanced, read('The boat')).probabilities[0]!
  expect(p).toBeLessThan(0.5)
})
