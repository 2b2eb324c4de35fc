import { expect, test } from 'vitest'
import {
  type CodedSentence,
  isMeasured,
  keepClassifier,
  restoreClassifier,
  trainCodebook,
} from '../../../server/text/classifier/codebook-classifier.ts'
import { evidenceFor } from '../../../server/text/classifier/evidence.ts'
import { featureText } from '../../../server/text/classifier/features.ts'
import { mostInformative } from '../../../server/text/classifier/informative.ts'
import { judge } from '../../../server/text/classifier/text-classifier.ts'

const read = (text: string) => featureText(text, { start: 0, end: text.length }, { cues: false })
const things = 'card letter parcel refund menu bus list phone room price clock chair'.split(' ')
const coded = (text: string, decided: [string, 1 | -1][]): CodedSentence => ({
  text: read(text),
  decided: new Map(decided),
})
const sentences = things.flatMap((thing) => [
  coded(`The ${thing} came days too late`, [['pain.slowness', 1]]),
  coded(`They were friendly about the ${thing}`, [['pain.slowness', -1]]),
])

test('a code is learnt once it has examples of both kinds, and not before', () => {
  expect(trainCodebook(sentences.slice(0, 8), 1)).toBeUndefined()
  const learnt = trainCodebook(sentences, 1)!
  expect(learnt.classifier.labels).toEqual(['pain.slowness'])
  expect(judge(learnt.classifier, read('The boat came days too late')).labels).toEqual([0])
  expect(judge(learnt.classifier, read('They were friendly about the boat')).labels).toEqual([])
})

test('a probability counts as measured only from 20 sentences with the code and 40 without', () => {
  expect(isMeasured(trainCodebook(sentences, 1)!, 0)).toBe(false)
  const more = things.flatMap((thing) => [
    ...sentences.slice(0, 2),
    coded(`Our ${thing} is here`, [['pain.slowness', -1]]),
    coded(`A ${thing} of ours`, [['pain.slowness', -1]]),
    coded(`Late, too late was the ${thing}`, [['pain.slowness', 1]]),
  ])
  expect(isMeasured(trainCodebook([...sentences, ...more], 1)!, 0)).toBe(true)
})

test('a classifier kept as JSON judges as before', () => {
  const learnt = trainCodebook(sentences, 1)!
  const again = restoreClassifier(JSON.parse(JSON.stringify(keepClassifier(learnt))))
  for (const text of ['The boat came days too late', 'They were friendly', 'zzz 😀']) {
    const before = judge(learnt.classifier, read(text))
    const after = judge(again.classifier, read(text))
    expect(after.labels).toEqual(before.labels)
    expect(after.scores[0]).toBeCloseTo(before.scores[0]!, 4)
  }
})

test('the evidence is the words that carried the code, never the question before', () => {
  const { classifier } = trainCodebook(sentences, 1)!
  const text = 'Did it come late? 😀 They said the boat came days too late'
  const answer = featureText(text, { start: 18, end: text.length }, { cues: false, context: { start: 0, end: 17 } })
  const { spans, fromWords } = evidenceFor(classifier, answer, 0)
  const words = spans.map(({ start, end }) => text.slice(start, end))
  expect(words.join(' ')).toMatch(/late/)
  for (const { start } of spans) expect(start).toBeGreaterThan(17)
  expect(fromWords).toBeGreaterThan(0)
})

test('the next sentence is the most doubtful one that is not like those reviewed lately', () => {
  const row = (column: number) => ({ columns: [column], values: [1] })
  const candidates = [
    { probabilities: [0.95], row: row(0) },
    { probabilities: [0.5], row: row(1) },
    { probabilities: [0.1, 0.45], row: row(2) },
  ]
  expect(mostInformative(candidates, [])).toBe(1)
  expect(mostInformative(candidates, [row(1)])).toBe(2)
  expect(mostInformative([], [])).toBe(-1)
})
