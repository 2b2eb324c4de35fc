import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { BayesClassifier } from 'natural/lib/natural/classifiers/index.js'
import { readDocuments } from '../server/files/documents/read-document.ts'
import { randomFrom } from '../server/statistics/random.ts'
import { type CodedSentence, trainCodebook } from '../server/text/classifier/codebook-classifier.ts'
import { featureText } from '../server/text/classifier/features.ts'
import { codePointLength, offsetMap, type Range } from '../server/text/code-points.ts'
import { sentences } from '../server/text/sentences.ts'
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

interface Talk {
  text: string
  /** Code points, half-open, as participants' utterances have. */
  ranges: Range[]
  sentences: string[]
}

const syllables = 'ba be do fi ga ho ka lem mi nor pa qui ros sel tan ver win'.split(' ')

/** Sentences like those of interviews, three to a turn, the same for the same seed; made-up nouns give them a vocabulary of real size. */
function syntheticTalk(count: number, seed: number): Talk {
  const random = randomFrom(seed)
  const pick = (list: string[]) => list[random.integer(list.length)]!
  const noun = () => pick(syllables) + pick(syllables) + pick(syllables)
  const made = Array.from(
    { length: count },
    () => `${pick(openings)} ${pick(middles)} and the ${noun()} ${pick(ends)}.`,
  )
  const parts: string[] = []
  const ranges: Range[] = []
  let at = 0
  for (let from = 0; from < count; from += 3) {
    const turn = made.slice(from, from + 3).join(' ')
    const length = codePointLength(turn)
    parts.push(turn)
    ranges.push({ start: at, end: at + length })
    at += length + 1
  }
  return { text: parts.join('\n'), ranges, sentences: made }
}

/** Participants' words of the reference interviews, where they are: real words, real lengths. */
async function realTalk(folder: string): Promise<Talk> {
  const name = 'workforce-sample.csv'
  const { documents } = await readDocuments(readFileSync(join(folder, 'transcripts/ai-interviewer-2025', name)), name)
  const turns = documents.flatMap(({ text, utterances, speakers }) => {
    const map = offsetMap(text)
    const participants = new Set(speakers.filter(({ role }) => role === 'participant').map(({ label }) => label))
    return utterances
      .filter(({ speaker }) => participants.has(speaker))
      .map((range) => text.slice(map.toUtf16(range.start), map.toUtf16(range.end)))
  })
  const ranges: Range[] = []
  let at = 0
  for (const turn of turns) {
    const length = codePointLength(turn)
    ranges.push({ start: at, end: at + length })
    at += length + 1
  }
  const whole = turns.flatMap((turn) =>
    sentences(turn, { start: 0, end: turn.length }).map(({ start, end }) => turn.slice(start, end)),
  )
  return { text: turns.join('\n'), ranges, sentences: whole }
}

/** Seconds of this thread on the processor: other processes and threads don't count. */
function processorSeconds(work: () => void): number {
  const before = process.threadCpuUsage()
  work()
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1e6
}

/** The shortest of some runs of `times` times the work, by the time: what else the machine does can only lengthen one. */
function shortest(runs: number, work: () => void, times = 1): number {
  const repeated = () => {
    for (let time = 0; time < times; time++) work()
  }
  return Math.min(...Array.from({ length: runs }, () => processorSeconds(repeated))) / times
}

/**
 * Sentences tagged per second by the cue rules (segmenting, spans, scope and reasons included) against natural's
 * BayesClassifier on the same sentences in the same run. Bayes is trained with the facet the rules give, outside the clock.
 * Its speed falls with what it was trained on, so it is asked after 400 examples and after 4,000.
 */
function suggestionRows(name: string, talk: Talk): BenchRow[] {
  const seconds = shortest(6, () => suggestTags(talk.text, talk.ranges))
  const ours = talk.sentences.length / seconds
  const facetOf = (sentence: string) =>
    suggestTags(sentence, [{ start: 0, end: codePointLength(sentence) }])[0]?.facet ?? 'none'
  const peers = [400, 4000].map((examples) => {
    const classifier = new BayesClassifier()
    for (const sentence of talk.sentences.slice(0, examples)) classifier.addDocument(sentence, facetOf(sentence))
    classifier.train()
    const asked = talk.sentences.slice(-1000)
    const theirs = shortest(3, () => {
      for (const sentence of asked) classifier.classify(sentence)
    })
    return { examples, perSecond: asked.length / theirs }
  })
  return peers.flatMap(({ examples, perSecond }) => [
    {
      name: `${name}: sentences tagged by the cue rules`,
      value: ours,
      unit: 'sentences/s',
      ratio: ours / perSecond,
      against: `natural's Bayes of ${examples} examples`,
    },
    { name: `${name}: natural's Bayes of ${examples} examples`, value: perSecond, unit: 'sentences/s' },
  ])
}

/**
 * Milliseconds to learn a codebook again from all decisions on so many sentences, calibration by folds included, once their
 * features were read (the row before). Codes are the most frequent of what the cue rules give, each decided on every sentence.
 */
function learningRows(name: string, talk: Talk, codes: number): BenchRow[] {
  return [100, 400, 1000, 10_000].flatMap((count): BenchRow[] => {
    const given = Array.from({ length: count }, (_, index) => talk.sentences[index % talk.sentences.length]!)
    const labelsOf = given.map(
      (sentence) =>
        new Set(
          suggestTags(sentence, [{ start: 0, end: codePointLength(sentence) }]).flatMap(({ facet, code }) =>
            code === null ? [facet] : [facet, code],
          ),
        ),
    )
    const mentions = Map.groupBy(
      labelsOf.flatMap((labels) => [...labels]),
      (label) => label,
    )
    const labels = [...mentions]
      .sort((a, b) => b[1].length - a[1].length)
      .map(([label]) => label)
      .slice(0, codes)
    const read = () =>
      given.map(
        (sentence, index): CodedSentence => ({
          text: featureText(sentence, { start: 0, end: sentence.length }),
          decided: new Map(labels.map((label) => [label, labelsOf[index]!.has(label) ? 1 : -1])),
        }),
      )
    const runs = count > 1000 ? 2 : 8
    // Processor time is told in steps of some milliseconds.
    const times = Math.max(1, Math.round(2000 / count))
    const reading = shortest(runs, read, times)
    const coded = read()
    const learning = shortest(runs, () => trainCodebook(coded, 1), times)
    const learnt = trainCodebook(coded, 1)?.classifier.labels.length ?? 0
    return [
      { name: `${name}: features of ${count} decided sentences`, value: 1000 * reading, unit: 'ms' },
      { name: `${name}: ${learnt} codes learnt from ${count} sentences`, value: 1000 * learning, unit: 'ms' },
    ]
  })
}

export async function taggingBench(): Promise<BenchRow[]> {
  const folder = process.env.VERBATIM_REFERENCE
  const made = syntheticTalk(6000, 1)
  const rows = [...suggestionRows('made up', made), ...learningRows('made up', made, 12)]
  if (!folder) {
    console.log('  not run on real interviews: VERBATIM_REFERENCE is not set')
    return rows
  }
  const real = await realTalk(folder)
  return [
    ...rows,
    ...suggestionRows('interviews', real),
    ...learningRows('interviews', real, 1),
    ...learningRows('interviews', real, 12),
  ]
}
