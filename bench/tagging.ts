import { BayesClassifier } from 'natural/lib/natural/classifiers/index.js'
import { randomFrom } from '../server/statistics/random.ts'
import { codePointLength, type Range } from '../server/text/code-points.ts'
import { suggestTags } from '../server/text/suggest.ts'
import type { BenchRow } from './run.ts'

const openings = [
  'I need',
  'I usually check',
  'It was so confusing that I left',
  'We tried',
  'I really like',
  'The staff at the desk said',
  'Last week I ordered',
  'There is',
  'I would rather call than write about',
  'It saves me time with',
]
const middles = [
  'the list of dates',
  'a plain form',
  'the new menu in the hall',
  'my letters',
  'the card and the parcel',
  'what my sister told me',
  'two bags of flour',
  'the bus in the morning',
]
const ends = [
  'before work',
  'because I want to be sure',
  'and nobody answered the phone',
  'on a small screen',
  'when it rains, which is often',
  'for the family',
  'without much trouble',
  'as far as I know',
]

interface SyntheticTalk {
  text: string
  /** Code points, half-open, as participants' utterances have. */
  ranges: Range[]
  sentences: string[]
}

const syllables = 'ba be do fi ga ho ka lem mi nor pa qui ros sel tan ver win'.split(' ')

/** Sentences like those of interviews, three to a turn, the same for the same seed; made-up nouns give them a vocabulary of real size. */
function syntheticTalk(count: number, seed: number): SyntheticTalk {
  const random = randomFrom(seed)
  const pick = (list: string[]) => list[random.integer(list.length)]!
  const noun = () => pick(syllables) + pick(syllables) + pick(syllables)
  const sentences = Array.from(
    { length: count },
    () => `${pick(openings)} ${pick(middles)} and the ${noun()} ${pick(ends)}.`,
  )
  const parts: string[] = []
  const ranges: Range[] = []
  let at = 0
  for (let from = 0; from < count; from += 3) {
    const turn = sentences.slice(from, from + 3).join(' ')
    const length = codePointLength(turn)
    parts.push(turn)
    ranges.push({ start: at, end: at + length })
    at += length + 1
  }
  return { text: parts.join('\n'), ranges, sentences }
}

/**
 * Sentences tagged per second by the cue rules (segmenting, spans, scope and reasons included) against natural's
 * BayesClassifier on the same sentences in the same run. Bayes is trained on 400 sentences with the facet the rules give,
 * outside the clock: only its answers are timed.
 */
export async function taggingBench(): Promise<BenchRow[]> {
  const talk = syntheticTalk(6000, 1)
  suggestTags(talk.text, talk.ranges.slice(0, 300))
  const started = performance.now()
  const tags = suggestTags(talk.text, talk.ranges)
  const ours = talk.sentences.length / ((performance.now() - started) / 1000)

  const facetOf = new Map(tags.map(({ quote, facet }) => [quote, facet as string]))
  const classifier = new BayesClassifier()
  for (const sentence of talk.sentences.slice(0, 400)) classifier.addDocument(sentence, facetOf.get(sentence) ?? 'none')
  classifier.train()
  for (const sentence of talk.sentences.slice(0, 100)) classifier.classify(sentence)
  const bayesStarted = performance.now()
  for (const sentence of talk.sentences) classifier.classify(sentence)
  const bayes = talk.sentences.length / ((performance.now() - bayesStarted) / 1000)

  return [
    {
      name: 'cue rules: sentences tagged',
      value: ours,
      unit: 'sentences/s',
      ratio: ours / bayes,
      against: "natural's BayesClassifier, same sentences",
    },
    { name: "natural's BayesClassifier: sentences classified", value: bayes, unit: 'sentences/s' },
  ]
}
